import Papa from 'papaparse';
import readXlsxFile from 'read-excel-file/node';
import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { listZip } from '../../files/zip';
import { textAt } from '../bytes';
import type { TableContent } from '../content';
import type { DescribeOptions, FileRef, Reader } from '../reader';
import type { ReadTable } from './stored-reader';
import { storedReader } from './stored-reader';
import { fileOfText } from './text/byte-file';
import { readText } from './text/text-table';

/** What a workbook may unpack to: its XML is held in memory. */
const MAX_UNPACKED_BYTES = 2 ** 29;

/**
 * Excel's workbooks (ECMA-376): the sheet with the most cells, understood as the same cells in a text file would be, with
 * its lines above the header, its units and its footers.
 */
export const xlsxReader: Reader<TableContent> = storedReader({
  format: 'xlsx',
  endings: ['.xlsx', '.xlsm'],
  claim: (head, name) =>
    textAt(head, 0, 4) === 'PK\x03\x04' && /\.xls[xm]$/i.test(name) ? 'signature' : 'none',
  read,
});

async function read({ path, shown }: FileRef, { spill, signal }: DescribeOptions): Promise<ReadTable> {
  const corrupt = (cause: unknown): UnrollError =>
    failure('FILE_CORRUPT.workbook', { file: shown }, { cause });
  const entries = await listZip(path).catch((cause: unknown) => {
    throw corrupt(cause);
  });
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_UNPACKED_BYTES)
    throw failure('FILE_TOO_LARGE.workbook', { file: shown });
  const sheets = await readXlsxFile(path).catch((cause: unknown) => {
    throw corrupt(cause);
  });
  const cells = (rows: readonly (readonly unknown[])[]): number =>
    rows.reduce((sum, row) => sum + row.filter((cell) => cell !== null).length, 0);
  const [best] = [...sheets].sort((a, b) => cells(b.data) - cells(a.data));
  if (best === undefined || cells(best.data) === 0) throw failure('FILE_EMPTY.workbook', { file: shown });
  const text = Papa.unparse(
    best.data.map((row) => row.map(written)),
    { newline: '\n' },
  );
  return readText({ ...fileOfText(`${text}\n`), shown, spill: spill ?? null, signal });
}

/** A cell as a text file would have it; a day without a time as a day. */
function written(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  // Days are written as fractions, whose rounding leaves a whole second a millisecond short.
  const ms = cell.getTime();
  const whole = new Date(ms % 1000 === 999 ? ms + 1 : ms);
  const [day, time] = whole.toISOString().replace('Z', '').split('T') as [string, string];
  return time === '00:00:00.000' ? day : `${day} ${time}`;
}
