import type { Run } from '../../shared/domain/run';

export interface RunProgress {
  /** The epoch being trained, from 1. */
  readonly epoch: number;
  /** Share of all steps done, 0 … 1; early stopping may end a run before 1. */
  readonly share: number;
  /** At the pace of the last epochs; null before the first is done. */
  readonly secondsLeft: number | null;
}

const PACE_EPOCHS = 5;

/**
 * How far a run is.
 * @param steps [n] step numbers so far
 * @param epochSeconds [epochs] seconds that each finished epoch took
 */
export function runProgress(
  run: Run,
  steps: ArrayLike<number>,
  epochSeconds: ArrayLike<number>,
): RunProgress {
  if (run.progress !== null) return { epoch: 0, share: run.progress, secondsLeft: null };
  const total = run.recipe.training.epochs * run.stepsPerEpoch;
  const step = steps.length === 0 ? run.epoch * run.stepsPerEpoch : steps[steps.length - 1]!;
  const epoch = Math.min(run.recipe.training.epochs, run.epoch + 1);
  const share = total === 0 ? 0 : Math.min(1, step / total);
  const paced = Math.min(PACE_EPOCHS, epochSeconds.length);
  if (paced === 0 || run.stepsPerEpoch === 0) return { epoch, share, secondsLeft: null };
  let seconds = 0;
  for (let index = epochSeconds.length - paced; index < epochSeconds.length; index += 1) {
    seconds += epochSeconds[index]!;
  }
  return { epoch, share, secondsLeft: ((total - step) / run.stepsPerEpoch) * (seconds / paced) };
}
