import type { DataTable } from '../../shared/figures/experiment-table';
import type { CurveRun } from './curves';

const head = [
  'run',
  'step',
  'epoch',
  'train loss',
  'train metric',
  'gradient norm',
  'learning rate',
  'validation loss',
  'validation metric',
] as const;

/** Every number behind the curves: a row for each optimiser step, the validation's in that of the step that ends an epoch. */
export function curveTable(runs: readonly CurveRun[]): DataTable {
  const rows = runs.flatMap(({ id, steps, epochs, stepsPerEpoch }) => {
    const ended = new Map(Array.from(epochs.step, (step, row) => [step, row] as const));
    // A model that is fitted in rounds has epochs alone.
    const all = steps.step.length === 0 ? epochs.step : steps.step;
    return Array.from(all, (step, row) => {
      const epoch = ended.get(step);
      const isStep = steps.step.length > 0;
      return [
        id,
        step,
        step / Math.max(1, stepsPerEpoch),
        isStep ? steps.loss[row]! : epochs.trainLoss[row]!,
        isStep ? steps.metric[row]! : epochs.trainMetric[row]!,
        isStep ? steps.gradientNorm[row]! : null,
        isStep ? steps.learningRate[row]! : null,
        epoch === undefined ? null : epochs.validationLoss[epoch]!,
        epoch === undefined ? null : epochs.validationMetric[epoch]!,
      ];
    });
  });
  return { head, rows };
}
