import type { Window } from '../models/scale/forecast-scale';

/** Steps of all prefixes times parameters of the network that are spent on one trace: about 0.1 s of two cores. */
const PREFIX_WORK = 2.5e9;

/**
 * Ends of the prefixes to compute, growing, the last one always `steps`: every step when that is not too much work for
 * a network of so many parameters, else evenly spaced ones.
 */
export function prefixEnds(steps: number, parameters: number): number[] {
  const allSteps = (steps * (steps + 1)) / 2;
  const stride = Math.min(steps, Math.max(1, Math.ceil((allSteps * parameters) / PREFIX_WORK)));
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
