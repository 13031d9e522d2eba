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
 * @param values [rows]; NaN where missing
 */
export function numberTimeOf(name: string, values: Float64Array): NumberTime | null {
  const range = rangeOf(values);
  if (range === null) return null;
  const { least, most, isWhole, isSorted, usualShare } = range;
  const isNamed = isTimeWord(name);
  if (!isNamed && !(isSorted && usualShare >= 0.5)) return null;
  const within = (from: number, to: number): boolean => least >= from && most <= to;
  if (isWhole && isCompact(least, most) && isCompactThroughout(values)) return { as: 'compact' };
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

function rangeOf(values: Float64Array): Range | null {
  let least = Infinity;
  let most = -Infinity;
  let isWhole = true;
  let backwards = 0;
  let count = 0;
  let last = Number.NaN;
  const steps = new Map<number, number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count++;
    if (value < least) least = value;
    if (value > most) most = value;
    if (!Number.isInteger(value)) isWhole = false;
    if (value < last) backwards++;
    if (count < 10_000) steps.set(value - last, (steps.get(value - last) ?? 0) + 1);
    last = value;
  }
  if (count < 2 || most === least) return null;
  const usual = Math.max(...steps.values());
  return {
    least,
    most,
    isWhole,
    isSorted: backwards <= 0.02 * count,
    usualShare: usual / Math.min(count, 10_000),
  };
}

function isCompact(least: number, most: number): boolean {
  return [1, 100, 10_000, 1_000_000].some(
    (more) => least >= 19_000_101 * more && most <= 21_001_231 * more + more,
  );
}

function isCompactThroughout(values: Float64Array): boolean {
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

/** @returns milliseconds since 1970 UTC, [rows] */
export function toMs(values: Float64Array, { ...time }: NumberTime): Float64Array {
  switch (time.as) {
    case 'epoch':
      return values.map((value) => value * time.unitMs);
    case 'excel':
      return values.map((value) => snapped((value - EXCEL_DAYS) * DAY_MS));
    case 'matlab':
      return values.map((value) => snapped((value - MATLAB_DAYS) * DAY_MS));
    case 'julian':
      return values.map((value) => snapped((value - JULIAN_DAYS) * DAY_MS));
    case 'compact':
      return values.map((value) => (Number.isNaN(value) ? Number.NaN : compactMs(value)));
    case 'years':
      return values.map((value) => {
        const year = Math.floor(value);
        const start = Date.UTC(year, 0);
        return start + (value - year) * (Date.UTC(year + 1, 0) - start);
      });
  }
}

function snapped(ms: number): number {
  const second = Math.round(ms / 1000) * 1000;
  return Math.abs(ms - second) <= SNAP_MS ? second : ms;
}
