import type { Window } from '../models/scale/forecast-scale';
import { softmaxRows } from '../models/network/loss';
import { forecastUnits, nextValues, quantileUnits, valueUnits } from './predict';
import type { TrainedModel } from '../models/network/weights-file';

type Answering = Pick<TrainedModel, 'task' | 'scaling' | 'outputs' | 'featureNames'>;

/**
 * What a network's logits say, for people.
 *
 * @returns [windows, outputs]: class probabilities, or values in data units; a forecast of quantiles
 *   [windows, quantiles, outputs]; where every step is answered [Σ steps, outputs]
 */
export function answersOf(model: Answering, windows: readonly Window[], logits: Float32Array): Float32Array {
  return model.task === 'classify' || model.task === 'label'
    ? softmaxRows(logits, model.outputs.length)
    : valuesInUnits(model, windows, logits);
}

/** The same for outputs that are no classes. */
export function valuesInUnits(
  model: Answering,
  windows: readonly Window[],
  logits: Float32Array,
): Float32Array {
  const { scaling, task, outputs } = model;
  if (task === 'regress') return valueUnits(scaling, logits);
  if (task === 'generate') return nextValues(scaling, windows, columnsOf(model), logits);
  const levels = scaling.forecast?.quantiles ?? [];
  if (levels.length === 0) return forecastUnits(scaling, windows, logits);
  const width = outputs.length;
  const values = new Float32Array(windows.length * levels.length * width);
  for (const q of levels.keys()) {
    const own = quantileUnits(scaling, windows, logits, q);
    windows.forEach((_, k) =>
      values.set(own.subarray(k * width, (k + 1) * width), (k * levels.length + q) * width),
    );
  }
  return values;
}

/** How many numbers {@link answersOf} says of a window. */
export function answerSize({ task, scaling, outputs }: Answering, { steps }: Window): number {
  const everyStep = task === 'label' || task === 'generate';
  return outputs.length * (everyStep ? steps : Math.max(1, scaling.forecast?.quantiles?.length ?? 0));
}

/** Feature columns of the channels that are generated: each goes in as it comes out. */
export function columnsOf({
  outputs,
  featureNames,
}: Pick<TrainedModel, 'outputs' | 'featureNames'>): number[] {
  return outputs.map((name) => featureNames.indexOf(name));
}
