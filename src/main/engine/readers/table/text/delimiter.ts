import { styleOf } from '../values/number-style';
import { isMissingWord } from '../values/missing-words';
import { readTime } from '../values/written-time';
import { RowScanner } from './row-scanner';
import type { Dialect } from './row-scanner';

/** A row of a file's head, cell by cell. */
export interface HeadRow {
  readonly cells: readonly string[];
  /** Where the row begins and the next one begins, in bytes. */
  readonly start: number;
  readonly next: number;
  /** The line as it stands. */
  readonly text: string;
}

const SEMICOLON = 59;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
/** Ahead of others where several part a file equally well. */
const delimiters: readonly Dialect['delimiter'][] = [9, SEMICOLON, 124, 44, 'blanks'];
/** Rows that are looked at to choose. */
const MAX_ROWS = 400;

/**
 * How a file parts its cells, by its head: the delimiter that gives most rows the same number of cells, most of which are
 * numbers, times, or short words.
 *
 * @param head bytes that end with a row, unless the file ends there
 */
export function dialectOf(head: Buffer): Dialect {
  const lines = head
    .toString('utf8')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  const told =
    /^"?sep=(.)"?\s*$/i.exec(lines[0] ?? '')?.[1] ?? (/^sep=$/i.test(lines[0] ?? '') ? '\t' : undefined);
  const quote = quoteOf(lines);
  const rowEnd = rowEndOf(lines);
  if (told !== undefined) return { delimiter: told.charCodeAt(0), quote, rowEnd: null };
  let best: { dialect: Dialect; score: number } | null = null;
  for (const delimiter of delimiters) {
    const dialect: Dialect = { delimiter, quote, rowEnd: delimiter === SEMICOLON ? null : rowEnd };
    const score = scoreOf(rowsOf(head, dialect, MAX_ROWS));
    if (best === null || score > best.score + 0.01) best = { dialect, score };
  }
  return best!.dialect;
}

/** Rows of a head that are not blank. */
export function rowsOf(head: Buffer, dialect: Dialect, limit = Infinity): HeadRow[] {
  const scanner = new RowScanner(dialect);
  const rows: HeadRow[] = [];
  for (let at = 0; at < head.length && rows.length < limit;) {
    const next = scanner.next(head, head.length, at, true);
    if (next < 0) break;
    if (!scanner.isBlank) {
      const cells = Array.from({ length: scanner.count }, (_, k) => {
        const text = head.toString('utf8', scanner.starts[k], scanner.ends[k]);
        return scanner.quoted[k] === 2 ? text.replaceAll('""', '"') : text;
      });
      rows.push({ cells, start: at, next, text: head.toString('utf8', at, scanner.rowEnd).trim() });
    }
    at = next;
  }
  return rows;
}

/** The commonest number of cells; of several, the larger. */
export function usualCount(rows: readonly HeadRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

const MAX_COLUMNS = 128;
const RAGGED_WEIGHT = 0.8;

/** All columns, or so many of a wide table's that they stand for the others. */
export function someColumns(count: number): number[] {
  const looked = Math.min(count, MAX_COLUMNS);
  return Array.from({ length: looked }, (_, k) => Math.floor((k * count) / looked));
}

/** Share of the rows that have the usual number of cells, times how much those cells look like values. */
function scoreOf(all: readonly HeadRow[]): number {
  // What stands above a table is no part of it.
  const rows = all.slice(Math.floor(all.length / 3));
  const count = usualCount(rows);
  const usual = rows.filter(({ cells }) => cells.length === count);
  const checked = usual.slice(-60);
  const looked = someColumns(count);
  const sum = looked.reduce((all, c) => all + likeness(checked.map(({ cells }) => cells[c]!)), 0);
  const parted = count > 1 ? 0.02 : 0;
  // Rows of another length are parted too, where rows are ragged.
  const others = count > 1 ? rows.filter(({ cells }) => cells.length > 1).length - usual.length : 0;
  const consistency = (usual.length + RAGGED_WEIGHT * others) / Math.max(1, rows.length);
  return consistency * (sum / Math.max(1, looked.length)) + parted;
}

function likeness(cells: readonly string[]): number {
  const words = cells.filter((cell) => !isMissingWord(cell));
  if (words.length === 0) return cells.length === 0 ? 0 : 0.8;
  if (styleOf([...new Set(words)], null, true) !== null) return 1;
  let sum = 0;
  for (const word of words)
    sum +=
      styleOf([word], null, true) !== null || readTime(word) !== null
        ? 1
        : /^[\p{L}#][\p{L}\p{N}#_.() -]{0,40}$/u.test(word)
          ? 0.7
          : 0.2;
  return sum / words.length;
}

/** Apostrophes are quotes only in files that have no others. */
function quoteOf(lines: readonly string[]): number {
  const text = lines.slice(0, MAX_ROWS);
  if (text.some((line) => line.includes('"'))) return DOUBLE_QUOTE;
  const quoted = text.filter((line) => /(^|[,;\t|])\s*'[^']*'\s*(?=[,;\t|]|$)/.test(line)).length;
  return quoted > 0.5 * text.length ? SINGLE_QUOTE : DOUBLE_QUOTE;
}

/** `;` at the end of nearly every row ends it; where it also parts cells it is taken as that. */
function rowEndOf(lines: readonly string[]): number | null {
  const ended = lines.filter((line) => line.trimEnd().endsWith(';')).length;
  return lines.length > 0 && ended >= 0.9 * lines.length ? SEMICOLON : null;
}
