import { mainScore } from '../../../../shared/domain/main-score';
import { remark } from '../../../../shared/sentences/say';
import { examplesToTell } from '../../../../shared/statistics/proportions';
import { leadOver } from '../facts';
import { lookAtData, measureFloors } from '../steps';
import type { Rule } from '../rule';
import { amountWords, rangeWords, scoreFacts, scoreWords } from '../words';

/** Better than the best floor, but by no more than chance may have made of it. */
export const tooWide: Rule = ({ run, scores, floors, waiting }) => {
  const [best] = floors;
  if (best === undefined) return null;
  const lead = leadOver(scores, best);
  if (lead.by <= 0 || lead.low > 0) return null;
  const value = mainScore(scores);
  const enough = lead.examples === null ? null : examplesToTell(value, best.value);
  const facts = {
    ...scoreFacts(scores),
    ...rangeWords(run.task, lead.low, lead.high),
    name: best.name,
    floor: scoreWords(run.task, best.value),
    by: amountWords(run.task, lead.by),
  };
  return {
    name: 'tooWide',
    remark:
      enough === null
        ? remark('verdict.tooWide', facts)
        : remark('verdict.tooWideExamples', {
            ...facts,
            examples: lead.examples!,
            enough: Number(enough.toPrecision(2)),
          }),
    evidence: {
      ...{ score: value, floor: best.value, by: lead.by, low: lead.low, high: lead.high },
      ...(enough !== null && { examplesToTell: enough }),
    },
    steps: [...measureFloors(run, waiting), lookAtData(run)],
  };
};
