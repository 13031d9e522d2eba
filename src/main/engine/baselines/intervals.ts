import { answersAhead } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import type { ModelSpec } from '../../../shared/domain/model';
import { RandomStream } from '../random/random-stream';
import type { ForecastOutput } from './sequences';
import { pickOutputs } from './sequences';

/** An interval of 80 % around the forecast, as networks learn it. */
const LEVELS: readonly number[] = [0.1, 0.5, 0.9];
/** Φ⁻¹(0.9) */
const Z = 1.2815515655446004;
/** Futures that are drawn where errors have no closed form. */
const PATHS = 100;

/** Quantiles that a forecast of such a model has; none where it does not know the size of its errors. */
export function intervalLevels({ family }: Pick<ModelSpec, 'family'>, task: Task): readonly number[] {
  return answersAhead(task) && (family === 'ar' || family === 'latent') ? LEVELS : [];
}

/** Forecast and its quantiles of the next steps, [horizon, width] each. */
export interface Ahead {
  readonly low: Float64Array;
  readonly middle: Float64Array;
  readonly high: Float64Array;
}

/** Of Gaussian errors. @param deviation [horizon, width] */
export function gaussianAhead(middle: Float64Array, deviation: Float64Array): Ahead {
  return {
    low: middle.map((value, k) => value - Z * deviation[k]!),
    middle,
    high: middle.map((value, k) => value + Z * deviation[k]!),
  };
}

/** Of futures that go on with errors drawn anew: the same every time. @param path [horizon, width] of one future */
export function sampledAhead(middle: Float64Array, path: (random: RandomStream) => Float64Array): Ahead {
  const paths = Array.from({ length: PATHS }, (_, k) => path(new RandomStream(1, 'sample', k)));
  const low = new Float64Array(middle.length);
  const high = new Float64Array(middle.length);
  const values = new Float64Array(PATHS);
  middle.forEach((value, k) => {
    paths.forEach((one, p) => (values[p] = one[k]!));
    values.sort();
    low[k] = Math.min(value, values[Math.floor(LEVELS[0]! * PATHS)]!);
    high[k] = Math.max(value, values[Math.floor(LEVELS[2]! * PATHS) - 1]!);
  });
  return { low, middle, high };
}

/** The outputs of each window's forecast in the order of the levels, [windows, levels, outputs]. */
export function pickIntervals(
  aheads: readonly Ahead[],
  outputs: readonly ForecastOutput[],
  width: number,
): Float32Array {
  const rows = aheads.flatMap(({ low, middle, high }) =>
    [low, middle, high].map((values) => pickOutputs(outputs, values, width)),
  );
  const picked = new Float32Array(rows.length * outputs.length);
  rows.forEach((row, k) => picked.set(row, k * outputs.length));
  return picked;
}
