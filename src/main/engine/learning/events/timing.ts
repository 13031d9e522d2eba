import type { Timing } from '../../../../shared/domain/detection';

const CELLS = 21;

/** Median, 10 % and 90 %, and a histogram around nought that holds nine of ten. @param seconds null when empty */
export function timingOf(seconds: readonly number[]): Timing | null {
  if (seconds.length === 0) return null;
  const sorted = Float64Array.from(seconds).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const sizes = Float64Array.from(sorted, Math.abs).sort();
  const most = sizes[Math.round(0.9 * (sizes.length - 1))]!;
  const width = most === 0 ? 0.01 : (2 * most) / (CELLS - 1);
  const from = (-CELLS / 2) * width;
  const counts = new Array<number>(CELLS).fill(0);
  for (const value of sorted) counts[Math.min(CELLS - 1, Math.max(0, Math.floor((value - from) / width)))]!++;
  return { median: at(0.5), low: at(0.1), high: at(0.9), from, width, counts };
}
