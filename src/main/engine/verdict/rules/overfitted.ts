import { isHigherBetter, mainInterval, mainMetric } from '../../../../shared/domain/main-score';
import { isNetwork } from '../../../../shared/domain/model';
import { traitsOf } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import { holdBack, lookAtErrors } from '../steps';
import type { Rule } from '../rule';
import { scoreWords } from '../words';

/** Shares that lie closer together than this are alike. */
const LEAST_GAP = 0.1;
/** An error on what was learnt this many times smaller than on what was not. */
const LEAST_RATIO = 1.5;

/**
 * At its best epoch the network knew the training part better than the validation part, by more than chance: while dropout
 * made it worse at the former.
 */
export const overfitted: Rule = ({ run, epochs }) => {
  const { bestEpoch, validation, task } = run;
  const row = bestEpoch === null ? -1 : epochs.epoch.indexOf(bestEpoch);
  if (!isNetwork(run.recipe.model) || validation === null || row < 0) return null;
  // Curves and scores must count the same.
  if (mainMetric(validation) !== traitsOf(task).metricName) return null;
  const train = epochs.trainMetric[row]!;
  const unseen = epochs.validationMetric[row]!;
  const [low, high] = mainInterval(validation);
  const isApart = isHigherBetter(task)
    ? train - unseen >= LEAST_GAP && train > high
    : unseen >= LEAST_RATIO * train && train < low;
  if (!isApart) return null;
  const facts = { train: scoreWords(task, train), unseen: scoreWords(task, unseen), epoch: bestEpoch! };
  return {
    name: 'overfitted',
    remark: remark('verdict.overfitted', facts),
    evidence: { train, validation: unseen, low, high, bestEpoch: bestEpoch! },
    steps: [...holdBack(run), lookAtErrors(run)],
  };
};
