import { answersSteps } from '../../../shared/domain/task';
import type { Prediction } from '../../../shared/contract/predict';
import type { Window } from '../models/scale/forecast-scale';
import { stepSeconds } from '../features/step-seconds';
import { learningTask } from '../learning/tasks';
import type { PredictionModel } from './prediction-model';

/** A recording as the network sees it. */
export interface Seen {
  readonly name: string;
  /** One, or all windows of a recording of which every step is answered. */
  readonly windows: readonly Window[];
  /** First step of each window. */
  readonly starts: readonly number[];
}

/** How many numbers the network says of a window. */
export function valuesOf({ plan, outputs, quantiles }: PredictionModel, { steps }: Window): number {
  return outputs.length * (answersSteps(plan.task) ? steps : Math.max(1, quantiles.length));
}

/** What a model's answer to a recording says, for people. */
export function toPrediction(
  { name: file, windows, starts }: Seen,
  { plan, outputs, quantiles, thresholds, decision, reject }: PredictionModel,
  values: Float32Array,
): Prediction {
  const said = learningTask(plan.task).prediction({
    ...{ windows, starts, outputs, quantiles, thresholds, decision, reject, values },
    stepSeconds: stepSeconds(plan),
  });
  // The file's name comes second, as it always did in what is printed.
  const { kind, ...rest } = said;
  return { kind, file, ...rest } as Prediction;
}
