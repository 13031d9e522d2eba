import { mainScore } from '../../../../shared/domain/main-score';
import { remark } from '../../../../shared/sentences/say';
import { leadOver } from '../facts';
import { lookAtErrors, measureFloors, takeAway } from '../steps';
import type { Held, Rule } from '../rule';
import type { VerdictFacts } from '../facts';
import { amountWords, scoreFacts, scoreWords } from '../words';

/** Holds always, and so stands last: no rule before it found anything to mend. */
export const nothingToAdd = (facts: VerdictFacts): Held => {
  const { run, scores, floors, waiting } = facts;
  const [best] = floors;
  const steps = [...measureFloors(run, waiting), takeAway(run), lookAtErrors(run)];
  const name = 'nothingToAdd';
  if (best === undefined)
    return {
      ...{ name, steps },
      remark: remark('verdict.noFloor', scoreFacts(scores)),
      evidence: { score: mainScore(scores) },
    };
  const lead = leadOver(scores, best);
  return {
    ...{ name, steps },
    remark: remark('verdict.nothingToAdd', {
      ...scoreFacts(scores),
      name: best.name,
      floor: scoreWords(run.task, best.value),
      by: amountWords(run.task, lead.by),
      least: amountWords(run.task, lead.low),
    }),
    evidence: { score: mainScore(scores), floor: best.value, by: lead.by, low: lead.low, high: lead.high },
  };
};

nothingToAdd satisfies Rule;
