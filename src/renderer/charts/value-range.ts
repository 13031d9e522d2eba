/** From what to what values are drawn. */
export interface ValueRange {
  readonly least: number;
  readonly greatest: number;
}

/** The least and the greatest of all values; null where there is none. NaN is passed over. */
export function extremesOf(values: Iterable<number>): ValueRange | null {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least === Infinity ? null : { least, greatest };
}

/** The range of several series, widened by 4 % so that no line lies on the border. */
export function rangeOf(lines: readonly Float32Array[]): ValueRange {
  let [least, greatest] = [Infinity, -Infinity];
  for (const values of lines) {
    const own = extremesOf(values);
    if (own !== null) [least, greatest] = [Math.min(least, own.least), Math.max(greatest, own.greatest)];
  }
  if (!Number.isFinite(least)) return { least: 0, greatest: 1 };
  const margin = greatest > least ? (greatest - least) * 0.04 : Math.max(0.5, Math.abs(least) * 0.5);
  return { least: least - margin, greatest: greatest + margin };
}

/** Symmetric about zero: the greatest magnitude on both sides, at least `floor`. */
export function symmetricRange(values: Float32Array, floor = 1e-6): ValueRange {
  let greatest = floor;
  for (const value of values) if (Math.abs(value) > greatest) greatest = Math.abs(value);
  return { least: -greatest, greatest };
}

const RANGE_SAMPLES = 20_000;

/**
 * The range that 98 % of the values lie in, so that a few outliers do not wash the picture out.
 * @param values any shape; NaN is ignored
 */
export function heatRange(values: Float32Array): ValueRange {
  const stride = Math.max(1, Math.floor(values.length / RANGE_SAMPLES));
  const picked: number[] = [];
  for (let at = 0; at < values.length; at += stride) if (!Number.isNaN(values[at]!)) picked.push(values[at]!);
  const sorted = Float32Array.from(picked).sort();
  if (sorted.length === 0) return { least: 0, greatest: 1 };
  const least = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  const greatest = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  return greatest > least ? { least, greatest } : { least: least - 0.5, greatest: least + 0.5 };
}
