import { isHigherBetter, mainScore } from '../../../../shared/domain/main-score';
import type { Run, Scores } from '../../../../shared/domain/run';
import { isRival } from '../../../../shared/domain/ranked-floors';
import { remark } from '../../../../shared/sentences/say';
import { isClassification, leadOver } from '../facts';
import { learnFaster, lookAtErrors, trainFloor } from '../steps';
import type { Rule } from '../rule';
import { scoreFacts, scoreWords } from '../words';

const Z_95 = 1.96;

/**
 * Whether classes are told apart, although the most frequent one may be right as often: the mean recall is above that of a
 * guess by more than its error, each class's recall being a share of its own examples.
 */
function tellsClasses(scores: Scores): boolean {
  if (!isClassification(scores)) return false;
  const seen = scores.perClass.filter(({ support }) => support > 0);
  const variance = seen.reduce((sum, { recall, support }) => sum + (recall * (1 - recall)) / support, 0);
  const error = (Z_95 * Math.sqrt(variance)) / seen.length;
  return scores.balancedAccuracy - error > 1 / seen.length;
}

const hasNotMoved = ({ decisions }: Run): boolean =>
  decisions.some((decision) => decision.remark.code === 'training.notLearning');

/** Nothing was learnt that the judged part could show: what needs no learning at all may be as good. */
export const chance: Rule = ({ run, scores, floors }) => {
  const trivial = floors.find((floor) => !isRival(floor));
  if (trivial === undefined || tellsClasses(scores)) return null;
  const lead = leadOver(scores, trivial);
  if (lead.low > 0) return null;
  const sign = isHigherBetter(run.task) ? 1 : -1;
  const better = floors.find((floor) => isRival(floor) && sign * (floor.value - mainScore(scores)) > 0);
  return {
    name: 'chance',
    remark: remark('verdict.chance', {
      ...scoreFacts(scores),
      name: trivial.name,
      floor: scoreWords(run.task, trivial.value),
    }),
    evidence: { score: mainScore(scores), floor: trivial.value, by: lead.by, low: lead.low, high: lead.high },
    steps: [
      ...(hasNotMoved(run) ? learnFaster(run) : []),
      ...(better === undefined ? [] : [trainFloor(run, better)]),
      lookAtErrors(run),
      ...(hasNotMoved(run) ? [] : learnFaster(run)),
    ],
  };
};
