import type { PreparedData } from '../../prepare/prepared';

/**
 * What a forecast starts from; the network learns the correction. With last value x_L, step h ahead, season s:
 * `last` x_L; `seasonal` the value one season before; `seasonalDrift` that value plus the change x_L − x_{L−s} since.
 */
export type Baseline = 'last' | 'seasonal' | 'seasonalDrift';

export interface TargetScale {
  /** Feature column of the target. */
  readonly column: number;
  readonly baseline: Baseline;
  /** Mean absolute correction in window deviations over the training part: the unit of the network's output. */
  readonly correction: number;
  /** Window deviations are not taken to be smaller than this, in data units. */
  readonly leastDeviation: number;
}

/**
 * How windows of a series are made comparable. A window's target columns go in as (x − last value) / (deviation within
 * the window), and what comes out is a correction of a baseline in the same unit: level, growth and swings that were
 * never seen in training look like those that were.
 */
export interface ForecastScale {
  readonly seasonSteps: number;
  readonly targets: readonly TargetScale[];
  /** Of each output, in the network's order: index into `targets`, and how many steps ahead. */
  readonly outputs: readonly { readonly target: number; readonly step: number }[];
  /** Each output is forecast by so many of its quantiles, one after the other; absent or empty: by one point. */
  readonly quantiles?: readonly number[];
}

/** One "quantile" is a point forecast. */
export function quantilesOf({ quantiles }: ForecastScale): readonly number[] {
  return quantiles === undefined || quantiles.length === 0 ? [0.5] : quantiles;
}

/**
 * Raw features of one window, [steps, width] row-major. They may lie in a file and are then read each time: whoever goes through
 * them takes them once.
 */
export interface Window {
  readonly values: Float32Array;
  readonly steps: number;
  readonly width: number;
}

export function lastValue({ values, steps, width }: Window, column: number): number {
  return values[(steps - 1) * width + column]!;
}

/** Standard deviation of a column within the window. */
function deviation({ values, steps, width }: Window, column: number): number {
  let sum = 0;
  let squares = 0;
  const origin = values[column]!;
  for (let t = 0; t < steps; t++) {
    const value = values[t * width + column]! - origin;
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / steps - (sum / steps) ** 2));
}

export function windowDeviation(window: Window, target: TargetScale): number {
  return Math.max(deviation(window, target.column), target.leastDeviation);
}

/** The forecast `step` ≥ 1 steps after the window's end. A window shorter than the season falls back to its last value. */
export function baselineValue(
  window: Window,
  column: number,
  baseline: Baseline,
  seasonSteps: number,
  step: number,
): number {
  const last = lastValue(window, column);
  if (baseline === 'last') return last;
  const seasons = Math.ceil(step / seasonSteps);
  const row = window.steps - 1 + step - seasons * seasonSteps;
  const reference = window.steps - 1 - seasons * seasonSteps;
  if (row < 0 || (baseline === 'seasonalDrift' && reference < 0)) return last;
  const seasonal = window.values[row * window.width + column]!;
  if (baseline === 'seasonal') return seasonal;
  return seasonal + last - window.values[reference * window.width + column]!;
}

/** [outputs] in data units: where the forecast of this window starts. */
function baselines(window: Window, scale: ForecastScale): Float32Array {
  return Float32Array.from(scale.outputs, ({ target, step }) => {
    const { column, baseline } = scale.targets[target]!;
    return baselineValue(window, column, baseline, scale.seasonSteps, step);
  });
}

/** Data units per unit of each output of the network, [outputs]. */
function outputUnits(window: Window, scale: ForecastScale): Float32Array {
  const units = scale.targets.map((target) => windowDeviation(window, target) * target.correction);
  return Float32Array.from(scale.outputs, ({ target }) => units[target]!);
}

/** Outputs of the network [outputs] for this window, in data units. */
export function toDataUnits(window: Window, scale: ForecastScale, outputs: Float32Array): Float32Array {
  const start = baselines(window, scale);
  const units = outputUnits(window, scale);
  return start.map((value, k) => value + outputs[k]! * units[k]!);
}

/** Targets [outputs] in data units as the network should put them out. */
export function toNetworkUnits(window: Window, scale: ForecastScale, targets: Float32Array): Float32Array {
  const start = baselines(window, scale);
  const units = outputUnits(window, scale);
  return start.map((value, k) => (targets[k]! - value) / units[k]!);
}

/** `target@step` → which target and which step, in the order of the outputs. */
export function readOutputs(data: PreparedData): ForecastScale['outputs'] {
  const names = data.targetColumns.map((column) => data.featureNames[column]!);
  return data.outputs.map((output, index) => {
    const at = output.lastIndexOf('@');
    const named = names.indexOf(output.slice(0, at));
    const target = named >= 0 ? named : Math.floor(index / data.horizonSteps) % names.length;
    return { target, step: Number(output.slice(at + 1)) };
  });
}

const LEAST_SHARE_OF_DEVIATION = 1e-3;

/** Chooses each target's baseline by its mean absolute error over the training windows, and measures the units. */
export function fitForecastScale(
  data: PreparedData,
  trainExamples: ArrayLike<number>,
  quantiles: readonly number[] = [],
): ForecastScale {
  const { seasonSteps } = data;
  const outputs = readOutputs(data);
  const width = data.featureNames.length;
  const options: Baseline[] = seasonSteps > 1 ? ['last', 'seasonal', 'seasonalDrift'] : ['last'];
  const windows = Array.from(trainExamples, (example) => exampleWindow(data, example, width));
  const targets = data.targetColumns.map((column, target): TargetScale => {
    const leastDeviation = Math.max(
      data.scaler.deviation[column]! * LEAST_SHARE_OF_DEVIATION,
      Number.MIN_VALUE,
    );
    const mine = outputs.map((output, index) => ({ ...output, index })).filter((o) => o.target === target);
    const errorsOf = (baseline: Baseline): { absolute: number; relative: number } => {
      let absolute = 0;
      let relative = 0;
      let known = 0;
      windows.forEach((window, k) => {
        const unit = Math.max(deviation(window, column), leastDeviation);
        for (const { step, index } of mine) {
          const truth = data.targets[trainExamples[k]! * outputs.length + index]!;
          if (Number.isNaN(truth)) continue;
          const error = Math.abs(truth - baselineValue(window, column, baseline, seasonSteps, step));
          absolute += error;
          relative += error / unit;
          known++;
        }
      });
      const n = Math.max(1, known);
      return { absolute: absolute / n, relative: relative / n };
    };
    const errors = options.map((baseline) => ({ baseline, ...errorsOf(baseline) }));
    const best = errors.reduce((a, b) => (b.absolute < a.absolute ? b : a));
    return { column, baseline: best.baseline, correction: Math.max(best.relative, 1e-6), leastDeviation };
  });
  return { seasonSteps, targets, outputs, ...(quantiles.length > 0 && { quantiles: [...quantiles] }) };
}

/** The raw rows of one example, without a copy; of features in a file they are read when they are looked at. */
export function exampleWindow(
  data: Pick<PreparedData, 'features' | 'starts' | 'lengths'>,
  example: number,
  width: number,
): Window {
  const start = data.starts[example]!;
  const steps = data.lengths[example]!;
  const [from, to] = [start * width, (start + steps) * width];
  const { features } = data;
  if (features instanceof Float32Array) return { values: features.subarray(from, to), steps, width };
  return {
    get values() {
      return features.subarray(from, to);
    },
    steps,
    width,
  };
}
