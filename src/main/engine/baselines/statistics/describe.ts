import { STATISTICS_PER_CHANNEL } from '../outline';

/** What `describe` tells of a channel, in this order. */
export const statisticNames = [
  'mean',
  'deviation',
  'min',
  'q25',
  'median',
  'q75',
  'max',
  'mean |Δ|',
] as const;

/** The value below which `share` of the sorted values lie, by linear interpolation (numpy's default). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

/**
 * Each channel of a sequence in eight numbers: mean, standard deviation, least, quartiles, greatest, and the mean
 * absolute change from step to step. All but the last forget the order of the steps.
 *
 * @param values [steps, width]
 * @returns [width · 8], channel by channel
 */
export function describe({
  values,
  steps,
  width,
}: {
  readonly values: ArrayLike<number>;
  readonly steps: number;
  readonly width: number;
}): Float64Array {
  const described = new Float64Array(width * STATISTICS_PER_CHANNEL);
  const column = new Float64Array(steps);
  for (let f = 0; f < width; f++) {
    let sum = 0;
    let change = 0;
    for (let t = 0; t < steps; t++) {
      column[t] = values[t * width + f]!;
      sum += column[t]!;
      if (t > 0) change += Math.abs(column[t]! - column[t - 1]!);
    }
    const mean = sum / steps;
    let squares = 0;
    for (let t = 0; t < steps; t++) squares += (column[t]! - mean) ** 2;
    column.sort();
    const at = f * STATISTICS_PER_CHANNEL;
    described.set(
      [
        mean,
        Math.sqrt(squares / steps),
        column[0]!,
        ...[0.25, 0.5, 0.75].map((share) => quantile(column, share)),
        column[steps - 1]!,
        steps > 1 ? change / (steps - 1) : 0,
      ],
      at,
    );
  }
  return described;
}
