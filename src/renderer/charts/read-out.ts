import { nearestIndex } from './decimate';
import type { CurveRun, CurveView } from './curves';

/** What a run's curves say at one place of the time axis; null where there is no number. */
export interface ReadOut {
  readonly step: number | null;
  readonly epoch: number | null;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly trainMetric: number | null;
  readonly validationMetric: number | null;
  readonly gradientNorm: number | null;
  readonly learningRate: number | null;
}

/**
 * The values nearest to `at`, which is a step or an epoch as the axis is; null reads the latest.
 * Validation and epoch means are those of the last epoch that had ended there.
 */
export function readOut(run: CurveRun, view: Pick<CurveView, 'axis'>, at: number | null): ReadOut {
  const { steps, epochs } = run;
  const perEpoch = Math.max(1, run.stepsPerEpoch);
  const step = at === null ? Infinity : view.axis === 'step' ? at : at * perEpoch;
  const beyond = at !== null && step > (steps.step[steps.step.length - 1] ?? 0) + perEpoch;
  const row = beyond ? -1 : nearestIndex(steps.step, step);
  const ended = view.axis === 'epoch' && at !== null ? Math.round(at) * perEpoch : step;
  let epochRow = -1;
  if (!beyond) while (epochRow + 1 < epochs.step.length && epochs.step[epochRow + 1]! <= ended) epochRow++;
  const ofStep = (column: ArrayLike<number>): number | null => (row < 0 ? null : column[row]!);
  const ofEpoch = (column: ArrayLike<number>): number | null => (epochRow < 0 ? null : column[epochRow]!);
  const means = view.axis === 'epoch';
  return {
    step: ofStep(steps.step),
    epoch: row < 0 ? null : steps.step[row]! / perEpoch,
    trainLoss: means ? ofEpoch(epochs.trainLoss) : ofStep(steps.loss),
    validationLoss: ofEpoch(epochs.validationLoss),
    trainMetric: means ? ofEpoch(epochs.trainMetric) : ofStep(steps.metric),
    validationMetric: ofEpoch(epochs.validationMetric),
    gradientNorm: ofStep(steps.gradientNorm),
    learningRate: ofStep(steps.learningRate),
  };
}
