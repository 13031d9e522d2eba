import { uptimeUnit } from './clock';
import type { Column, DerivedTime, NumericColumn, WrittenAs } from './table';
import type { DatePart } from './values/time-names';
import { datePartOf, isTimeWord } from './values/time-names';
import { numberTimeOf, toMs } from './values/number-times';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Columns that are numbers in the file and times in truth become times. */
export function withNumberTimes(columns: readonly Column[]): Column[] {
  return columns.map((column) => {
    if (column.type !== 'number' || datePartOf(column.name) !== null || column.unit !== undefined)
      return column;
    const time = numberTimeOf(column.name, column.values);
    if (time === null) {
      const unitSeconds = isTimeWord(column.name) ? uptimeUnit(column.name, column.values) : null;
      return unitSeconds === null ? column : { ...column, unitSeconds };
    }
    return { ...column, type: 'time', values: toMs(column.values, time), written: { as: time.as } };
  });
}

/**
 * A time that is spread over several columns as one: a date and a time of day, a date and an hour, or year, month, day and
 * so on. The one column takes the place of the first of them.
 */
export function withJoinedTimes(columns: readonly Column[]): {
  columns: Column[];
  derived: DerivedTime | null;
} {
  const joined = dateAndClock(columns) ?? dateParts(columns);
  if (joined === null) return { columns: unwrapped(columns), derived: null };
  const { from, values } = joined;
  const names = from.map((column) => column.name);
  const rest = columns.filter((column) => !from.includes(column as NumericColumn));
  const name = freeName(names.every((own) => datePartOf(own) !== null) ? 'time' : names.join(' '), rest);
  const place = columns.indexOf(from[0]!);
  const time: NumericColumn = { name, type: 'time', values, written: writtenOf(from) };
  return { columns: [...rest.slice(0, place), time, ...rest.slice(place)], derived: { name, from: names } };
}

/**
 * Columns that a person says tell the time together: a day with a time of day, or with numbers of hours, minutes and seconds,
 * or year, month, day and so on. Numbers whose names say nothing are hours, minutes and seconds in their order.
 *
 * @returns null where they tell no time
 */
export function joinedTime(name: string, own: readonly Column[]): NumericColumn | null {
  const numbers = own.filter((column): column is NumericColumn => column.type === 'number');
  const times = own.filter((column): column is NumericColumn => column.type === 'time');
  if (numbers.length + times.length < own.length) return null;
  const date = times.find(({ written }) => written?.as !== 'clock');
  const clock = times.find((column) => column !== date);
  const time = (values: Float64Array): NumericColumn => ({
    name,
    type: 'time',
    values,
    written: writtenOf(times),
  });
  if (date === undefined) {
    const parts = clock === undefined ? dateParts(own) : null;
    return parts === null ? null : time(parts.values);
  }
  if (times.length > 2 || (clock !== undefined && numbers.length > 0)) return null;
  if (clock !== undefined) return time(date.values.map((day, row) => day + clock.values[row]!));
  const parts = partsIn(own, ['hour', 'minute', 'second']);
  const unnamed = numbers.filter((column) => !Object.values(parts).includes(column));
  const hour = parts.hour ?? unnamed.shift();
  const minute = parts.minute ?? unnamed.shift();
  const second = parts.second ?? unnamed.shift();
  if (unnamed.length > 0 || (hour !== undefined && most(hour.values) > 24)) return null;
  return time(
    date.values.map(
      (day, row) => day + clockMs(hour?.values[row] ?? 0, minute?.values[row] ?? 0, second?.values[row] ?? 0),
    ),
  );
}

/** What was decided of the dates in them holds for the whole. */
function writtenOf(from: readonly NumericColumn[]): WrittenAs {
  const dates = from.find(({ written }) => written?.order !== undefined)?.written;
  return { ...dates, as: 'date' };
}

interface Joined {
  readonly from: readonly NumericColumn[];
  readonly values: Float64Array;
}

/** The first column of days, with the first of times of day (or an hour as a number) beside it. */
function dateAndClock(columns: readonly Column[]): Joined | null {
  const date = columns.find((column): column is NumericColumn => isDays(column));
  if (date === undefined) return null;
  const place = columns.indexOf(date);
  const near = [...columns].sort(
    (a, b) => Math.abs(columns.indexOf(a) - place) - Math.abs(columns.indexOf(b) - place),
  );
  const clock = near.find(
    (column): column is NumericColumn =>
      column.type === 'time' && column.written?.as === 'clock' && most(column.values) <= DAY_MS,
  );
  if (clock !== undefined)
    return {
      from: inOrder(columns, [date, clock]),
      values: date.values.map((day, row) => day + clock.values[row]!),
    };
  if (!repeats(date.values)) return null;
  const parts = partsIn(columns, ['hour', 'minute', 'second']);
  const { hour, minute, second } = parts;
  if (hour === undefined || !(most(hour.values) <= 24)) return null;
  const own = [date, hour, minute, second].filter((column) => column !== undefined);
  return {
    from: inOrder(columns, own),
    values: date.values.map(
      (day, row) => day + clockMs(hour.values[row]!, minute?.values[row] ?? 0, second?.values[row] ?? 0),
    ),
  };
}

function dateParts(columns: readonly Column[]): Joined | null {
  const { year, month, day, dayOfYear, hour, minute, second } = partsIn(columns, [
    'year',
    'month',
    'day',
    'dayOfYear',
    'hour',
    'minute',
    'second',
  ]);
  const days = dayOfYear ?? (month === undefined ? undefined : day);
  if (year === undefined || (days === undefined && month === undefined) || !isYears(year.values)) return null;
  if (columns.some((column) => column.type === 'time' && column.written?.as === 'date')) return null;
  const ofYear = dayOfYear === undefined ? [month, day] : [dayOfYear];
  const own = [year, ...ofYear, hour, minute, second].filter((column) => column !== undefined);
  const values = year.values.map((y, row) => {
    const full = y < 100 ? y + (y <= 68 ? 2000 : 1900) : y;
    const date =
      dayOfYear === undefined
        ? Date.UTC(full, month!.values[row]! - 1, day?.values[row] ?? 1)
        : Date.UTC(full, 0, Math.floor(dayOfYear.values[row]!)) + (dayOfYear.values[row]! % 1) * DAY_MS;
    return date + clockMs(hour?.values[row] ?? 0, minute?.values[row] ?? 0, second?.values[row] ?? 0);
  });
  return { from: inOrder(columns, own), values };
}

function clockMs(hour: number, minute: number, second: number): number {
  // 930 is half past nine where hours run to 2400.
  return hour * HOUR_MS + minute * 60_000 + second * 1000;
}

function partsIn(
  columns: readonly Column[],
  wanted: readonly DatePart[],
): Partial<Record<DatePart, NumericColumn>> {
  const parts: Partial<Record<DatePart, NumericColumn>> = {};
  for (const column of columns) {
    const part = column.type === 'number' ? datePartOf(column.name) : null;
    if (part !== null && wanted.includes(part)) parts[part] ??= column as NumericColumn;
  }
  return parts;
}

function inOrder(columns: readonly Column[], own: readonly NumericColumn[]): NumericColumn[] {
  return [...own].sort((a, b) => columns.indexOf(a) - columns.indexOf(b));
}

/** Whole days, and nothing finer. */
function isDays(column: Column): boolean {
  if (column.type !== 'time' || column.written?.as === 'clock') return false;
  return column.values.every((value) => Number.isNaN(value) || value % DAY_MS === 0);
}

function repeats(values: Float64Array): boolean {
  let same = 0;
  for (let row = 1; row < values.length; row++) if (values[row] === values[row - 1]) same++;
  return same >= 0.3 * values.length;
}

function isYears(values: Float64Array): boolean {
  return values.every(
    (value) =>
      Number.isNaN(value) ||
      (Number.isInteger(value) && ((value >= 1500 && value <= 2200) || (value >= 0 && value < 100))),
  );
}

function most(values: Float64Array): number {
  let result = -Infinity;
  for (const value of values) if (value > result) result = value;
  return result;
}

/** A time of day alone begins again at midnight: the days are counted on. */
function unwrapped(columns: readonly Column[]): Column[] {
  if (columns.some((column) => column.type === 'time' && column.written?.as !== 'clock')) return [...columns];
  return columns.map((column) => {
    if (column.type !== 'time' || most(column.values) >= DAY_MS) return column;
    let days = 0;
    let last = Number.NaN;
    const values = column.values.map((value) => {
      if (value < last - DAY_MS / 2) days++;
      if (!Number.isNaN(value)) last = value;
      return value + days * DAY_MS;
    });
    return { ...column, values };
  });
}

function freeName(wanted: string, columns: readonly Column[]): string {
  const used = new Set(columns.map(({ name }) => name));
  let name = wanted;
  for (let k = 1; used.has(name); k++) name = `${wanted}_${k}`;
  return name;
}
