import * as v from 'valibot';

/** JSON has no form for these, and would store them as null. */
const tagged: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  // What an earlier lab stored of any of them.
  [null, Number.NaN],
]);

/**
 * A number that came of a computation, and so may be no number or without end: the loss of a row that holds 3.4e38. In text
 * it is a string (`jsonOf`).
 */
export const Measured = v.pipe(
  v.custom<number | string | null>(
    (input) => typeof input === 'number' || tagged.has(input),
    'Invalid type: Expected number',
  ),
  v.transform((input) => (typeof input === 'number' ? input : tagged.get(input)!)),
  v.union([v.number(), v.nan()]),
);

/** JSON in which numbers that are not finite are the strings that `Measured` reads back, and typed arrays are lists. */
export function jsonOf(value: unknown, space?: number): string {
  const form = (_: string, part: unknown): unknown => {
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
    return ArrayBuffer.isView(part) ? [...(part as Float32Array)] : part;
  };
  return JSON.stringify(value, form, space);
}
