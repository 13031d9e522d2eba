import { posix } from 'node:path';
import type { FileIndex } from '../readers/labels/file-index';
import { cellsOf, listWith } from '../readers/labels/labels-file';
import type { LabelsFile } from '../readers/labels/labels-file';
import { splitOfName } from '../readers/labels/parts';
import { isSplitName } from './column-names';
import { fileWords, identifierWords, meansOneOf, plainName } from './vocabulary';

/** So many rows of a table are looked at to see whether a column names files. */
const LOOKED_AT = 200;
const MOST_HEADER_ROWS = 4;
/** So many of its rows must name files that are there … */
const LEAST_SHARE = 0.5;
/** … or so large a part of the files be named by a list that names others too. */
const LEAST_COVERED = 0.5;

interface FileColumn {
  readonly at: number;
  /** Rows before the first one that names a file. */
  readonly headerRows: number;
  readonly byNumber: boolean;
}

/** Where a set has lists for several folds, those of the first are taken, as its authors report it first. */
const firstFold = /(?:^|[_ .-])(?:fold|split|cv)[_ -]?[01](?=$|[_ .-])/i;

/**
 * A table that speaks of other files, by whatever name: a column of it names most of them, or most rows name one. Several rows
 * of headers are joined to their lowest name. A list of one column is a list of a part where its own name says so.
 *
 * @param text the whole table @param files how many files there are to be named
 * @returns null for a table that is no list
 */
export function listOfFiles(text: string, shown: string, index: FileIndex, files: number): LabelsFile | null {
  const column = fileColumnOf(cellsOf(text, shown, LOOKED_AT), shown, index, files);
  if (column === null) return null;
  const rows = cellsOf(text, shown);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const header =
    column.headerRows > 0
      ? Array.from({ length: width }, (_, c) => headerOf(rows.slice(0, column.headerRows), c))
      : headerless(width, column.at, pathsBeside(rows, column.at, shown, index));
  const list = {
    ...listWith(shown, header, column.at, rows.slice(column.headerRows)),
    byNumber: column.byNumber,
  };
  const part = splitOfName(posix.basename(shown, posix.extname(shown)).replace(firstFold, ''));
  if (part === null || list.columns.some(isSplitName)) return list;
  return {
    ...list,
    columns: [...list.columns, 'split'],
    rows: list.rows.map(({ file, values }) => ({ file, values: [...values, part] })),
  };
}

/** Which column of a table's first rows names files; null for none. */
export function fileColumnOf(
  head: readonly (readonly string[])[],
  shown: string,
  index: FileIndex,
  files: number,
): FileColumn | null {
  const folder = posix.dirname(shown);
  const width = head.reduce((most, row) => Math.max(most, row.length), 0);
  let best: (FileColumn & { readonly hits: number }) | null = null;
  for (let at = 0; at < width; at++) {
    const names = head.slice(0, MOST_HEADER_ROWS).map((row) => row[at] ?? '');
    const isNamedSo = names.some(
      (name) => meansOneOf(name, fileWords) || identifierWords.has(plainName(name)) || /_?id$/i.test(name),
    );
    const isHit = (cell: string): boolean => {
      if (cell === '' || (isNumber(cell) && !isNamedSo)) return false;
      return index.find(cell, folder, isNamedSo) !== null;
    };
    const hits = head.map((row) => isHit(row[at] ?? ''));
    const first = hits.indexOf(true);
    if (first === -1 || first > MOST_HEADER_ROWS) continue;
    const rows = head.length - first;
    const count = hits.filter(Boolean).length;
    const isList = count >= LEAST_SHARE * rows || (files >= 4 && count >= LEAST_COVERED * files);
    const byNumber = head.slice(first).every((row) => /^\d*$/.test(row[at] ?? ''));
    if (isList && (best === null || count > best.hits))
      best = { at, headerRows: first, byNumber, hits: count };
  }
  return best !== null && best.hits >= Math.min(2, files) ? best : null;
}

function headerOf(rows: readonly (readonly string[])[], column: number): string {
  const names = rows.map((row) => row[column] ?? '').filter((name) => name !== '');
  return names[names.length - 1] ?? '';
}

/** Further columns that name files, as a list of names and their paths has them. */
function pathsBeside(
  rows: readonly (readonly string[])[],
  at: number,
  shown: string,
  index: FileIndex,
): ReadonlySet<number> {
  const folder = posix.dirname(shown);
  const some = rows.slice(0, LOOKED_AT);
  const isPath = (c: number): boolean =>
    c !== at && some.every((row) => !isNumber(row[c] ?? '') && index.find(row[c] ?? '', folder) !== null);
  return new Set((some[0] ?? []).flatMap((_, c) => (isPath(c) ? [c] : [])));
}

/** Of a list without a header, the first column beside the names is the label. */
function headerless(width: number, at: number, paths: ReadonlySet<number>): string[] {
  const label = Array.from({ length: width }, (_, c) => c).find((c) => c !== at && !paths.has(c));
  return Array.from({ length: width }, (_, c) =>
    c === at ? 'file' : c === label ? 'label' : `column ${c + 1}`,
  );
}

function isNumber(cell: string): boolean {
  return Number.isFinite(Number(cell));
}
