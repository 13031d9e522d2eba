import type { CellsCore } from '../cells/cells-core';
import { coreOf } from '../cells/cells-core';
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
  if (!isNamed && !(isSorted && usualShare() >= 0.5)) return null;
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
  /** Share of the first steps that are of the commonest length. */
  readonly usualShare: () => number;
}

/** So many steps show which one is the commonest. */
const SOME_STEPS = 10_000;

/** `Grown` of cells.cc: places of its numbers. */
const [LEAST, MOST, BACKWARDS, COUNT, IS_WHOLE] = [0, 1, 3, 4, 5];

/** How a column of numbers grows, block by block. */
export class Growth {
  readonly #state = Float64Array.of(Infinity, -Infinity, Number.NaN, 0, 0, 1);
  /** The first {@link SOME_STEPS} numbers. */
  readonly #first: Float64Array[] = [];

  /** Numbers that follow those before; NaN counts for nothing. @param core in whose memory they may lie */
  add(values: Float64Array, core: CellsCore | null = null): void {
    if (this.#state[COUNT]! < SOME_STEPS) this.#keep(values, SOME_STEPS - this.#state[COUNT]!);
    coreOf(values, core).over(values, this.#state, ({ grow }, valuesAt, grownAt) =>
      grow(valuesAt, values.length, grownAt),
    );
  }

  /** Every number so far is whole. */
  get isWhole(): boolean {
    return this.#state[IS_WHOLE] === 1;
  }

  get most(): number {
    return this.#state[MOST]!;
  }

  /** Null for fewer than two numbers, or where all are one. */
  range(): Range | null {
    const count = this.#state[COUNT]!;
    if (count < 2 || this.most === this.#state[LEAST]) return null;
    return {
      least: this.#state[LEAST]!,
      most: this.most,
      isWhole: this.isWhole,
      isSorted: this.#state[BACKWARDS]! <= 0.02 * count,
      usualShare: () => this.#usual() / Math.min(count, SOME_STEPS),
    };
  }

  #keep(values: Float64Array, most: number): void {
    const known = new Float64Array(Math.min(most, values.length));
    let count = 0;
    for (let k = 0; k < values.length && count < most; k++)
      if (values[k] === values[k]) known[count++] = values[k]!;
    this.#first.push(known.subarray(0, count));
  }

  /** How often the commonest of the first steps comes. */
  #usual(): number {
    const counts = new Map<number, number>();
    let last = Number.NaN;
    for (const values of this.#first)
      for (const value of values) {
        counts.set(value - last, (counts.get(value - last) ?? 0) + 1);
        last = value;
      }
    return Math.max(...counts.values());
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
