import type { UnrollError } from '../../../../../shared/domain/error';
import { failure } from '../../../../../shared/sentences/failure';
import type { ByteSource } from './byte-source';
import type { Dialect } from './row-scanner';
import { RowScanner } from './row-scanner';

const BLOCK_BYTES = 2 ** 18;
/** Beside the bytes of a short file, so that it is read at once and its end is seen. */
const LEAST_ROOM = 2 ** 16;
const MAX_HEAD_BYTES = 2 ** 24;
const MIN_HEAD_ROWS = 20;
/** A line as long as this is no table. */
const MAX_ROW_BYTES = 2 ** 26;

/** Who takes the rows of a text. */
export interface RowTaker {
  /** Room for so many bytes of text, with what is there already; all room of before may have gone. */
  room(bytes: number): Buffer;
  /**
   * Takes rows as long as they are plain.
   *
   * @param at where the first of them begins; `bytes` ends at `length`
   * @returns where the first row begins that is not taken
   */
  plain(bytes: Buffer, length: number, at: number): number;
  /** Takes the row that was scanned. */
  row(bytes: Buffer, scanner: RowScanner): void;
}

/** Gives every row from a place on that is not blank to a taker, block by block. */
export async function eachRow(
  source: ByteSource,
  dialect: Dialect,
  from: number,
  signal: AbortSignal | undefined,
  taker: RowTaker,
): Promise<void> {
  const scanner = new RowScanner(dialect);
  let buffer = taker.room(Math.min(2 * BLOCK_BYTES, source.size + LEAST_ROOM));
  const block = buffer.length / 2;
  let length = 0;
  let skip = from;
  for (;;) {
    signal?.throwIfAborted();
    if (buffer.length - length < block) {
      if (buffer.length > MAX_ROW_BYTES) throw longLine(source.shown);
      buffer = taker.room(2 * buffer.length);
    }
    const count = await source.read(buffer.subarray(0, length + block), length);
    const isLast = count === 0;
    length += count;
    let at = Math.min(skip, length);
    skip -= at;
    while (at < length) {
      at = taker.plain(buffer, length, at);
      if (at >= length) break;
      const next = scanner.next(buffer, length, at, isLast);
      if (next < 0) break;
      at = next;
      if (!scanner.isBlank) taker.row(buffer, scanner);
    }
    if (isLast) return;
    buffer.copyWithin(0, at, length);
    length -= at;
  }
}

/** The beginning of a file, up to the end of a line: a block, or more where lines are long. */
export async function headBytes(source: ByteSource): Promise<Buffer> {
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
      if (length >= MAX_ROW_BYTES) throw longLine(source.shown);
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

function longLine(shown: string): UnrollError {
  return failure('FILE_CORRUPT.longLine', { file: shown, mb: MAX_ROW_BYTES / 2 ** 20 });
}
