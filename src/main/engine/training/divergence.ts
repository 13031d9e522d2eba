import { remark } from '../../../shared/sentences/say';
import { failure } from '../../../shared/sentences/failure';
import type { Reporter } from './reporter';
import { copyState } from './state';
import type { TrainingState } from './state';

const MOST_RETRIES = 1;

export const diverged = (value: number): boolean => !Number.isFinite(value);

/**
 * Goes back to the end of the last good epoch with half the learning rate, once.
 *
 * @throws UnrollError TRAINING_DIVERGED the second time
 */
export function retryAfterDivergence(
  lastGood: TrainingState,
  learningRate: number,
  reporter: Reporter,
): TrainingState {
  const { epoch, rateFactor, retries } = lastGood.counters;
  if (retries >= MOST_RETRIES)
    throw failure('TRAINING_DIVERGED.loss', { epoch, learningRate: learningRate * rateFactor });
  lastGood.counters.retries++;
  lastGood.counters.rateFactor /= 2;
  reporter.forgetUnsent();
  reporter.decide(
    'warning',
    epoch,
    remark('training.diverged', {
      epoch,
      learningRate: learningRate * lastGood.counters.rateFactor,
    }),
  );
  return copyState(lastGood);
}
