import { uptimeUnit } from './clock';
import type { NumericHead } from './column-facts';
import type { Column, DerivedTime, NumericColumn, WrittenAs } from './table';
import type { StoredColumn } from './table-columns';
import { growthOf, isNumeric, storeOf, tableOf } from './table-columns';
import type { TableStore } from './table-store';
import type { DatePart } from './values/time-names';
import { datePartOf, isTimeWord } from './values/time-names';
import { isCompact, msOf, numberTimeOf } from './values/number-times';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Numbers = StoredColumn<NumericHead>;

/** Columns that are numbers in the file and times in truth become times. */
export function withNumberTimes(store: TableStore, columns: readonly StoredColumn[]): StoredColumn[] {
  return columns.map((column) => {
    const { head, slot } = column;
    if (head.type !== 'number' || datePartOf(head.name) !== null || head.unit !== undefined) return column;
    const time = numberTimeOf(head.name, growthOf(store, column), () => allIn(store, slot, isCompact));
    if (time === null) {
      const unitSeconds =
        isTimeWord(head.name) || isFirstUnnamed(head.name)
          ? uptimeUnit(head.name, firstRows(store, slot))
          : null;
      return unitSeconds === null ? column : { ...column, head: { ...head, unitSeconds } };
    }
    const ms = msOf(time);
    store.change([slot], ([values]) => {
      for (let row = 0; row < values!.length; row++) values![row] = ms(values![row]!);
    });
    return { head: { ...head, type: 'time', written: { as: time.as } }, slot };
  });
}

/** A table without a header has its times in its first column, if it has them. */
function isFirstUnnamed(name: string): boolean {
  return /^column ?0*[01]$/.test(name);
}

function allIn(store: TableStore, slot: number, test: (values: Float64Array) => boolean): boolean {
  let isSo = true;
  store.each([slot], ([values]) => (isSo = test(values!)));
  return isSo;
}

function firstRows(store: TableStore, slot: number): Float64Array {
  let first: Float64Array = new Float64Array(0);
  store.each([slot], ([values]) => {
    first = values!;
    return false;
  });
  return first;
}

/**
 * A time that is spread over several columns as one: a date and a time of day, a date and an hour, or year, month, day and
 * so on. The one column takes the place of the first of them.
 */
export function withJoinedTimes(
  store: TableStore,
  columns: readonly StoredColumn[],
): { columns: StoredColumn[]; derived: DerivedTime | null } {
  const joined = dateAndClock(store, columns) ?? dateParts(store, columns);
  if (joined === null) return { columns: unwrapped(store, columns), derived: null };
  const { from } = joined;
  const names = from.map(({ head }) => head.name);
  const rest = columns.filter((column) => !from.includes(column as Numbers));
  const name = freeName(names.every((own) => datePartOf(own) !== null) ? 'time' : names.join(' '), rest);
  const place = columns.indexOf(from[0]!);
  const time = joinedIn(store, name, joined);
  return { columns: [...rest.slice(0, place), time, ...rest.slice(place)], derived: { name, from: names } };
}

/** Writes the times over the first of their columns. */
function joinedIn(store: TableStore, name: string, { from, timeOf }: Joined): Numbers {
  store.change(
    from.map((column) => column.slot),
    (cells) => {
      const at = (column: Numbers | undefined, row: number): number | undefined =>
        column === undefined ? undefined : cells[from.indexOf(column)]![row];
      // The first of them is written over, and is read before.
      for (let row = 0; row < cells[0]!.length; row++) cells[0]![row] = timeOf((column) => at(column, row));
    },
  );
  return { head: { name, type: 'time', written: writtenOf(from) }, slot: from[0]!.slot };
}

/** What was decided of the dates in them holds for the whole. */
function writtenOf(from: readonly Numbers[]): WrittenAs {
  const dates = from.find(({ head }) => head.written?.order !== undefined)?.head.written;
  return { ...dates, as: 'date' };
}

/**
 * Columns that a person says tell the time together: a day with a time of day, or with numbers of hours, minutes and seconds,
 * or year, month, day and so on. Numbers whose names say nothing are hours, minutes and seconds in their order.
 *
 * @returns null where they tell no time
 */
export function joinedTime(name: string, own: readonly Column[]): NumericColumn | null {
  const [first] = own;
  if (first === undefined) return null;
  const rows = first.type === 'text' ? first.codes.length : first.values.length;
  const { store, columns } = storeOf({ rows, columns: own });
  const joined = chosenParts(store, columns);
  if (joined === null) return null;
  return tableOf({ store, columns: [joinedIn(store, name, joined)] }).columns[0] as NumericColumn;
}

function chosenParts(store: TableStore, own: readonly StoredColumn[]): Joined | null {
  const numbers = own.filter((column): column is Numbers => column.head.type === 'number');
  const times = own.filter((column): column is Numbers => column.head.type === 'time');
  if (numbers.length + times.length < own.length) return null;
  const date = times.find(({ head }) => head.written?.as !== 'clock');
  const clock = times.find((column) => column !== date);
  if (date === undefined) return clock === undefined ? dateParts(store, own) : null;
  if (times.length > 2 || (clock !== undefined && numbers.length > 0)) return null;
  if (clock !== undefined)
    return { from: inOrder(own, [date, clock]), timeOf: (at) => at(date)! + at(clock)! };
  const parts = partsIn(own, ['hour', 'minute', 'second']);
  const unnamed = numbers.filter((column) => !Object.values(parts).includes(column));
  const hour = parts.hour ?? unnamed.shift();
  const minute = parts.minute ?? unnamed.shift();
  const second = parts.second ?? unnamed.shift();
  if (unnamed.length > 0 || (hour !== undefined && growthOf(store, hour).most > 24)) return null;
  const used = [date, hour, minute, second].filter((column) => column !== undefined);
  return {
    from: inOrder(own, used),
    timeOf: (at) => at(date)! + clockMs(at(hour) ?? 0, at(minute) ?? 0, at(second) ?? 0),
  };
}

interface Joined {
  readonly from: readonly Numbers[];
  /** The time of a row, by its values in columns. */
  readonly timeOf: (at: (column: Numbers | undefined) => number | undefined) => number;
}

/** The first column of days, with the first of times of day (or an hour as a number) beside it. */
function dateAndClock(store: TableStore, columns: readonly StoredColumn[]): Joined | null {
  const date = columns.find((column): column is Numbers => isDays(store, column));
  if (date === undefined) return null;
  const place = columns.indexOf(date);
  const near = [...columns.keys()]
    .sort((a, b) => Math.abs(a - place) - Math.abs(b - place))
    .map((k) => columns[k]!);
  const clock = near.find(
    (column): column is Numbers =>
      isNumeric(column) &&
      column.head.type === 'time' &&
      column.head.written?.as === 'clock' &&
      growthOf(store, column).most <= DAY_MS,
  );
  if (clock !== undefined)
    return { from: inOrder(columns, [date, clock]), timeOf: (at) => at(date)! + at(clock)! };
  if (!repeats(store, date)) return null;
  const digits = columns.find((column): column is Numbers => isClockDigits(store, column));
  if (digits !== undefined)
    return {
      from: inOrder(columns, [date, digits]),
      timeOf: (at) => at(date)! + clockMs(Math.floor(at(digits)! / 100), at(digits)! % 100, 0),
    };
  const { hour, minute, second } = partsIn(columns, ['hour', 'minute', 'second']);
  if (hour === undefined || !(growthOf(store, hour).most <= 24)) return null;
  const own = [date, hour, minute, second].filter((column) => column !== undefined);
  return {
    from: inOrder(columns, own),
    timeOf: (at) => at(date)! + clockMs(at(hour)!, at(minute) ?? 0, at(second) ?? 0),
  };
}

const clockName =
  /^(time|hhmm|hrmn|hm|clock|tod|uhrzeit|hora|heure|ora|시각|시간|時刻|时间)(?!\p{Ll}|\p{Lu})/iu;

/** A time of day as digits, whose leading zeros are lost: 30 is half past midnight, 1330 half past one. */
function isClockDigits(store: TableStore, { head, slot }: StoredColumn): boolean {
  if (head.type !== 'number' || !clockName.test(head.name)) return false;
  let most = 0;
  const isSo = allIn(store, slot, (values) =>
    values.every((value) => {
      if (value > most) most = value;
      return (
        Number.isNaN(value) || (Number.isInteger(value) && value >= 0 && value <= 2400 && value % 100 < 60)
      );
    }),
  );
  return isSo && most > 24;
}

function dateParts(store: TableStore, columns: readonly StoredColumn[]): Joined | null {
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
  if (year === undefined || (days === undefined && month === undefined) || !allIn(store, year.slot, isYears))
    return null;
  if (columns.some(({ head }) => head.type === 'time' && head.written?.as === 'date')) return null;
  const ofYear = dayOfYear === undefined ? [month, day] : [dayOfYear];
  const own = [year, ...ofYear, hour, minute, second].filter((column) => column !== undefined);
  return {
    from: inOrder(columns, own),
    timeOf: (at) => {
      const y = at(year)!;
      const full = y < 100 ? y + (y <= 68 ? 2000 : 1900) : y;
      const date =
        dayOfYear === undefined
          ? Date.UTC(full, at(month)! - 1, at(day) ?? 1)
          : Date.UTC(full, 0, Math.floor(at(dayOfYear)!)) + (at(dayOfYear)! % 1) * DAY_MS;
      return date + clockMs(at(hour) ?? 0, at(minute) ?? 0, at(second) ?? 0);
    },
  };
}

function clockMs(hour: number, minute: number, second: number): number {
  // 930 is half past nine where hours run to 2400.
  return hour * HOUR_MS + minute * 60_000 + second * 1000;
}

function partsIn(
  columns: readonly StoredColumn[],
  wanted: readonly DatePart[],
): Partial<Record<DatePart, Numbers>> {
  const parts: Partial<Record<DatePart, Numbers>> = {};
  for (const column of columns) {
    const part = column.head.type === 'number' ? datePartOf(column.head.name) : null;
    if (part !== null && wanted.includes(part)) parts[part] ??= column as Numbers;
  }
  return parts;
}

function inOrder(columns: readonly StoredColumn[], own: readonly Numbers[]): Numbers[] {
  return [...own].sort((a, b) => columns.indexOf(a) - columns.indexOf(b));
}

/** Whole days, and nothing finer. */
function isDays(store: TableStore, column: StoredColumn): boolean {
  if (column.head.type !== 'time' || column.head.written?.as === 'clock') return false;
  return allIn(store, column.slot, (values) =>
    values.every((value) => Number.isNaN(value) || value % DAY_MS === 0),
  );
}

function repeats(store: TableStore, { slot }: StoredColumn): boolean {
  let same = 0;
  let last = Number.NaN;
  store.each([slot], ([values]) => {
    for (const value of values!) {
      if (value === last) same++;
      last = value;
    }
  });
  return same >= 0.3 * store.rows;
}

function isYears(values: Float64Array): boolean {
  return values.every(
    (value) =>
      Number.isNaN(value) ||
      (Number.isInteger(value) && ((value >= 1500 && value <= 2200) || (value >= 0 && value < 100))),
  );
}

/** A time of day alone begins again at midnight: the days are counted on. */
function unwrapped(store: TableStore, columns: readonly StoredColumn[]): StoredColumn[] {
  if (columns.some(({ head }) => head.type === 'time' && head.written?.as !== 'clock')) return [...columns];
  return columns.map((column) => {
    const { head, slot } = column;
    if (head.type !== 'time' || growthOf(store, column).most >= DAY_MS) return column;
    let days = 0;
    let last = Number.NaN;
    store.change([slot], ([values]) => {
      for (let row = 0; row < values!.length; row++) {
        const value = values![row]!;
        if (value < last - DAY_MS / 2) days++;
        if (!Number.isNaN(value)) last = value;
        values![row] = value + days * DAY_MS;
      }
    });
    return { head, slot };
  });
}

function freeName(wanted: string, columns: readonly StoredColumn[]): string {
  const used = new Set(columns.map(({ head }) => head.name));
  let name = wanted;
  for (let k = 1; used.has(name); k++) name = `${wanted}_${k}`;
  return name;
}
