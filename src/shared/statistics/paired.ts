import type { SplitPredictions } from '../domain/run';
import { randomNumbers } from './random';

/** Two classifiers on the same examples. */
interface PairedCounts {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
}

export interface Difference {
  /** Examples that both answered. */
  readonly examples: number;
  /** First minus second: accuracy, or mean absolute error when forecasting. */
  readonly estimate: number;
  readonly interval: readonly [number, number];
  /** Confidence of the interval, 0 … 1. */
  readonly level: number;
  /** Two-sided exact McNemar test; null when forecasting. */
  readonly pValue: number | null;
  readonly counts: PairedCounts | null;
}

/** Rows of `first` and `second` that are about the same example. */
function pairExamples(first: SplitPredictions, second: SplitPredictions): [number, number][] {
  const rowOf = new Map<number, number>();
  first.example.forEach((example, row) => rowOf.set(example, row));
  const pairs: [number, number][] = [];
  second.example.forEach((example, row) => {
    const other = rowOf.get(example);
    if (other !== undefined) pairs.push([other, row]);
  });
  return pairs;
}

function countPairs(first: SplitPredictions, second: SplitPredictions): PairedCounts {
  const counts = { bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 };
  for (const [a, b] of pairExamples(first, second)) {
    const firstRight = first.predicted[a] === first.truth[a];
    const secondRight = second.predicted[b] === second.truth[b];
    if (firstRight) counts[secondRight ? 'bothRight' : 'onlyFirst']++;
    else counts[secondRight ? 'onlySecond' : 'bothWrong']++;
  }
  return counts;
}

/**
 * Two-sided exact McNemar test: the probability of a split of the discordant pairs at least as uneven as this one
 * when either classifier is as likely to be the right one (binomial, p = ½).
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const discordant = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let logTerm = -discordant * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(discordant - k) - Math.log(k + 1);
  }
  return Math.min(1, 2 * tail);
}

/** z of the two-sided level, by Acklam's rational approximation of the normal quantile (relative error < 1.2e-9). */
export function normalQuantile(p: number): number {
  const a = [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ];
  const b = [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
  ];
  const c = [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
  const poly = (terms: readonly number[], x: number): number =>
    terms.reduce((sum, term) => sum * x + term, 0);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return poly(c, q) / (poly(d, q) * q + 1);
  }
  if (p > 1 - 0.02425) return -normalQuantile(1 - p);
  const q = p - 0.5;
  return (poly(a, q * q) * q) / (poly(b, q * q) * q * q + 1);
}

/** Tango's score statistic of H0: the difference is δ (Tango 1998, Statistics in Medicine 17, eq. 9). */
function tangoScore(onlyFirst: number, onlySecond: number, n: number, delta: number): number {
  const a = 2 * n;
  const b = -onlyFirst - onlySecond + (2 * n - onlyFirst + onlySecond) * delta;
  const c = -onlySecond * delta * (1 - delta);
  const q21 = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  const variance = n * (2 * q21 + delta * (1 - delta));
  const distance = onlyFirst - onlySecond - n * delta;
  return variance <= 0 ? Math.sign(distance) * Infinity : distance / Math.sqrt(variance);
}

/**
 * Score interval of the difference of two accuracies on the same examples (Tango 1998): keeps its level also with few
 * discordant pairs, where the Wald interval is too narrow.
 * @returns both ends in [−1, 1]
 */
export function tangoInterval(
  onlyFirst: number,
  onlySecond: number,
  n: number,
  level = 0.95,
): [number, number] {
  const z = normalQuantile(0.5 + level / 2);
  const estimate = (onlyFirst - onlySecond) / n;
  const end = (side: 1 | -1): number => {
    let inside = estimate;
    let outside = side;
    for (let i = 0; i < 60; i++) {
      const middle = (inside + outside) / 2;
      if (Math.abs(tangoScore(onlyFirst, onlySecond, n, middle)) > z) outside = middle as 1 | -1;
      else inside = middle;
    }
    return inside;
  };
  return [end(-1), end(1)];
}

/**
 * Percentile interval of a mean by the circular block bootstrap (Politis & Romano 1992): neighbours are drawn together,
 * since the errors of windows that overlap in time are not independent.
 * @param values [n] in the order of time
 * @param block length of a block; 1 is the ordinary bootstrap
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  { block = 1, resamples = 2000, level = 0.95, seed = 1 } = {},
): [number, number] {
  const n = values.length;
  const random = randomNumbers(seed);
  const means = new Float64Array(resamples);
  const sumBefore = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) sumBefore[i + 1] = sumBefore[i]! + values[i % n]!;
  for (let r = 0; r < resamples; r++) {
    let sum = 0;
    for (let drawn = 0; drawn < n; drawn += block) {
      const start = Math.floor(random() * n);
      sum += sumBefore[start + Math.min(block, n - drawn)]! - sumBefore[start]!;
    }
    means[r] = sum / n;
  }
  means.sort();
  const at = (p: number): number => {
    const position = p * (resamples - 1);
    const below = Math.floor(position);
    const above = Math.min(resamples - 1, below + 1);
    return means[below]! + (means[above]! - means[below]!) * (position - below);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}

/** Accuracy of `first` minus accuracy of `second` on the examples that both answered; null when there are none. */
export function compareAccuracy(
  first: SplitPredictions,
  second: SplitPredictions,
  level = 0.95,
): Difference | null {
  const counts = countPairs(first, second);
  const examples = counts.bothRight + counts.onlyFirst + counts.onlySecond + counts.bothWrong;
  if (examples === 0) return null;
  return {
    examples,
    estimate: (counts.onlyFirst - counts.onlySecond) / examples,
    interval: tangoInterval(counts.onlyFirst, counts.onlySecond, examples, level),
    level,
    pValue: mcnemarExact(counts.onlyFirst, counts.onlySecond),
    counts,
  };
}

/** MAE of `first` minus MAE of `second` on the windows that both answered; null when there are none. */
export function compareError(
  first: SplitPredictions,
  second: SplitPredictions,
  level = 0.95,
): Difference | null {
  const pairs = pairExamples(first, second);
  if (pairs.length === 0) return null;
  const differences = Float64Array.from(pairs, ([a, b]) => first.confidence[a]! - second.confidence[b]!);
  // The usual rate at which the block grows with the series (Hall, Horowitz & Jing 1995).
  const block = Math.max(1, Math.round(pairs.length ** (1 / 3)));
  return {
    examples: pairs.length,
    estimate: differences.reduce((sum, value) => sum + value, 0) / pairs.length,
    interval: bootstrapMean(differences, { block, level }),
    level,
    pValue: null,
    counts: null,
  };
}
