import { isMissingWord } from '../values/missing-words';
import { plainStyle, readNumber, styleOf } from '../values/number-style';
import type { DateOrder } from '../values/written-time';
import { readTime } from '../values/written-time';
import type { HeadRow } from './delimiter';
import { dialectOf, rowsOf, someColumns, usualCount } from './delimiter';
import { commentMarks } from './comments';
import { columnNames } from './header';
import type { Dialect } from './row-scanner';
import { isCountRow } from './units';

/** What the beginning of a text file says about the rest. */
export interface Head {
  readonly dialect: Dialect;
  /** Of the columns, made up where there is no header; without those that only a delimiter at line ends makes. */
  readonly names: readonly string[];
  /** As a row under the header gives them; empty where it does not. */
  readonly units: readonly string[];
  /** Where the first row of data begins, in bytes. */
  readonly dataStart: number;
  /** Signs at the beginning of lines that are comments. */
  readonly comments: readonly string[];
  /** Rows that end early are as long as the others, with nothing in their last cells. */
  readonly padsShort: boolean;
  /** Lines above the header. */
  readonly above: readonly string[];
  readonly hasHeader: boolean;
  /** The order of dates that the lines above or the names speak for: `dd/MM/yyyy`. */
  readonly dateOrder: DateOrder | null;
  /** Rows of data, to see how their cells are written. */
  readonly sample: readonly (readonly string[])[];
}

/** Rows that may be short before that is how the file is written. */
const MANY_SHORT = 0.05;

/**
 * @param bytes the file's beginning as UTF-8, which ends with a row unless the file ends there
 */
export function headOf(bytes: Buffer): Head {
  const dialect = dialectOf(bytes);
  const all = rowsOf(bytes, dialect).filter(({ text }, k) => k > 0 || !/^"?sep=/i.test(text));
  const { marks, rows } = commentMarks(all);
  const count = tableWidth(rows);
  const short = rows.filter(({ cells }) => cells.length < count && cells.length > 1).length;
  const padsShort = short > MANY_SHORT * rows.length;
  const measured = measuredColumns(rows, count);
  const start = firstDataRow(rows, count, measured);
  const isNumbered = start === 0 && isCounting(rows[0]?.cells ?? [], rows[1]?.cells ?? []);
  const dataIndex = isNumbered ? 1 : start;
  const first = rows[dataIndex];
  const headEnd = first === undefined ? bytes.length : first.start;
  const before = all.filter(({ start: at }) => at < headEnd);
  const { names, units, above } = isNumbered
    ? { names: [...rows[0]!.cells], units: [], above: [] }
    : columnNames(before, count, marks);
  const sample = rows
    .slice(dataIndex)
    .filter(
      ({ cells }) =>
        cells.length === count || (cells.length > count && cells.slice(count).every((cell) => cell === '')),
    )
    .map(({ cells }) => cells);
  const texts = [...above, ...names].join('\n');
  return {
    dialect,
    names: namesWithoutTrailing(names, sample),
    units,
    dataStart: headEnd,
    comments: marks,
    padsShort,
    above,
    hasHeader: before.length > 0,
    dateOrder: dateOrderIn(texts),
    sample,
  };
}

/** Rows that are longer than the usual ones count as whole where they are so many, and as damaged where they are fewer. */
const MANY_LONG = 0.1;

/** Cells of a row of data, with those that many rows leave away at their end. */
function tableWidth(rows: readonly HeadRow[]): number {
  const late = rows.slice(Math.min(Math.floor(rows.length / 3), 20));
  const counts = new Map<number, number>();
  for (const { cells } of late) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const many = [...counts].filter(([, count]) => count >= Math.max(3, MANY_LONG * late.length));
  return Math.max(usualCount(late), ...many.map(([cells]) => cells));
}

/** Columns that hold numbers or times, of those that are looked at. */
function measuredColumns(rows: readonly HeadRow[], count: number): number[] {
  const usual = rows.filter(({ cells }) => cells.length === count);
  const late = usual.slice(Math.min(Math.floor(usual.length / 2), 20)).slice(0, 200);
  return someColumns(count).filter((c) => {
    const own = late.map(({ cells }) => cells[c]!).filter((cell) => !isMissingWord(cell));
    return own.length > 0 && own.filter(isMeasured).length >= 0.6 * own.length;
  });
}

function isMeasured(cell: string): boolean {
  return (
    !Number.isNaN(readNumber(cell, plainStyle)) ||
    styleOf([cell], null, true) !== null ||
    readTime(cell) !== null
  );
}

/** @returns index of the first row that reads as data; without columns of numbers, the one behind the first */
function firstDataRow(rows: readonly HeadRow[], count: number, measured: readonly number[]): number {
  if (measured.length === 0) return Math.min(1, rows.length);
  const counted = ({ cells }: HeadRow): { read: number; odd: number; isTold: boolean } => {
    let read = 0;
    let odd = 0;
    let isTold = false;
    if (cells.length < count && cells.length !== count - 1) return { read, odd, isTold };
    for (const c of measured) {
      const cell = cells[c] ?? '';
      if (isMissingWord(cell)) continue;
      if (isMeasured(cell)) read++;
      else odd++;
      if (c === measured[0] && read === 1) isTold = true;
    }
    return { read, odd, isTold };
  };
  const counts: { read: number; odd: number }[] = [];
  for (const [k, row] of rows.entries()) {
    const own = counted(row);
    if (own.read > 0 && own.odd === 0 && !(isCountRow(row.cells) && isUnderNames(counts[k - 1]))) return k;
    // Behind names, a row that holds values in most of its cells is data: one of them may say `<0.01`.
    const before = counts[k - 1];
    const goesOn = rows.slice(k + 1, k + 3).every((next) => {
      const { read, odd } = counted(next);
      return read > odd;
    });
    if (before?.read === 0 && before.odd > 1 && own.isTold && own.read > own.odd && goesOn) return k;
    counts.push(own);
  }
  return Math.min(1, rows.length);
}

function isUnderNames(before: { readonly read: number; readonly odd: number } | undefined): boolean {
  return before !== undefined && before.read === 0 && before.odd > 0;
}

/** A header that numbers its columns: `0,1,2,3`, perhaps with a blank before it. */
function isCounting(cells: readonly string[], next: readonly string[]): boolean {
  const own = cells[0] === '' ? cells.slice(1) : cells;
  if (own.length < 3 || next.length !== cells.length) return false;
  const first = Number(own[0]);
  return (
    (first === 0 || first === 1) &&
    own.every((cell, k) => cell !== '' && Number(cell) === first + k) &&
    cells.join() !== next.join() &&
    !next.every((cell, k) => Number(cell) === Number(cells[k]) + 1)
  );
}

/** Drops columns at the end that have neither a name nor a value. */
function namesWithoutTrailing(names: readonly string[], sample: readonly (readonly string[])[]): string[] {
  let count = names.length;
  while (count > 1 && names[count - 1] === '' && sample.every((row) => (row[count - 1] ?? '') === ''))
    count--;
  return names.slice(0, count);
}

function dateOrderIn(text: string): DateOrder | null {
  const match = /\b(d{1,2}|m{1,2})[-/.](d{1,2}|m{1,2})[-/.]y{2,4}\b/i.exec(text);
  if (match === null) return null;
  const isDayFirst = match[1]!.toLowerCase().startsWith('d');
  return isDayFirst === match[2]!.toLowerCase().startsWith('d') ? null : isDayFirst ? 'dmy' : 'mdy';
}
