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
 */
export function sentinelOf(values: Float64Array): Sentinel | null {
  const low = endOf(values, 1);
  const high = endOf(values, -1);
  const found = [low, high].filter(
    (end) => end !== null && isFar(end) && (end.count > 1 || isHuge(end.value)),
  );
  found.sort((a, b) => Math.abs(b!.value) - Math.abs(a!.value));
  const best = found.find((end) => usual.has(Math.abs(end!.value)) || isHuge(end!.value) || end!.count >= 3);
  return best ?? null;
}

/** @param sign 1 for the lowest value, −1 for the highest */
function endOf(values: Float64Array, sign: 1 | -1): Sentinel | null {
  let end = Infinity;
  let next = Infinity;
  let other = -Infinity;
  let count = 0;
  for (const own of values) {
    if (Number.isNaN(own)) continue;
    const value = sign * own;
    if (value < end) {
      next = end;
      end = value;
      count = 1;
    } else if (value === end) count++;
    else if (value < next) next = value;
    if (value > other) other = value;
  }
  return next === Infinity
    ? null
    : { value: sign * end, count, nearest: sign * next, farthest: sign * other };
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
