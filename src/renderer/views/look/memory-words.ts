import type { Curve } from '../../../shared/domain/insight';

/** The first lag from which on less than 1/e is left; null where more is left at the last. */
export function forgottenAt({ lags, left }: Curve): number | null {
  let last = -1;
  left.forEach((value, k) => {
    if (value > 1 / Math.E) last = k;
  });
  return lags[last + 1] ?? null;
}

/** The unit in the middle of those whose number is known; null: of none. */
export function medianOf(values: Float32Array): number | null {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}
