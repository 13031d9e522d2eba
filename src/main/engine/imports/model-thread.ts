import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { ThreadPool } from '../files/thread-pool';
import type { ForeignNetwork } from './parts';

/** What is asked of a file of somebody else's model; `start`: nothing yet. */
export type ModelJob =
  | { readonly kind: 'start' }
  | { readonly kind: 'read'; readonly path: string }
  | { readonly kind: 'recognise'; readonly path: string };

export type ModelAnswer =
  | { readonly kind: 'network'; readonly network: ForeignNetwork }
  | { readonly kind: 'recognised'; readonly isModel: boolean };

const HEAP_MB = 1024;
const START_MS = 60_000;
const LEAST_MS = 4000;
const MS_PER_BYTE = 1 / 20_000;

/**
 * Parsers of HDF5, zip, JSON and protobuf, over files that may make them loop for ever, or take all memory: in threads whose end
 * costs nothing else.
 */
const pool = new ThreadPool<ModelJob, ModelAnswer>('model-worker', 2, HEAP_MB);

async function answerOf(job: Exclude<ModelJob, { kind: 'start' }>): Promise<ModelAnswer> {
  const name = basename(job.path);
  const onLost = (lost: 'crashed' | 'timeout'): UnrollError =>
    failure('MODEL_UNREADABLE.reader', { name, lost });
  // What it takes to start a thread is not the file's fault.
  for await (const answer of pool.run({ kind: 'start' }, { timeoutMs: START_MS, onLost })) return answer;
  const { size } = await stat(job.path).catch(() => ({ size: 0 }));
  for await (const answer of pool.run(job, { timeoutMs: LEAST_MS + MS_PER_BYTE * size, onLost }))
    return answer;
  throw onLost('crashed');
}

/** `readForeignModel` in a thread. @throws UnrollError as it does, and MODEL_UNREADABLE when the file broke its reader */
export async function readForeignModelApart(path: string): Promise<ForeignNetwork> {
  const answer = await answerOf({ kind: 'read', path });
  if (answer.kind !== 'network') throw new Error('another question was answered');
  return answer.network;
}

/** Whether an HDF5 file is a model; one that cannot be read counts as one, so that the import says why. */
export async function isModelFile(path: string): Promise<boolean> {
  try {
    const answer = await answerOf({ kind: 'recognise', path });
    return answer.kind === 'recognised' && answer.isModel;
  } catch {
    return true;
  }
}
