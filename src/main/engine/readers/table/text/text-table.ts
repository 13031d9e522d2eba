import { UnrollError } from '../../../../../shared/domain/error';
import type { Column, Table } from '../table';
import { withJoinedTimes, withNumberTimes } from '../times';
import type { ByteFile } from './byte-file';
import { ByteSource } from './byte-source';
import type { Encoding } from './encoding';
import { encodingOf } from './encoding';
import type { Head } from './head';
import { headOf } from './head';
import { notDataRows } from './not-data';
import type { Reading } from './reading';
import { readingsOf } from './reading';
import { RowScanner } from './row-scanner';
import { LeftOutRows, shortened } from './rows-left-out';
import { TextColumn } from './text-column';
import { uniqueNames } from './unique-names';

const BLOCK_BYTES = 2 ** 18;
const MAX_HEAD_BYTES = 2 ** 24;
const MIN_HEAD_ROWS = 20;
/** A line as long as this is no table. */
const MAX_ROW_BYTES = 2 ** 26;
const MAX_TABLE_BYTES = 2 ** 31;
const MAX_ABOVE = 20;
const COMMA = 44;

/** A text file that was opened and understood, but whose rows were not read yet. */
interface Opened {
  readonly file: ByteFile;
  readonly shown: string;
  readonly size: number;
  readonly encoding: Encoding;
  readonly head: Head;
  readonly names: readonly string[];
}

/**
 * Reads a table of text in blocks: its head tells how cells are parted and written, then every row goes to a column builder
 * each cell. Where the whole of a column speaks for another reading than its head, the file is read once more.
 *
 * @param size bytes of the file
 * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE
 */
export async function readTextTable(
  file: ByteFile,
  size: number,
  shown: string,
  signal?: AbortSignal,
): Promise<Table> {
  const encoding = await encodingOf(file, shown);
  const head = headOf(await headBytes(new ByteSource(file, encoding, shown), shown));
  const opened: Opened = { file, shown, size, encoding, head, names: uniqueNames(head.names) };
  const allowsComma = head.dialect.delimiter !== COMMA;
  const { readings, decimal } = await readingsOf(head.sample, opened.names.length, allowsComma);
  let pass = await readRows(opened, readings, signal);
  const better = pass.columns.map((column) => column.betterReading(decimal, allowsComma));
  if (better.some((reading) => reading !== null))
    pass = await readRows(
      opened,
      readings.map((reading, c) => better[c] ?? reading),
      signal,
    );
  return finished(opened, pass);
}

interface Pass {
  readonly rows: number;
  readonly columns: readonly TextColumn[];
  readonly leftOut: LeftOutRows;
}

async function readRows(opened: Opened, readings: readonly Reading[], signal?: AbortSignal): Promise<Pass> {
  const { head, names, shown } = opened;
  const capacity = expectedRows(opened);
  if (capacity * names.length * 8 > 1.5 * MAX_TABLE_BYTES) throw tooLarge(shown);
  const columns = names.map((name, c) => new TextColumn(name, readings[c]!, capacity));
  const leftOut = new LeftOutRows();
  const count = columns.length;
  const marks = head.comments.map((mark) => Buffer.from(mark));
  let rows = 0;
  await eachRow(opened, head.dataStart, signal, (bytes, scanner) => {
    const line = (): string => bytes.toString('utf8', scanner.rowStart, scanner.rowEnd);
    const { starts, ends, quoted } = scanner;
    if (isComment(bytes, starts[0]!, scanner.rowEnd, marks)) return;
    let cells = scanner.count;
    while (cells > count && starts[cells - 1] === ends[cells - 1]) cells--;
    if (cells > count) return leftOut.add('too-many-cells', line);
    if (cells < count && !head.padsShort && !isFilled(scanner, head, count))
      return leftOut.add(scanner.isUnfinished ? 'cut-off' : 'too-few-cells', line);
    if (isEmpty(scanner)) return;
    for (let c = 0; c < count; c++)
      if (c < cells) columns[c]!.append(bytes, starts[c]!, ends[c]!, quoted[c] === 2);
      else columns[c]!.append(bytes, 0, 0, false);
    rows++;
    if (rows * count * 8 > MAX_TABLE_BYTES) throw tooLarge(shown);
  });
  return { rows, columns, leftOut };
}

/** One cell short because a delimiter at the end of lines is left away in some of them. */
function isFilled(scanner: RowScanner, head: Head, count: number): boolean {
  return scanner.count === count - 1 && head.names[count - 1] === '';
}

function isEmpty({ count, starts, ends }: RowScanner): boolean {
  for (let c = 0; c < count; c++) if (starts[c] !== ends[c]) return false;
  return true;
}

function isComment(bytes: Buffer, start: number, end: number, marks: readonly Buffer[]): boolean {
  return marks.some(
    (mark) => start + mark.length <= end && mark.every((byte, k) => bytes[start + k] === byte),
  );
}

/** Gives every row from a place on that is not blank to `take`, block by block. */
async function eachRow(
  { file, encoding, shown, head }: Opened,
  from: number,
  signal: AbortSignal | undefined,
  take: (bytes: Buffer, scanner: RowScanner) => void,
): Promise<void> {
  const source = new ByteSource(file, encoding, shown);
  const scanner = new RowScanner(head.dialect);
  let buffer = Buffer.allocUnsafe(2 * BLOCK_BYTES);
  let length = 0;
  let skip = from;
  for (;;) {
    signal?.throwIfAborted();
    if (buffer.length - length < BLOCK_BYTES) {
      if (buffer.length > MAX_ROW_BYTES) throw longLine(shown);
      const larger = Buffer.allocUnsafe(2 * buffer.length);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    const count = await source.read(buffer.subarray(0, length + BLOCK_BYTES), length);
    const isLast = count === 0;
    length += count;
    let at = Math.min(skip, length);
    skip -= at;
    while (at < length) {
      const next = scanner.next(buffer, length, at, isLast);
      if (next < 0) break;
      at = next;
      if (!scanner.isBlank) take(buffer, scanner);
    }
    if (isLast) return;
    buffer.copyWithin(0, at, length);
    length -= at;
  }
}

/** The beginning of a file, up to the end of a line: a block, or more where lines are long. */
async function headBytes(source: ByteSource, shown: string): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(2 * BLOCK_BYTES);
  let length = 0;
  for (;;) {
    const count = await source.read(
      buffer.subarray(0, Math.min(buffer.length, length + BLOCK_BYTES)),
      length,
    );
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    const end = lastLineEnd(buffer, length);
    if (length >= BLOCK_BYTES && lineEnds(buffer, length) >= MIN_HEAD_ROWS) return buffer.subarray(0, end);
    if (length >= MAX_HEAD_BYTES) {
      if (end > 0) return buffer.subarray(0, end);
      if (length >= MAX_ROW_BYTES) throw longLine(shown);
    }
    if (buffer.length - length < BLOCK_BYTES) {
      const larger = Buffer.allocUnsafe(2 * buffer.length);
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
  }
}

function lastLineEnd(bytes: Buffer, length: number): number {
  return Math.max(bytes.lastIndexOf(10, length - 1), bytes.lastIndexOf(13, length - 2)) + 1;
}

/** Counted up to those that are enough. */
function lineEnds(bytes: Buffer, length: number): number {
  let count = 0;
  for (let k = 0; k < length && count < MIN_HEAD_ROWS; k++) if (bytes[k] === 10 || bytes[k] === 13) count++;
  return count;
}

/** By the length of the rows in the head, and a little more. */
function expectedRows({ size, head }: Opened): number {
  const rows = head.sample.length;
  if (rows === 0) return 16;
  const cells = head.sample.reduce(
    (sum, row) => sum + row.reduce((bytes, cell) => bytes + cell.length + 1, 0),
    0,
  );
  return Math.min(Math.ceil((size / (cells / rows)) * 1.05) + 16, 2 ** 28);
}

function finished({ head, shown, names }: Opened, pass: Pass): Table {
  const { isLeftOut, rows } = notDataRows(pass.columns, pass.rows, names, pass.leftOut);
  if (rows === 0) throw new UnrollError('FILE_EMPTY', `${shown} has no rows.`, { file: shown });
  const columns = pass.columns.map((column, c): Column => {
    const own = column.finish(isLeftOut, rows, head.dateOrder);
    const unit = head.units[c] ?? '';
    return own.type === 'number' && unit !== '' && own.unit === undefined ? { ...own, unit } : own;
  });
  const { columns: joined, derived } = withJoinedTimes(withNumberTimes(columns));
  return {
    rows,
    columns: joined,
    notes: {
      rowsLeftOut: pass.leftOut.list(),
      derivedTime: derived,
      above: head.above.slice(0, MAX_ABOVE).map(shortened),
      hasHeader: head.hasHeader,
    },
  };
}

function tooLarge(shown: string): UnrollError {
  return new UnrollError('FILE_TOO_LARGE', `${shown} is too large to be read at once; split it.`, {
    file: shown,
  });
}

function longLine(shown: string): UnrollError {
  return new UnrollError(
    'FILE_CORRUPT',
    `${shown} has a line of more than ${MAX_ROW_BYTES / 2 ** 20} MB, so that it is no table.`,
    { file: shown },
  );
}
