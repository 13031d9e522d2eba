import type { DateOrder } from './values/written-time';
import { orderedMs, readTime } from './values/written-time';
import { isMissing } from '../wide-rows';

/** A table in which every row is a series and every column a moment: names and facts first, then a value for each time. */
export interface WideSeries {
  readonly delimiter: ',' | ';' | '\t';
  /** Lines above the header. */
  readonly above: number;
  /** Names of the columns before the values. */
  readonly facts: readonly string[];
  /** The first column of the values, and one past the last. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970 of each value's column; null where columns are only counted. */
  readonly timesMs: readonly number[] | null;
  /** The column of facts that holds days, where columns are times of day: all rows are one series. */
  readonly dayAt: number | null;
}

/** So many dates in a row are no accident. */
const LEAST_TIMES = 8;
const LEAST_COUNTED = 24;
const LEAST_ROWS = 3;
const MOST_FACTS = 12;
const MOST_ABOVE = 12;
const DAY_MS = 86_400_000;
/** Steps that a day is cut into. */
const DAY_STEPS: readonly number[] = [24, 48, 96, 144, 288];

const dayNames =
  /^(date|day|datum|fecha|jour|data|dt|날짜|일자|기준일|기준일자|년월일|日付|日期|年月日)(?![\p{L}\p{N}])/iu;
const labelNames = /^(label|labels|class|target|category|y|라벨|정답)$/i;

/**
 * Recognises Wikipedia's traffic, epidemics by place, the World Bank's years and sales by `d_1` … `d_1913`: a header whose last
 * columns are times or counted, below at most a few lines of facts.
 *
 * @param head the file's beginning
 * @returns null for any other table
 */
export function wideSeriesOf(head: Uint8Array): WideSeries | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const lines = text.split(/\r?\n/);
  for (const [above, line] of lines.slice(0, MOST_ABOVE).entries()) {
    const delimiter = ([',', ';', '\t'] as const).find((one) => cellsOf(line, one).length > LEAST_TIMES);
    if (delimiter === undefined) continue;
    // The last line is cut off where the head ends.
    const rows = lines
      .slice(above + 1, -1)
      .filter((own) => own.trim() !== '')
      .map((own) => cellsOf(own, delimiter));
    return layoutOf(cellsOf(line, delimiter), rows, { delimiter, above });
  }
  return null;
}

function layoutOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  where: Pick<WideSeries, 'delimiter' | 'above'>,
): WideSeries | null {
  let to = header.length;
  while (to > 0 && header[to - 1] === '') to--;
  const run = runOf(header.slice(0, to));
  if (run === null || run.from < 1 || run.from > MOST_FACTS || rows.length < LEAST_ROWS) return null;
  const { from, timesMs } = run;
  const facts = header.slice(0, from);
  if (facts.some((name) => labelNames.test(name))) return null;
  const isNumbers = rows.every(
    (row) =>
      row.length >= to - 1 &&
      row.slice(from, to).every((cell) => cell === '' || isMissing(cell) || !Number.isNaN(valueOf(cell))),
  );
  if (!isNumbers) return null;
  const dayAt = facts.findIndex(
    (name, c) => dayNames.test(name) && rows.every((row) => dayMs(row[c] ?? '') !== null),
  );
  if (dayAt !== -1)
    return timesMs === null && from === 1 && DAY_STEPS.includes(to - from) && isDay(header.slice(from, to))
      ? { ...where, facts, from, to, timesMs, dayAt }
      : null;
  const hasWords = facts.some((_, c) =>
    rows.every((row) => Number.isNaN(Number(row[c] ?? '')) || row[c] === ''),
  );
  if (!hasWords) return null;
  if (timesMs === null && (from < 2 || to - from < LEAST_COUNTED)) return null;
  return { ...where, facts, from, to, timesMs, dayAt: null };
}

/** Columns at the end whose names are times, years or counted words; null where there are too few. */
function runOf(header: readonly string[]): { from: number; timesMs: readonly number[] | null } | null {
  for (const read of [yearsOf, datesOf]) {
    let from = header.length;
    while (from > 0 && looksTimed(header[from - 1]!)) from--;
    const timesMs = header.length - from >= LEAST_TIMES ? read(header.slice(from)) : null;
    if (timesMs !== null && isGrowing(timesMs)) return { from, timesMs };
  }
  const counted = header.map((name) => /^(\D*)(\d+)(\D*)$/.exec(name));
  let from = header.length - 1;
  for (; from > 0; from--) {
    const [own, before] = [counted[from], counted[from - 1]];
    if (!own || !before || own[1] !== before[1] || own[3] !== before[3]) break;
    if (Number(own[2]) !== Number(before[2]) + 1) break;
  }
  return header.length - from >= LEAST_TIMES && counted[from] ? { from, timesMs: null } : null;
}

const year = /^(\d{4})(?:\s*\[YR\d{4}\])?$/;

const looksTimed = (name: string): boolean => year.test(name) || readTime(name)?.kind === 'date';

function yearsOf(names: readonly string[]): number[] | null {
  const years = names.map((name) => Number(year.exec(name)?.[1] ?? Number.NaN));
  return years.every((own) => own >= 1500 && own <= 2200) ? years.map((own) => Date.UTC(own, 0)) : null;
}

function datesOf(names: readonly string[]): number[] | null {
  const read = names.map(readTime);
  const orders: readonly DateOrder[] = ['mdy', 'dmy', 'ymd'];
  const inOrder = (order: DateOrder): number[] =>
    read.map((own) =>
      own === null ? Number.NaN : own.ms + (own.date === null ? 0 : orderedMs(own.date, order)),
    );
  const found = orders
    .map(inOrder)
    .filter((times) => times.every(Number.isFinite) && isGrowing(times))
    .sort((a, b) => span(a) - span(b));
  return found[0] ?? null;
}

/** Read in the right order, dates of neighbouring columns lie nearest. */
const span = (times: readonly number[]): number => Math.abs(times[times.length - 1]! - times[0]!);

function isGrowing(times: readonly number[]): boolean {
  const sign = Math.sign(times[1]! - times[0]!);
  return times.every((time, k) => k === 0 || Math.sign(time - times[k - 1]!) === sign) && sign !== 0;
}

/** `1시` … `24시`, `H1`, `Hour 0`, or numbers from 0 or 1 on. */
function isDay(names: readonly string[]): boolean {
  const match = /^(\D*)(\d+)(\D*)$/.exec(names[0]!);
  if (match === null || Number(match[2]) > 1) return false;
  return /^(h|hr|hour|he|hora|heure|stunde|시|시간|時|点|t|p|period|구간)?$/i.test(
    `${match[1]!}${match[3]!}`.replace(/[\s_.-]/g, ''),
  );
}

/** Cells of a line, with quotes around some. */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const sign of line) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}

/** A number, with commas between thousands where it has them; NaN for anything else. */
export function valueOf(cell: string): number {
  if (cell === '' || isMissing(cell)) return Number.NaN;
  return Number(/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(cell) ? cell.replaceAll(',', '') : cell);
}

/** The day that a word names, in the order year, month, day; null for anything else. */
export function dayMs(word: string): number | null {
  const time = readTime(word);
  if (time?.kind !== 'date' || time.date !== null || time.ms % DAY_MS !== 0) return null;
  return time.ms;
}
