import type { UnrollError } from '../../../../../shared/domain/error';
import { failure } from '../../../../../shared/sentences/failure';
import type { StoredColumn, StoredTable } from '../table-columns';
import type { TableNotes } from '../table';
import { TableStore } from '../table-store';
import { withJoinedTimes, withNumberTimes } from '../times';
import { withoutArrows } from './arrows';
import type { ByteFile } from './byte-file';
import { ByteSource } from './byte-source';
import type { Encoding } from './encoding';
import { beginsAsUtf8, encodingOf, NotUtf8 } from './encoding';
import type { Head } from './head';
import { headOf } from './head';
import { notDataRows } from './not-data';
import type { Reading } from './reading';
import { readingsOf } from './reading';
import { RowFiller } from './row-filler';
import type { RowScanner } from './row-scanner';
import { LeftOutRows, shortened } from './rows-left-out';
import { TextColumn } from './text-column';
import { eachRow, headBytes } from './text-rows';
import { uniqueNames } from './unique-names';

const MAX_ABOVE = 20;
const COMMA = 44;

/** A text to be read as a table. */
export interface TextSource {
  readonly file: ByteFile;
  /** Bytes. */
  readonly size: number;
  /** The file's name, for sentences. */
  readonly shown: string;
  /** Where cells go that are too many for memory; null or absent to hold all of them. */
  readonly spill?: string | null;
  readonly signal?: AbortSignal | undefined;
  /** Told how many of all bytes were read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A table of text, read: its cells in a store. */
export interface ReadTable extends StoredTable {
  readonly notes: TableNotes;
}

/** How a text is parted and written, found once and good for others that begin alike. */
export interface Understood {
  readonly head: Head;
  readonly names: readonly string[];
  readonly readings: readonly Reading[];
  readonly decimal: '.' | ',' | null;
}

/**
 * Reads a table of text in blocks: its head tells how cells are parted and written, then every row goes to a column
 * each cell. Where the whole of a column speaks for another reading than its head, the file is read once more.
 *
 * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE, DISK_FULL
 */
export async function readText(given: TextSource): Promise<ReadTable & { readonly understood: Understood }> {
  const { shown } = given;
  const file = await withoutArrows(given.file);
  const source = { ...given, file };
  if (await beginsAsUtf8(file, shown))
    try {
      return await readIn(source, { encoding: 'utf-8', isSure: false });
    } catch (error) {
      if (!(error instanceof NotUtf8)) throw error;
    }
  return readIn(source, { encoding: await encodingOf(file, shown), isSure: true });
}

interface Encoded {
  readonly encoding: Encoding;
  /** Whether all of the file was looked at for it. */
  readonly isSure: boolean;
}

/** @throws UnrollError as {@link readText}; NotUtf8 where that was not sure */
async function readIn(
  source: TextSource,
  encoding: Encoded,
): Promise<ReadTable & { readonly understood: Understood }> {
  const head = headOf(await headBytes(bytesOf(source, encoding)));
  const names = uniqueNames(head.names);
  const allowsComma = head.dialect.delimiter !== COMMA;
  const { readings, decimal } = await readingsOf(head.sample, names.length, allowsComma);
  const understood = { head, names, readings, decimal };
  let pass = await readRows(source, encoding, understood);
  const better = pass.columns.map((column) => column.betterReading(decimal, allowsComma));
  if (better.some((reading) => reading !== null)) {
    pass.store.drop();
    const corrected = { ...understood, readings: readings.map((reading, c) => better[c] ?? reading) };
    pass = await readRows(source, encoding, corrected);
    return { ...finished(source, corrected, pass), understood: corrected };
  }
  return { ...finished(source, understood, pass), understood };
}

/**
 * Reads a text as another one that begins alike was understood; null where anything in it is not as it was there, so that it
 * must be looked at by itself.
 *
 * @param bytes the whole text, in UTF-8
 */
export async function readAlike(source: TextSource, understood: Understood): Promise<ReadTable | null> {
  const pass = await readRows(source, { encoding: 'utf-8', isSure: true }, understood);
  const isAlike =
    pass.rows > 0 && pass.leftOut.list().length === 0 && pass.columns.every((column) => column.isPlain);
  return isAlike ? finished(source, understood, pass) : null;
}

function bytesOf({ file, shown, size }: TextSource, { encoding, isSure }: Encoded): ByteSource {
  return new ByteSource(file, encoding, shown, size, isSure);
}

interface Pass {
  readonly rows: number;
  readonly store: TableStore;
  readonly columns: readonly TextColumn[];
  readonly leftOut: LeftOutRows;
}

async function readRows(
  text: TextSource,
  encoding: Encoded,
  { head, names, readings }: Understood,
): Promise<Pass> {
  const { shown, spill = null, signal, onBytes } = text;
  const store = new TableStore(names.length, spill);
  const columns = names.map((name, c) => new TextColumn(name, readings[c]!, c));
  const leftOut = new LeftOutRows();
  const source = bytesOf(text, encoding);
  const form = { dialect: head.dialect, pads: head.padsShort, comments: head.comments };
  const marks = head.comments.map((mark) => Buffer.from(mark));
  const filler = new RowFiller(form, columns, store, () => onBytes?.(source.position));
  const count = columns.length;
  /** A row that is not plain throughout. */
  const row = (bytes: Buffer, scanner: RowScanner): void => {
    const line = (): string => bytes.toString('utf8', scanner.rowStart, scanner.rowEnd);
    const { starts, ends, quoted } = scanner;
    if (marks.length > 0 && isComment(bytes, starts[0]!, scanner.rowEnd, marks)) return;
    let cells = scanner.count;
    while (cells > count && starts[cells - 1] === ends[cells - 1]) cells--;
    if (cells > count) return leftOut.add('too-many-cells', line);
    if (cells < count && !head.padsShort && !isFilled(scanner, head, count))
      return leftOut.add(scanner.isUnfinished ? 'cut-off' : 'too-few-cells', line);
    if (isEmpty(scanner)) return;
    const at = filler.next();
    for (let c = 0; c < count; c++)
      if (c < cells) columns[c]!.put(at, bytes, starts[c]!, ends[c]!, quoted[c] === 2);
      else columns[c]!.put(at, bytes, 0, 0);
  };
  try {
    await eachRow(source, head.dialect, head.dataStart, signal, {
      room: (bytes) => filler.room(bytes),
      plain: (_, length, at) => filler.plain(length, at),
      row,
    });
    filler.finish();
    const varied = columns.find((column) => column.isTooVaried);
    if (varied !== undefined) throw tooVaried(shown, varied.name);
    return { rows: store.rows, store, columns, leftOut };
  } catch (error) {
    store.drop();
    throw error;
  } finally {
    filler.close();
  }
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

function finished({ shown, spill = null }: TextSource, { head, names }: Understood, pass: Pass): ReadTable {
  const gone = notDataRows(pass.columns, pass.store, names, pass.leftOut);
  if (pass.rows - (gone?.size ?? 0) === 0) {
    pass.store.drop();
    throw failure('FILE_EMPTY.noRows', { file: shown });
  }
  const read = pass.columns.map((column, c): StoredColumn => {
    const own = column.finish(pass.store, gone, head.dateOrder);
    const unit = head.units[c] ?? '';
    const takesUnit = own.head.type === 'number' && unit !== '' && own.head.unit === undefined;
    return takesUnit ? { ...own, head: { ...own.head, unit } as typeof own.head } : own;
  });
  const store =
    gone === null ? pass.store : pass.store.without((row) => gone.has(row), spill && `${spill}-kept`);
  const { columns, derived } = withJoinedTimes(store, withNumberTimes(store, read));
  return {
    store,
    columns,
    notes: {
      rowsLeftOut: pass.leftOut.list(),
      derivedTime: derived,
      above: head.above.slice(0, MAX_ABOVE).map(shortened),
      hasHeader: head.hasHeader,
    },
  };
}

function tooVaried(shown: string, column: string): UnrollError {
  return failure('FILE_TOO_LARGE.words', { file: shown, column });
}
