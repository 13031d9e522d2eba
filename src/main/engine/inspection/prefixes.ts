import type { Window } from '../models/forecast-scale';

/** So many steps of prefixes are computed in all; beyond, every n-th prefix. About a second of one core. */
const PREFIX_STEPS = 400_000;

/** Ends of the prefixes to compute, growing, the last one always `steps`: all of them when they are not too many. */
export function prefixEnds(steps: number, budget = PREFIX_STEPS): number[] {
  const stride = Math.max(1, Math.ceil((steps * (steps + 1)) / 2 / budget));
  const count = Math.ceil(steps / stride);
  return Array.from({ length: count }, (_, k) => steps - (count - 1 - k) * stride);
}

export function prefixesOf({ values, width }: Window, ends: readonly number[]): Window[] {
  return ends.map((steps) => ({ values: values.subarray(0, steps * width), steps, width }));
}

/**
 * Values at `ends` (which count steps from 1), [ends, columns], carried to every step by linear interpolation; before
 * the first end its value holds.
 * @returns [steps, columns]
 */
export function spread(
  values: Float32Array,
  ends: readonly number[],
  steps: number,
  columns: number,
): Float32Array {
  if (ends.length === steps) return values;
  const result = new Float32Array(steps * columns);
  let right = 0;
  for (let step = 1; step <= steps; step++) {
    while (ends[right]! < step) right++;
    const left = Math.max(0, right - 1);
    const gap = ends[right]! - ends[left]!;
    const share = gap === 0 ? 0 : (ends[right]! - step) / gap;
    for (let k = 0; k < columns; k++)
      result[(step - 1) * columns + k] =
        (1 - share) * values[right * columns + k]! + share * values[left * columns + k]!;
  }
  return result;
}
