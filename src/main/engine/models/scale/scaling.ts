import { traitsOf } from '../../../../shared/domain/task';
import type { TaskTraits } from '../../../../shared/domain/tasks/task-facts';
import type { PreparedData } from '../../prepare/prepared';
import { examplesOf } from '../../prepare/examples-of';
import { fitForecastScale, lastValue, windowDeviation } from './forecast-scale';
import type { ForecastScale, Window } from './forecast-scale';

/** From raw features to what the network sees; fitted on the training part alone. */
export interface Scaling {
  /** [features] */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** Null unless forecasting. */
  readonly forecast: ForecastScale | null;
  /** Null unless the outputs are values of their own: a regression's, or the channels of the next step. */
  readonly values: ValueScale | null;
  /** [outputs] of several labels: from which probability on each is said, chosen on the validation part; else absent. */
  readonly thresholds?: readonly number[] | undefined;
}

/** value = mean + deviation · output; when generating the mean is the present value, [outputs] each. */
interface ValueScale {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** @param quantiles of a forecast; empty for points */
export function fitScaling(data: PreparedData, quantiles: readonly number[] = []): Scaling {
  const train = examplesOf(data, 'train');
  const { outputScale } = traitsOf(data.task);
  return {
    mean: data.scaler.mean,
    deviation: data.scaler.deviation,
    forecast: outputScale === 'window' ? fitForecastScale(data, train, quantiles) : null,
    values: valueScales[outputScale](data, train),
  };
}

/** Mean and deviation of the training part's values. */
function fitValues(data: PreparedData, train: Int32Array): ValueScale {
  const all =
    data.stepValues === undefined
      ? Float64Array.from(train, (example) => data.targets[example]!)
      : stepValuesOf(data, data.stepValues, train);
  let sum = 0;
  for (const value of all) sum += value;
  const mean = sum / all.length;
  let squares = 0;
  for (const value of all) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / all.length);
  return { mean: [mean], deviation: [deviation > 0 ? deviation : 1] };
}

/** Values of the steps that the training part is judged by, each once. */
function stepValuesOf(
  { starts, lengths, scoredFrom }: PreparedData,
  stepValues: Float32Array,
  train: Int32Array,
): Float64Array {
  const isCounted = new Uint8Array(stepValues.length);
  for (const example of train)
    isCounted.fill(1, starts[example]! + scoredFrom[example]!, starts[example]! + lengths[example]!);
  return Float64Array.from(stepValues).filter((value, row) => isCounted[row] === 1 && !Number.isNaN(value));
}

/** Root mean square change of each channel from step to step in the training part. */
function fitChanges(data: PreparedData, train: Int32Array): ValueScale {
  const width = data.featureNames.length;
  const deviation = data.targetColumns.map((column, target) => {
    const isFilled = (row: number): boolean => data.filled?.[row * data.targetColumns.length + target] === 1;
    let squares = 0;
    let count = 0;
    for (const example of train) {
      const start = data.starts[example]!;
      const own = data.features.subarray(start * width, (start + data.lengths[example]! + 1) * width);
      for (let row = start, k = 0; k < data.lengths[example]!; k++, row++) {
        // What stands in for a value changes as nothing measured does.
        if (isFilled(row) || isFilled(row + 1)) continue;
        const change = own[(k + 1) * width + column]! - own[k * width + column]!;
        squares += change * change;
        count++;
      }
    }
    const usual = Math.sqrt(squares / Math.max(1, count));
    return usual > 0 ? usual : 1;
  });
  return { mean: data.targetColumns.map(() => 0), deviation };
}

const valueScales = {
  none: () => null,
  window: () => null,
  values: fitValues,
  changes: fitChanges,
} as const satisfies Record<
  TaskTraits['outputScale'],
  (data: PreparedData, train: Int32Array) => ValueScale | null
>;

/** One example as a network sees it. @returns inputs [steps, width] */
export function scaled(
  window: Window,
  scaling: Scaling,
): { readonly inputs: Float32Array; readonly steps: number } {
  const { steps, width } = window;
  const inputs = new Float32Array(steps * width);
  scaleInto(window, scaling, inputs);
  return { inputs, steps };
}

/**
 * (x − mean) / deviation per feature; target columns of a forecast relative to the window itself
 * (`ForecastScale`). Writes [steps, width] at `offset` of `into`.
 */
export function scaleInto(window: Window, scaling: Scaling, into: Float32Array, offset = 0): void {
  const { values, steps, width } = window;
  const origin = Float64Array.from(scaling.mean);
  const unit = Float64Array.from(scaling.deviation, (deviation) => (deviation > 0 ? deviation : 1));
  scaling.forecast?.targets.forEach((target) => {
    origin[target.column] = lastValue(window, target.column);
    unit[target.column] = windowDeviation(window, target);
  });
  for (let t = 0, k = 0; t < steps; t++)
    for (let f = 0; f < width; f++, k++) into[offset + k] = (values[k]! - origin[f]!) / unit[f]!;
}
