import { errorFromShape, UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { threads } from '../../files/machine-threads';
import { ThreadPool } from '../../files/thread-pool';
import type { FileRef } from '../reader';
import type { ClaimedFile, FileToRead, ReadFile, ReadJob, ReadOutcome, ReadPiece } from './read-job';

/** So many small files go to a thread at once, as long as they are no more than these bytes together. */
const MOST_FILES = 64;
const MOST_BYTES = 2 ** 22;
/** The longest that a thread may be silent over small files, and for each byte of large ones: a reader that takes a file whole says nothing until it has it. */
const LEAST_SILENCE_MS = 90_000;
const SILENCE_MS_EACH_BYTE = 0.01;
const MOST_SILENCE_MS = 600_000;
/**
 * Looking at heads is quick; and libraries that damage can hold for good (HDF5's; a workbook's, whose parts unpack as streams that
 * may never end) read a small file in a fraction of a second.
 */
const CLAIM_SILENCE_MS = 30_000;
const LIBRARY_SILENCE_MS = 20_000;

/** What a reader that takes a file whole may hold of it, beside the cells. */
const HEAP_MB = 2048;

const pool = new ThreadPool<ReadJob, ReadPiece>('read-worker', Math.min(2, threads()), HEAP_MB);

interface Waiting<T> {
  readonly work: T;
  readonly bytes: number;
  readonly onBytes: ((bytes: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
  readonly done: (outcome: ReadOutcome) => void;
  readonly failed: (error: unknown) => void;
}

/** Files that wait for a thread; many small ones are handed over together, since each message costs more than such a file. */
class Batches<T extends { readonly shown: string }> {
  readonly #waiting: Waiting<T>[] = [];
  #running = 0;
  #isDue = false;

  constructor(readonly jobOf: (files: readonly T[]) => ReadJob) {}

  add(work: T, bytes: number, signal?: AbortSignal, onBytes?: (bytes: number) => void): Promise<ReadOutcome> {
    return new Promise((done, failed) => {
      this.#waiting.push({ work, bytes, onBytes, signal, done, failed });
      if (this.#isDue) return;
      this.#isDue = true;
      // Others may come in this very turn.
      setImmediate(() => {
        this.#isDue = false;
        this.#next();
      });
    });
  }

  #next(): void {
    while (this.#waiting.length > 0 && this.#running < Math.min(2, threads())) {
      const batch: Waiting<T>[] = [];
      let bytes = 0;
      // Half of what waits, so that the other thread has as much to do.
      const most = Math.max(1, Math.min(MOST_FILES, Math.ceil(this.#waiting.length / 2)));
      for (let next = this.#waiting[0]; next !== undefined && batch.length < most; next = this.#waiting[0]) {
        if (batch.length > 0 && (bytes + next.bytes > MOST_BYTES || next.signal !== batch[0]!.signal)) break;
        batch.push(this.#waiting.shift()!);
        bytes += next.bytes;
      }
      this.#running++;
      void this.#run(batch).finally(() => {
        this.#running--;
        this.#next();
      });
    }
  }

  async #run(batch: readonly Waiting<T>[]): Promise<void> {
    let at = 0;
    try {
      const job = this.jobOf(batch.map(({ work }) => work));
      const onLost = (why: 'crashed' | 'timeout'): UnrollError =>
        lost(why, (batch[at] ?? batch[0]!).work.shown);
      const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
      const least = Math.max(...batch.map(({ work }) => leastSilence(work)));
      const timeoutMs = Math.min(MOST_SILENCE_MS, least + SILENCE_MS_EACH_BYTE * bytes);
      for await (const piece of pool.run(job, { signal: batch[0]!.signal, timeoutMs, onLost })) {
        if (piece.kind === 'bytes') batch[piece.index]!.onBytes?.(piece.bytes);
        else
          for (const outcome of piece.outcomes) {
            at = outcome.index + 1;
            batch[outcome.index]!.done(outcome);
          }
      }
    } catch (error) {
      // What a thread was at when it was lost is to blame, the first that it had not told of; the others are tried
      // once more.
      const [culprit, ...rest] = batch.slice(at);
      culprit?.failed(error);
      if (error instanceof UnrollError && error.code === 'CANCELLED')
        for (const one of rest) one.failed(error);
      else this.#waiting.unshift(...rest);
    }
  }
}

function leastSilence(work: object): number {
  if (!('format' in work)) return CLAIM_SILENCE_MS;
  return /^(hdf5|mat|xlsx)/.test(String(work.format)) ? LIBRARY_SILENCE_MS : LEAST_SILENCE_MS;
}

function lost(why: 'crashed' | 'timeout', shown: string): UnrollError {
  return failure('FILE_TOO_LARGE.reading', { file: shown, lost: why });
}

/** Reads files that are no sound in worker threads, so that the engine's own loop is never held. */
export class Reading {
  readonly #claims: Batches<Omit<FileRef, 'size'>>;
  readonly #files: Batches<FileToRead>;

  constructor(cacheDir: string) {
    this.#claims = new Batches((files) => ({ kind: 'claim', cacheDir, files }));
    this.#files = new Batches((files) => ({ kind: 'describe', cacheDir, files }));
  }

  /** @throws UnrollError as `Sources.claim` */
  async claim({ path, shown, rows }: Pick<FileRef, 'path' | 'shown' | 'rows'>): Promise<ClaimedFile> {
    const piece = await this.#claims.add({ path, shown, ...(rows && { rows }) }, 0);
    if (piece.kind === 'refused') throw errorFromShape(piece.error);
    return piece as Extract<ReadOutcome, { kind: 'claimed' }>;
  }

  /** @throws UnrollError FILE_*, DISK_FULL, CANCELLED */
  async read(
    { path, shown, size, rows, format, spill, hashes }: FileToRead,
    signal?: AbortSignal,
    onBytes?: (bytes: number) => void,
  ): Promise<ReadFile> {
    const file = { path, shown, size, format, spill, hashes, ...(rows && { rows }) };
    const piece = await this.#files.add(file, size, signal, onBytes);
    if (piece.kind === 'refused') throw errorFromShape(piece.error);
    return (piece as Extract<ReadOutcome, { kind: 'read' }>).file;
  }
}
