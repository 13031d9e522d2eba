import { isTimeWord } from './time-names';

/** Times that are written as plain numbers: since 1970, since 1900, since the year 0, or as `20160110`. */
export type NumberTime =
  | { readonly as: 'epoch'; readonly unitMs: number }
  | { readonly as: 'excel' | 'matlab' | 'julian' }
  | { readonly as: 'compact' }
  | { readonly as: 'years' };

const DAY_MS = 86_400_000;
/** Days from 1899-12-30, the day 0 of spreadsheets, from MATLAB's day 0 and from Julian day 0, to 1970. */
const EXCEL_DAYS = 25_569;
const MATLAB_DAYS = 719_529;
const JULIAN_DAYS = 2_440_587.5;
const FIRST_MS = Date.UTC(1990, 0);
const LAST_MS = Date.UTC(2100, 0);
/** Days as numbers have five or six digits behind the point, so that seconds come out a few milliseconds beside. */
const SNAP_MS = 50;

/**
 * What a column of numbers counts if it is a time, by its name, its range and how it grows: numbers of that range that are no
 * times seldom grow in equal steps.
 *
 * @param isCompactThroughout whether {@link isCompact} holds for every value, which is asked only where it may decide
 */
export function numberTimeOf(
  name: string,
  growth: Growth,
  isCompactThroughout: () => boolean,
): NumberTime | null {
  const range = growth.range();
  if (range === null) return null;
  const { least, most, isWhole, isSorted, usualShare } = range;
  const isNamed = isTimeWord(name);
  if (!isNamed && !(isSorted && usualShare >= 0.5)) return null;
  const within = (from: number, to: number): boolean => least >= from && most <= to;
  if (isWhole && hasCompactRange(least, most) && isCompactThroughout()) return { as: 'compact' };
  for (const unitMs of [1000, 1, 1e-3, 1e-6])
    if (within(FIRST_MS / unitMs, LAST_MS / unitMs)) return { as: 'epoch', unitMs };
  if (!isNamed || !isSorted) return null;
  if (
    within(20_000, 73_050) &&
    (!isWhole || /excel|serial/i.test(name) || /dat(e|um)|날짜|fecha/i.test(name))
  )
    return { as: 'excel' };
  if (within(693_962, 767_010)) return { as: 'matlab' };
  if (within(2_415_020, 2_488_070)) return { as: 'julian' };
  return !isWhole && within(1500, 2200) && /year|date|jahr|année|año/i.test(name) ? { as: 'years' } : null;
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  /** Grows, but for one step in fifty. */
  readonly isSorted: boolean;
  /** Share of the steps that are of the commonest length. */
  readonly usualShare: number;
}

/** So many steps show which one is the commonest. */
const SOME_STEPS = 10_000;

/** How a column of numbers grows, block by block. */
export class Growth {
  #least = Infinity;
  #most = -Infinity;
  #isWhole = true;
  #backwards = 0;
  #count = 0;
  #last = Number.NaN;
  readonly #steps = new Map<number, number>();

  /** Numbers that follow those before; NaN counts for nothing. */
  add(values: Float64Array): void {
    let k = 0;
    for (; k < values.length && this.#count < SOME_STEPS; k++) {
      const value = values[k]!;
      if (Number.isNaN(value)) continue;
      const step = value - this.#last;
      this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
      this.#see(value);
    }
    let [least, most, last, backwards, count] = [this.#least, this.#most, this.#last, this.#backwards, 0];
    let isWhole = this.#isWhole;
    for (; k < values.length; k++) {
      const value = values[k]!;
      if (value !== value) continue;
      count++;
      if (value < least) least = value;
      if (value > most) most = value;
      if (isWhole && !Number.isInteger(value)) isWhole = false;
      if (value < last) backwards++;
      last = value;
    }
    [this.#least, this.#most, this.#last, this.#backwards] = [least, most, last, backwards];
    this.#isWhole = isWhole;
    this.#count += count;
  }

  #see(value: number): void {
    this.#count++;
    if (value < this.#least) this.#least = value;
    if (value > this.#most) this.#most = value;
    if (!Number.isInteger(value)) this.#isWhole = false;
    if (value < this.#last) this.#backwards++;
    this.#last = value;
  }

  /** Every number so far is whole. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  get most(): number {
    return this.#most;
  }

  /** Null for fewer than two numbers, or where all are one. */
  range(): Range | null {
    const count = this.#count;
    if (count < 2 || this.#most === this.#least) return null;
    const usual = Math.max(...this.#steps.values());
    return {
      least: this.#least,
      most: this.#most,
      isWhole: this.#isWhole,
      isSorted: this.#backwards <= 0.02 * count,
      usualShare: usual / Math.min(count, SOME_STEPS),
    };
  }
}

function hasCompactRange(least: number, most: number): boolean {
  return [1, 100, 10_000, 1_000_000].some(
    (more) => least >= 19_000_101 * more && most <= 21_001_231 * more + more,
  );
}

/** Whether all numbers are written days, or days with a time. */
export function isCompact(values: Float64Array): boolean {
  for (const value of values) if (!Number.isNaN(value) && Number.isNaN(compactMs(value))) return false;
  return true;
}

/** `20160110`, `2016011014`, `201601101400`, `20160110140000` as a number. */
function compactMs(value: number): number {
  const digits = String(value);
  if (digits.length < 8 || digits.length > 14 || digits.length % 2 !== 0) return Number.NaN;
  const at = (start: number, length = 2): number => Number(digits.slice(start, start + length) || 0);
  const [year, month, day, hour, minute, second] = [at(0, 4), at(4), at(6), at(8), at(10), at(12)];
  if (month < 1 || month > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return Number.NaN;
  const date = Date.UTC(year, month - 1, day);
  if (new Date(date).getUTCDate() !== day) return Number.NaN;
  return date + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Milliseconds since 1970 UTC of a number. */
export function msOf(time: NumberTime): (value: number) => number {
  switch (time.as) {
    case 'epoch':
      return (value) => value * time.unitMs;
    case 'excel':
      return (value) => snapped((value - EXCEL_DAYS) * DAY_MS);
    case 'matlab':
      return (value) => snapped((value - MATLAB_DAYS) * DAY_MS);
    case 'julian':
      return (value) => snapped((value - JULIAN_DAYS) * DAY_MS);
    case 'compact':
      return (value) => (Number.isNaN(value) ? Number.NaN : compactMs(value));
    case 'years':
      return (value) => {
        const year = Math.floor(value);
        const start = Date.UTC(year, 0);
        return start + (value - year) * (Date.UTC(year + 1, 0) - start);
      };
  }
}

function snapped(ms: number): number {
  const second = Math.round(ms / 1000) * 1000;
  return Math.abs(ms - second) <= SNAP_MS ? second : ms;
}
