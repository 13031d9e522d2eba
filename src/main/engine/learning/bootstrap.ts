import { RandomStream } from '../random/random-stream';

export type Interval = [number, number];

const MOST_RESAMPLES = 1000;
const LEAST_RESAMPLES = 100;
const RESAMPLED_VALUES = 4_000_000;

/** How often each of n values is drawn in one resample. */
export type Weights = Int32Array;

/**
 * 95 % percentile bootstrap intervals (Efron 1979) of several statistics at once; the same n and block always draw the
 * same. With blocks of neighbours, which are not independent, drawn together on a circle (Politis & Romano 1992).
 *
 * @param statistics of the values with these weights; NaN where a resample has none
 */
export function bootstrap(
  n: number,
  block: number,
  statistics: (weights: Weights) => readonly number[],
): Interval[] {
  const resamples = Math.round(
    Math.min(MOST_RESAMPLES, Math.max(LEAST_RESAMPLES, RESAMPLED_VALUES / Math.max(1, n))),
  );
  const random = new RandomStream(0, 'bootstrap', n, block);
  const rows = Array.from({ length: resamples }, () => statistics(drawWeights(n, block, random)));
  return rows[0]!.map((_, k) => intervalOf(rows.map((row) => row[k]!)));
}

function drawWeights(n: number, block: number, random: RandomStream): Weights {
  const weights = new Int32Array(n);
  for (let drawn = 0; drawn < n; drawn += block) {
    const start = random.below(n);
    const size = Math.min(block, n - drawn);
    for (let k = 0; k < size; k++) weights[(start + k) % n]!++;
  }
  return weights;
}

function intervalOf(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return [0, 0];
  const at = (quantile: number): number => sorted[Math.round(quantile * (sorted.length - 1))]!;
  return [at(0.025), at(0.975)];
}

/** The rate at which blocks should grow with a series (Hall, Horowitz & Jing 1995). */
export function blockLength(n: number): number {
  return Math.max(1, Math.round(n ** (1 / 3)));
}

/** 95 % interval of a mean. @param shares as {@link weightedMean} */
export function bootstrapInterval(values: Float64Array, block = 1, shares?: Float64Array): Interval {
  const n = values.length;
  if (n === 0) return [0, 0];
  return bootstrap(n, block, (weights) => [weightedMean(values, weights, shares)])[0]!;
}

/** @param shares what each value is the sum of, 1 being everything: of what was measured in part */
export function weightedMean(values: Float64Array, weights: Weights, shares?: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    sum += weights[k]! * values[k]!;
    count += weights[k]! * (shares?.[k] ?? 1);
  }
  return sum / count;
}
