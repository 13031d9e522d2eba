import { readFile } from 'node:fs/promises';
import { setCompressionCodec, tableFromIPC } from '@uwdata/flechette';
import type { Column as ArrowColumn } from '@uwdata/flechette';
import { decompress as unzstd } from 'fzstd';
import * as lz4 from 'lz4js';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { fileError, textAt } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import { requireSaneArrow } from './arrow-metadata';
import { requireWholeFrame } from './lz4-frame';
import type { Column, Table } from './table';
import { rowsOfTable, rowsReader } from './rows-reader';

const MAX_BYTES = 2 ** 31;
/** Arrow's numbers of its codecs, https://arrow.apache.org/docs/format/Columnar.html#recordbatch-message */
const LZ4_FRAME = 0;
const ZSTD = 1;

/** Arrow's IPC files, which pandas calls Feather. */
export const arrowReader: Reader<TableContent> = rowsReader({
  format: 'arrow',
  endings: ['.feather', '.arrow', '.ipc'],
  claim: (head) => (textAt(head, 0, 6) === 'ARROW1' ? 'signature' : 'none'),
  open: async (file) => rowsOfTable(await load(file), file.shown),
});

async function load({ path, shown, size }: FileRef): Promise<Table> {
  if (size > MAX_BYTES) throw failure('FILE_TOO_LARGE.twoGbParquet', { file: shown });
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  const neverWritten = (): Uint8Array => {
    throw new Error('nothing is written');
  };
  setCompressionCodec(LZ4_FRAME, {
    decode: (data) => aligned(lz4.decompress(requireWholeFrame(data))),
    encode: neverWritten,
  });
  setCompressionCodec(ZSTD, { decode: (data) => aligned(unzstd(data)), encode: neverWritten });
  try {
    requireSaneArrow(bytes);
    const table = tableFromIPC(new Uint8Array(bytes), { useDate: true, useBigInt: false });
    const columns = table.schema.fields.flatMap((field, k) => {
      const column = columnOf(field.name, table.getChildAt(k), table.numRows);
      return column === null ? [] : [column];
    });
    if (table.numRows === 0) throw failure('FILE_EMPTY.noRows', { file: shown });
    return { rows: table.numRows, columns };
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    throw failure('FILE_CORRUPT.arrow', { file: shown }, { cause });
  }
}

/** Wide numbers want to begin at a multiple of their width, which a decompressor's own buffer need not. */
const aligned = (bytes: Uint8Array): Uint8Array => bytes.slice();

/** Null for columns of lists and structures. */
function columnOf(name: string, column: ArrowColumn<unknown>, rows: number): Column | null {
  const cells = Array.from({ length: rows }, (_, row) => column.at(row) as unknown);
  const known = cells.filter((cell) => cell !== null && cell !== undefined);
  const numbers = (of: (cell: unknown) => number): Float64Array =>
    Float64Array.from(cells, (cell) => (cell === null || cell === undefined ? Number.NaN : of(cell)));
  if (known.every((cell) => cell instanceof Date))
    return { name, type: 'time', values: numbers((cell) => (cell as Date).getTime()) };
  if (known.every((cell) => typeof cell === 'boolean'))
    return { name, type: 'boolean', values: numbers((cell) => (cell === true ? 1 : 0)) };
  if (known.every((cell) => typeof cell === 'number' || typeof cell === 'bigint'))
    return { name, type: 'number', values: numbers(Number) };
  if (!known.every((cell) => typeof cell === 'string')) return null;
  const words = [...new Set(known)];
  const codes = new Map(words.map((word, code) => [word, code]));
  return {
    name,
    type: 'text',
    words,
    codes: Int32Array.from(cells, (cell) => codes.get(cell as string) ?? -1),
  };
}
