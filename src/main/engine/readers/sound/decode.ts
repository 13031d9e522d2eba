import { threads } from '../../files/machine-threads';
import { ThreadPool } from '../../files/thread-pool';
import { failure } from '../../../../shared/sentences/failure';
import type { MonoPiece, MonoSpan } from './mono';

/** Samples of a file that one worker thread decodes. */
export interface DecodeJob {
  readonly path: string;
  readonly shown: string;
  readonly format: string;
  readonly span: MonoSpan;
}

/** The slowest decoder, in a debug build on a slow machine, takes a second for a piece. */
const TIMEOUT_MS = 20_000;

const pool = new ThreadPool<DecodeJob, MonoPiece>('decode-worker', Math.min(2, threads()));

/**
 * Samples of a sound file at its own rate, in a worker thread with a time limit.
 *
 * @throws UnrollError FILE_MISSING, FILE_EMPTY, FILE_CORRUPT, FILE_FORMAT_UNKNOWN, FILE_UNREADABLE, CANCELLED
 */
export function decodeSound(job: DecodeJob, signal?: AbortSignal): AsyncGenerator<MonoPiece> {
  const { shown } = job;
  return pool.run(job, {
    signal,
    timeoutMs: TIMEOUT_MS,
    onLost: (why) => failure('FILE_CORRUPT.decoder', { file: shown, lost: why }),
  });
}

/** Ends the worker threads; a later call starts them again. */
export async function closeDecoder(): Promise<void> {
  await pool.close();
}
