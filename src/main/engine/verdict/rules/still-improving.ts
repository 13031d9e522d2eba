import { remark } from '../../../../shared/sentences/say';
import { resume, trainLonger } from '../steps';
import type { Rule } from '../rule';

/** Of the epochs, so large a share is compared with as many before. */
const WINDOW_SHARE = 0.1;
/** A loss that fell by less than this share was level. */
const LEAST_FALL = 0.02;
/** Sooner than after so many epochs nothing can be said. */
const FEWEST_EPOCHS = 10;

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The validation loss fell until the end: it was stopped by its last epoch or by a person, not by itself. */
export const stillImproving: Rule = ({ run, epochs }) => {
  const count = epochs.epoch.length;
  const { bestEpoch, recipe } = run;
  if (count < FEWEST_EPOCHS || bestEpoch === null) return null;
  const width = Math.max(3, Math.round(WINDOW_SHARE * count));
  const before = mean(epochs.validationLoss.slice(-2 * width, -width));
  const last = mean(epochs.validationLoss.slice(-width));
  const fall = 1 - last / before;
  // Also of losses that are not known, or below zero.
  if (!(fall >= LEAST_FALL) || before <= 0 || bestEpoch <= run.epoch - width) return null;
  const isEarly = run.status === 'stopped' && run.epoch < recipe.training.epochs;
  const facts = { epochs: run.epoch, best: bestEpoch, width, percent: (100 * fall).toFixed(0) };
  return {
    name: 'stillImproving',
    remark: remark('verdict.stillImproving', facts),
    evidence: { fall, before, last, bestEpoch, epochs: run.epoch },
    steps: isEarly ? [resume(run), ...trainLonger(run)] : trainLonger(run),
  };
};
