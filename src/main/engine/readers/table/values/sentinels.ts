/** A value that probably stands for nothing, and what speaks for that. */
export interface Sentinel {
  readonly value: number;
  readonly count: number;
  /** The nearest of all other values, and the one at their other end. */
  readonly nearest: number;
  readonly farthest: number;
}

/** Numbers that programs write where nothing was measured. */
const usual = new Set([
  99, 99.9, 99.99, 999, 999.9, 999.99, 9999, 9999.9, 9999.99, 99_999, 999_999, 9_999_999, 6999, 7999, 32_767,
  32_768, 65_535, 2_147_483_647, 2_147_483_648, 4_294_967_295, 888, 8888, 777, 7777, 1e20, 1e29, 1e30, 1e35,
  1e36, 1e38,
]);
/** No sensor measures so much; floats' largest number is 3.4e38. */
const HUGE = 1e19;

/**
 * A value at one end of a column, beyond all others by more than they span, that is one of those that programs write for
 * "not measured" or that comes again and again. A candidate only: whether it is missing, a person says.
 *
 * @param ends of a column, as {@link endsOf} has them
 */
export function sentinelAmong(ends: readonly Sentinel[]): Sentinel | null {
  const found = ends.filter((end) => isFar(end) && (end.count > 1 || isHuge(end.value) || isTelling(end)));
  found.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const best = found.find((end) => usual.has(Math.abs(end.value)) || isHuge(end.value) || end.count >= 3);
  return best ?? null;
}

/** The lowest value of a column, the next one and how often it comes; the highest, the next one, how often. */
export type EndsSeen = readonly [number, number, number, number, number, number];
export const noEnds: EndsSeen = [Infinity, Infinity, 0, -Infinity, -Infinity, 0];

/** Whether programs write this number for "not measured", so that it is more than a far value. */
export function isUsualSentinel(value: number): boolean {
  return usual.has(Math.abs(value)) || isHuge(value);
}

/** Whether hardly anything is measured that is so large; 99.9 may be a temperature. */
export function isTellingSentinel(value: number): boolean {
  return isUsualSentinel(value) && Math.abs(value) >= 999;
}

/** Both ends of a column; none where all values are one. */
export function endsOf([low, afterLow, lows, high, beforeHigh, highs]: EndsSeen): Sentinel[] {
  if (!(low < high)) return [];
  return [
    { value: low, count: lows, nearest: afterLow, farthest: high },
    { value: high, count: highs, nearest: beforeHigh, farthest: low },
  ];
}

/** Once is enough for a number that hardly means anything else. */
function isTelling({ value, nearest, farthest }: Sentinel): boolean {
  const size = Math.abs(value);
  return size >= 999 && usual.has(size) && Math.abs(nearest - value) > 3 * Math.abs(farthest - nearest);
}

function isHuge(value: number): boolean {
  return Math.abs(value) >= HUGE;
}

/** Other values must be several, so that 0 and 1 are no sentinels of each other. */
function isFar({ value, nearest, farthest }: Sentinel): boolean {
  const span = Math.abs(farthest - nearest);
  return (
    span > 0 &&
    Math.abs(nearest - value) > span &&
    (usual.has(Math.abs(value)) || Math.abs(nearest - value) > 10 * span)
  );
}
