/** At most `most` round numbers (1, 2 or 5 times a power of ten apart) within least … greatest. */
export function roundTicks(least: number, greatest: number, most: number): readonly number[] {
  const span = greatest - least;
  if (!(span > 0) || most < 1) return [least];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  const ticks: number[] = [];
  for (let index = Math.ceil(least / step - 1e-9); index * step <= greatest + step * 1e-9; index += 1) {
    // Rounded to the step's own digits: 3 × 0.1 should read 0.3.
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

export type TimeUnit = 'step' | 'second' | 'minute' | 'hour' | 'day' | 'year';

/** From this many of the next smaller unit on a larger one reads better. */
const units: readonly (readonly [TimeUnit, number, number])[] = [
  ['year', 365.25 * 86_400, 3 * 365.25 * 86_400],
  ['day', 86_400, 3 * 86_400],
  ['hour', 3600, 3 * 3600],
  ['minute', 60, 5 * 60],
];

/** The unit that suits a stretch of so many seconds, and how many seconds it has; null: steps without a time. */
export function timeUnit(seconds: number | null): { readonly unit: TimeUnit; readonly seconds: number } {
  if (seconds === null) return { unit: 'step', seconds: 1 };
  const found = units.find(([, , from]) => seconds >= from);
  return { unit: found?.[0] ?? 'second', seconds: found?.[1] ?? 1 };
}
