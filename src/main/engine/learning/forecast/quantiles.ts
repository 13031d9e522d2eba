import type { BatchLoss } from '../../models/network/loss';

/** Index of the quantile nearest to one half. */
export function medianOf(quantiles: readonly number[]): number {
  return quantiles.reduce(
    (best, q, k) => (Math.abs(q - 0.5) < Math.abs(quantiles[best]! - 0.5) ? k : best),
    0,
  );
}

/** ln(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function logistic(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/**
 * Quantiles that never cross, from a network's free values: the median as it is, and from there outwards each a
 * positive step further, softplus of its value (after Gasthaus et al. 2019).
 *
 * @param raw [rows, quantiles]
 * @returns [rows, quantiles], ascending in each row
 */
export function decodeQuantiles(raw: Float32Array, quantiles: readonly number[]): Float32Array {
  const levels = quantiles.length;
  const middle = medianOf(quantiles);
  const values = new Float32Array(raw.length);
  for (let start = 0; start < raw.length; start += levels) {
    values[start + middle] = raw[start + middle]!;
    for (let k = middle + 1; k < levels; k++)
      values[start + k] = values[start + k - 1]! + softplus(raw[start + k]!);
    for (let k = middle - 1; k >= 0; k--)
      values[start + k] = values[start + k + 1]! - softplus(raw[start + k]!);
  }
  return values;
}

/** max(q · (y − ŷ), (q − 1) · (y − ŷ)) (Koenker & Bassett 1978). */
export function pinball(quantile: number, truth: number, forecast: number): number {
  const error = truth - forecast;
  return Math.max(quantile * error, (quantile - 1) * error);
}

/**
 * Mean pinball loss of the quantiles that a network's free values stand for, and its gradient with respect to them.
 *
 * @param targets [rows]; the network's values are [rows, quantiles]
 */
export function quantileLoss(targets: Float32Array, quantiles: readonly number[]): BatchLoss {
  const levels = quantiles.length;
  const middle = medianOf(quantiles);
  return (raw) => {
    const forecast = decodeQuantiles(raw, quantiles);
    const gradient = new Float32Array(raw.length);
    const share = 1 / raw.length;
    let loss = 0;
    for (let row = 0; row < targets.length; row++) {
      const start = row * levels;
      const slope = quantiles.map((q, k) => {
        loss += share * pinball(q, targets[row]!, forecast[start + k]!);
        return share * (targets[row]! > forecast[start + k]! ? -q : 1 - q);
      });
      gradient[start + middle] = slope.reduce((sum, value) => sum + value, 0);
      // A step outwards moves its own quantile and all beyond it.
      for (let k = levels - 1, sum = 0; k > middle; k--) {
        sum += slope[k]!;
        gradient[start + k] = sum * logistic(raw[start + k]!);
      }
      for (let k = 0, sum = 0; k < middle; k++) {
        sum += slope[k]!;
        gradient[start + k] = -sum * logistic(raw[start + k]!);
      }
    }
    return { loss, gradient };
  };
}
