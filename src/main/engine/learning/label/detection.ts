import type { Weights } from '../bootstrap';

/** Steps by falling score, and where among them the score changes: sorted once, for all resamples. */
export interface Ranking {
  readonly order: Int32Array;
  /** One past the last step of each group of equal scores, as positions in `order`. */
  readonly ends: readonly number[];
}

export function rank(scores: Float32Array): Ranking {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ends: number[] = [];
  for (let k = 1; k <= order.length; k++)
    if (k === order.length || scores[order[k]!] !== scores[order[k - 1]!]) ends.push(k);
  return { order, ends };
}

export interface DetectionNumbers {
  readonly averagePrecision: number;
  readonly rocAuc: number;
}

/**
 * Average precision Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds and the area under the ROC curve, as scikit-learn defines
 * them; steps of equal score pass together. NaN without a positive, or without a negative.
 *
 * @param isPositive [steps]
 */
export function detectionNumbers(
  { order, ends }: Ranking,
  isPositive: Uint8Array,
  weights: Weights,
): DetectionNumbers {
  let positives = 0;
  let total = 0;
  weights.forEach((weight, k) => {
    total += weight;
    positives += weight * isPositive[k]!;
  });
  const negatives = total - positives;
  let hits = 0;
  let passed = 0;
  let averagePrecision = 0;
  let area = 0;
  let from = 0;
  for (const to of ends) {
    const [hitsBefore, passedBefore] = [hits, passed];
    for (let k = from; k < to; k++) {
      const step = order[k]!;
      passed += weights[step]!;
      hits += weights[step]! * isPositive[step]!;
    }
    from = to;
    if (passed === passedBefore) continue;
    averagePrecision += ((hits - hitsBefore) / positives) * (hits / passed);
    const misses = passed - hits - (passedBefore - hitsBefore);
    area += (misses / negatives) * ((hits + hitsBefore) / 2 / positives);
  }
  // Sums of shares end a rounding above 1 now and then.
  return {
    averagePrecision: positives === 0 ? Number.NaN : Math.min(1, averagePrecision),
    rocAuc: positives === 0 || negatives === 0 ? Number.NaN : Math.min(1, area),
  };
}
