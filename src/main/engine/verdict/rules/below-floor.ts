import { isHigherBetter, mainMetric, mainScore } from '../../../../shared/domain/main-score';
import { isRival } from '../../../../shared/domain/ranked-floors';
import { traitsOf } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import { examplesToTell } from '../../../../shared/statistics/proportions';
import { leadOver, learntOf } from '../facts';
import type { VerdictFacts } from '../facts';
import { measureFloors, trainFloor, trainLonger } from '../steps';
import type { Held, Rule } from '../rule';
import { amountWords, rangeWords, scoreFacts, scoreWords } from '../words';

/** Whether the network did not even reach on what it learnt from what the floor reaches on what it had not seen. */
function hasLearntTooLittle(facts: VerdictFacts, floor: number): boolean {
  const { run, scores } = facts;
  const learnt = learntOf(facts);
  // Curves and scores must count the same.
  if (learnt === null || mainMetric(scores) !== traitsOf(run.task).metricName) return false;
  return isHigherBetter(run.task) ? learnt < floor : learnt > floor;
}

/** Something simpler is better, or at least not worse, whether or not the interval can tell. */
export const belowFloor: Rule = (facts) => {
  const { run, scores, floors, waiting } = facts;
  const [best] = floors;
  if (best === undefined) return null;
  const lead = leadOver(scores, best);
  if (lead.by > 0) return null;
  const value = mainScore(scores);
  const words = {
    ...scoreFacts(scores),
    ...rangeWords(run.task, lead.low, lead.high),
    name: best.name,
    floor: scoreWords(run.task, best.value),
    by: amountWords(run.task, lead.by),
  };
  const enough = lead.examples === null ? null : examplesToTell(value, best.value);
  const held: Omit<Held, 'remark'> = {
    name: 'belowFloor',
    evidence: {
      ...{ score: value, floor: best.value, by: lead.by, low: lead.low, high: lead.high },
      ...(enough !== null && { examplesToTell: enough }),
    },
    steps: [
      ...(isRival(best) ? [trainFloor(run, best)] : []),
      ...(hasLearntTooLittle(facts, best.value) ? trainLonger(run) : []),
      ...measureFloors(run, waiting),
    ],
  };
  if (lead.high < 0) return { ...held, remark: remark('verdict.belowFloor', words) };
  return { ...held, remark: remark('verdict.notAboveFloor', words) };
};
