import { extname } from 'node:path';
import type { TableContent } from '../content';
import type { Claim, Reader } from '../reader';
import { textTableReader } from './text-reader';

/** Text whose cells are separated: a file has no signature, and is known by its name. */
export function delimitedReader(format: 'csv' | 'tsv', endings: readonly string[]): Reader<TableContent> {
  return textTableReader({
    format,
    endings,
    claim: (_head, name) => (endings.includes(extname(name).toLowerCase()) ? 'name' : 'none'),
  });
}

/** Lines at the end of a head that must look like rows of numbers. */
const ROWS = 8;
const numeric = /^[-+\u2212]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i;

/** Whether a file begins as text whose lines go on as rows of numbers: loggers call their tables .asc, .log, or nothing at all. */
function looksLikeTable(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  const lines = new TextDecoder('latin1').decode(head).split(/\r?\n/);
  // The last one is cut off where the head ends.
  const rows = lines
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
    .slice(-ROWS);
  if (rows.length < Math.min(ROWS, 3)) return false;
  const cells = rows.map((row) =>
    row
      .trim()
      .split(/[;\t,|]|\s+/)
      .filter((cell) => cell !== ''),
  );
  const widths = new Set(cells.map(({ length }) => length));
  const all = cells.flat();
  return widths.size <= 2 && all.filter((cell) => numeric.test(cell)).length > all.length / 2;
}

/** Tables that no name gives away: read where nothing else knows the file. */
export const textReader: Reader<TableContent> = textTableReader({
  format: 'text',
  endings: [],
  claim: (head, name): Claim => (/\.lvm$/i.test(name) || looksLikeTable(head) ? 'name' : 'none'),
});
