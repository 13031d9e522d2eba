import { isMissingWord } from '../values/missing-words';
import { plainStyle, readNumber } from '../values/number-style';
import { readTime } from '../values/written-time';
import { withoutMark } from './comments';
import type { HeadRow } from './delimiter';
import { isCountRow, isProcessRow, isUnitsRow } from './units';

const MAX_HEADER_ROWS = 4;

export interface Header {
  /** [columns]; empty where there is none. */
  readonly names: string[];
  readonly units: string[];
  /** Lines that belong to no header. */
  readonly above: string[];
}

/**
 * The names of the columns from the lines above the data: the nearest line that has as many cells, with a row of units under
 * it, a sign of comment before it, or further rows over it (levels of pandas, groups of spreadsheets).
 *
 * @param before lines above the first row of data, comments too
 * @param count cells of a row of data
 */
export function columnNames(before: readonly HeadRow[], count: number, marks: readonly string[]): Header {
  const lines = before.map((row) => ({ row, cells: fitted(row, count, marks) }));
  let at = lines.length - 1;
  while (at >= 0 && lines[at]!.cells === null) at--;
  const used = new Set<number>();
  let units: string[] = Array.from({ length: count }, () => '');
  const under = linesUnder(lines, at, marks);
  for (const k of under) {
    used.add(k);
    if (isUnitsRow(lines[k]!.cells!) && !isProcessRow(lines[k]!.cells!)) units = lines[k]!.cells!;
  }
  at -= under.length;
  const levels: string[][] = [];
  for (; at >= 0 && levels.length < MAX_HEADER_ROWS; at--) {
    const { cells } = lines[at]!;
    if (!isNames(cells) || (levels.length > 0 && isWhole(levels[0]!) && !isIndexRow(levels))) break;
    levels.unshift(cells!);
    used.add(at);
  }
  const above = before.filter((_, k) => !used.has(k)).map(({ text }) => text);
  return {
    names: joined(levels, count),
    units: units.map((unit) => unit.replace(/^[[(](.*)[\])]$/, '$1')),
    above,
  };
}

const MOST_UNDER = 2;

interface Line {
  readonly row: HeadRow;
  readonly cells: readonly string[] | null;
}

/** Lines between the names and the data that say in what unit each column is, or how it came about; the lowest first. */
function linesUnder(lines: readonly Line[], at: number, marks: readonly string[]): number[] {
  const under: number[] = [];
  for (let k = at; k > 0 && under.length < MOST_UNDER; k--) {
    const { cells } = lines[k]!;
    const isUnder = cells !== null && (isUnitsRow(cells) || isProcessRow(cells) || isCountRow(cells));
    if (!isUnder || lines[k - 1]!.cells === null) break;
    under.push(k);
  }
  // The names are those of one column each; otherwise the last of these lines tells columns apart.
  while (under.length > 0) {
    const over = lines[under[under.length - 1]! - 1]!;
    const tells = under.some((k) => isProcessRow(lines[k]!.cells!)) ? isWhole(over.cells!) : true;
    if (isHeaderOver(over, marks) && tells) break;
    under.pop();
  }
  return under;
}

/** A line that gives a row of units its names: words alone, and no comment. */
function isHeaderOver({ row, cells }: Line, marks: readonly string[]): boolean {
  return isNames(cells) && !cells!.some(isValue) && !marks.some((mark) => row.text.startsWith(mark));
}

/** The index of a pandas table has its name in a row of its own: `Date,,`. */
function isIndexRow(levels: readonly (readonly string[])[]): boolean {
  const last = levels[levels.length - 1]!;
  return last.length > 1 && last[0] !== '' && last.slice(1).every((cell) => cell === '');
}

/** A line's cells where there are as many as in a row of data, give or take an empty one at the end; else null. */
function fitted({ cells, text }: HeadRow, count: number, marks: readonly string[]): string[] | null {
  const mark = marks.find((own) => text.startsWith(own));
  const own = mark === undefined ? [...cells] : withoutMark(cells, mark);
  // `# a b c` between blanks: the mark is a cell of its own.
  if (mark !== undefined && own.length === count + 1 && own[0] === '') own.shift();
  while (own.length > count && own[own.length - 1] === '') own.pop();
  if (own.length === count - 1 && count > 2) own.push('');
  return own.length === count ? own : null;
}

/** Words rather than values; a row of names may have blanks, but not only those. */
function isNames(cells: readonly string[] | null): boolean {
  if (cells === null) return false;
  const own = cells.filter((cell) => cell !== '');
  const values = own.filter(isValue);
  return own.length > 0 && values.length <= own.length / 2;
}

function isValue(cell: string): boolean {
  if (cell === '') return false;
  return !Number.isNaN(readNumber(cell, plainStyle)) || readTime(cell) !== null || isMissingWord(cell);
}

/** Names that need no others over them: all there, all different. */
function isWhole(cells: readonly string[]): boolean {
  const own = cells.filter((cell, k) => cell !== '' || k === cells.length - 1);
  return new Set(own).size === own.length && cells.filter((cell) => cell === '').length <= 1;
}

function joined(levels: readonly string[][], count: number): string[] {
  if (levels.length === 0) return Array.from({ length: count }, () => '');
  const last = levels[levels.length - 1]!;
  const hasIndex = levels.length > 1 && isIndexRow(levels);
  const rest = hasIndex ? levels.slice(0, -1) : levels;
  const told = rest.filter((row, k) => k === 0 || new Set(row.slice(1)).size > 1 || rest.length === 1);
  const filled = told.map((row, k) => (k < told.length - 1 ? filledOn(row) : row));
  return Array.from({ length: count }, (_, c) => {
    if (hasIndex && c === 0) return last[0]!;
    const parts = filled.map((row) => row[c]!).filter((cell) => cell !== '');
    return [...new Set(parts)].join(' ');
  });
}

/** A name over several columns stands over the first of them. */
function filledOn(row: readonly string[]): string[] {
  let name = '';
  return row.map((cell) => (cell === '' ? name : (name = cell)));
}
