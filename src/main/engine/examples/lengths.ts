import type { LengthSummary } from '../../../shared/domain/dataset';

/** Least and greatest, of any number of values; [∞, −∞] of none. */
export function extent(values: Iterable<number>): [number, number] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return [min, max];
}

const MAX_BINS = 24;

/** Least, median, greatest and a histogram with bins of equal, whole width. */
export function summariseLengths(lengths: readonly number[]): LengthSummary {
  if (lengths.length === 0) return { min: 0, median: 0, max: 0, edges: [0, 1], counts: [0] };
  const sorted = Float64Array.from(lengths).sort();
  const min = sorted[0]!;
  const max = sorted[sorted.length - 1]!;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  const width = Math.max(1, Math.ceil((max - min + 1) / MAX_BINS));
  const bins = Math.max(1, Math.ceil((max - min + 1) / width));
  const edges = Array.from({ length: bins + 1 }, (_, k) => min + k * width);
  const counts = edges.slice(1).map(() => 0);
  for (const length of lengths) counts[Math.min(bins - 1, Math.floor((length - min) / width))]!++;
  return { min, median, max, edges, counts };
}
