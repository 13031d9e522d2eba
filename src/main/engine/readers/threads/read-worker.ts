import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serveJobs } from '../../files/thread-jobs';
import { errorToShape, toUnrollError, UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { fileError, readHeadNow } from '../bytes';
import { CasesBuilder } from '../cache/kept-cases';
import { claimedBy } from '../claim';
import type { Content } from '../content';
import { hashFile } from '../hash-file';
import { partsOf } from '../parts-of';
import { readAs } from '../read-as';
import type { Block, FileRef, Reader } from '../reader';
import { openReaders } from '../registry';
import { ParquetTables } from '../table/parquet-table';
import type { StoredTable } from '../table/table-columns';
import type {
  ClaimedFile,
  FileToRead,
  KeptData,
  ReadFile,
  ReadJob,
  ReadOutcome,
  ReadPiece,
} from './read-job';

/** Files as small as this are read at once, and only once. */
const SMALL_BYTES = 2 ** 20;
/** So much of small files is told of at once. */
const BYTES_AT_ONCE = 2 ** 22;
/** So much of a first line is handed over. */
const MOST_LINE_BYTES = 1024;
/** How often a long file says how far it is. */
const BYTES_APART = 2 ** 24;

let readers: readonly Reader[] | null = null;

function ownReaders(cacheDir: string): readonly Reader[] {
  readers ??= openReaders(new ParquetTables(cacheDir));
  return readers;
}

async function* run(job: ReadJob): AsyncGenerator<ReadPiece> {
  const known = ownReaders(job.cacheDir);
  let outcomes: ReadOutcome[] = [];
  let bytes = 0;
  for (const [index, file] of job.files.entries()) {
    try {
      if (job.kind === 'claim') outcomes.push({ kind: 'claimed', index, ...(await claimed(known, file)) });
      else {
        const own = file as FileToRead;
        const reader = known.find(({ format }) => format === own.format)!;
        // What was read before a file that may break its thread is told before.
        if (own.size > SMALL_BYTES && outcomes.length > 0) {
          yield { kind: 'outcomes', outcomes };
          outcomes = [];
        }
        for await (const piece of described(index, own, reader))
          if (piece.kind === 'read') outcomes.push(piece);
          else yield piece;
        bytes += own.size;
      }
    } catch (thrown) {
      const error = errorToShape(toUnrollError(asLimit(thrown, file.shown)));
      outcomes.push({ kind: 'refused', index, error });
    }
    if (bytes < BYTES_AT_ONCE) continue;
    yield { kind: 'outcomes', outcomes };
    outcomes = [];
    bytes = 0;
  }
  if (outcomes.length > 0) yield { kind: 'outcomes', outcomes };
}

async function claimed(
  known: readonly Reader[],
  file: Pick<FileRef, 'path' | 'shown' | 'rows'>,
): Promise<ClaimedFile> {
  const head = readHeadNow(file.path, file.shown);
  const reader = readAs(file.rows, claimedBy(known, head, file.shown), known, head, file.shown);
  const format = (await reader.instead?.(file)) ?? reader.format;
  return format === 'csv' || format === 'tsv' ? { format, line: firstLine(head) } : { format };
}

function firstLine(head: Uint8Array): string {
  const end = head.findIndex((byte) => byte === 10 || byte === 13);
  const length = Math.min(MOST_LINE_BYTES, end === -1 ? head.length : end);
  return Buffer.from(head.buffer, head.byteOffset, length).toString('latin1');
}

/** Reads a file, and says now and then how far it is. */
async function* described(
  index: number,
  file: FileToRead,
  reader: Reader,
): AsyncGenerator<Extract<ReadPiece, { kind: 'bytes' }> | Extract<ReadOutcome, { kind: 'read' }>> {
  if (file.size <= SMALL_BYTES) {
    yield { kind: 'read', index, file: await describe(file, reader, () => {}) };
    return;
  }
  let bytes = 0;
  let told = 0;
  let wake = (): void => {};
  const reading = describe(file, reader, (read) => {
    bytes = read;
    if (bytes - told >= BYTES_APART) wake();
  });
  let isRead = false;
  const ended = reading.then(
    () => void (isRead = true),
    () => void (isRead = true),
  );
  while (!isRead) {
    await Promise.race([ended, new Promise<void>((resolve) => (wake = resolve))]);
    if (isRead || bytes - told < BYTES_APART) continue;
    told = bytes;
    yield { kind: 'bytes', index, bytes };
  }
  yield { kind: 'read', index, file: await reading };
}

async function describe(
  file: FileToRead,
  reader: Reader,
  onBytes: (bytes: number) => void,
): Promise<ReadFile> {
  const { path, shown, spill } = file;
  const bytes = file.size <= SMALL_BYTES ? readNow(file) : undefined;
  if (bytes?.length === 0) throw failure('FILE_EMPTY.file', { file: shown });
  let table: StoredTable | null = null;
  const cases = new CasesBuilder(spill);
  let content: Content;
  try {
    content = await reader.describe(file, {
      spill,
      onBytes,
      bytes,
      keepTable: (read) => (table = read),
      keep: (block: Block) => cases.add(block),
    });
  } catch (error) {
    cases.drop();
    throw error;
  }
  const sha256 = !file.hashes
    ? null
    : bytes === undefined
      ? await hashFile(path, shown)
      : createHash('sha256').update(bytes).digest('hex');
  const parts = await partsOf(file, (await reader.companions?.(file)) ?? []);
  return { sha256, content, parts, kept: keptOf(content.kind, table, cases) };
}

function keptOf(kind: string, table: StoredTable | null, cases: CasesBuilder): KeptData | null {
  if (kind === 'cases') return { kind: 'cases', cells: cases.finish() };
  if (table === null) return null;
  const columns = table.columns.map(({ head, slot }) => ({ head, slot }));
  return { kind: 'table', columns, cells: table.store.finish() };
}

function readNow({ path, shown }: FileToRead): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw fileError(cause, shown);
  }
}

/** What JavaScript itself cannot hold: a string of more than 512 MB, an array of more than 4 GB. */
function asLimit(thrown: unknown, shown: string): unknown {
  const { name, code } = thrown as NodeJS.ErrnoException;
  const isLimit = name === 'RangeError' || code === 'ERR_STRING_TOO_LONG' || code === 'ERR_FS_FILE_TOO_LARGE';
  if (!isLimit || thrown instanceof UnrollError) return thrown;
  return failure('FILE_TOO_LARGE.onePiece', { file: shown }, { cause: thrown });
}

function moved(piece: ReadPiece): ArrayBuffer[] {
  return piece.kind === 'bytes' ? [] : piece.outcomes.flatMap(buffersOf);
}

/** Small ones are copied with the message, which costs less than handing each over. */
function buffersOf(outcome: ReadOutcome): ArrayBuffer[] {
  if (outcome.kind !== 'read' || outcome.file.kept === null) return [];
  const { kept } = outcome.file;
  const { segments } = kept.kind === 'table' ? kept.cells : { segments: kept.cells.values };
  const arrays = typeof segments === 'string' ? [] : [segments].flat();
  const buffers = arrays.map(({ buffer }) => buffer as ArrayBuffer);
  return buffers.filter(({ byteLength }) => byteLength > SMALL_BYTES);
}

// Readers print what they could not make out; the same words are in the error that is sent.
Object.assign(console, { log: () => {}, error: () => {}, warn: () => {} });

serveJobs(run, moved);
