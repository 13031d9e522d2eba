import type { FeaturePlan } from '../../../shared/domain/features';
import type { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { threads } from '../files/machine-threads';
import { ThreadPool } from '../files/thread-pool';
import { checkRate } from './check-rate';

/** What becomes of samples of sound in a worker thread. */
export interface SoundRowsJob {
  readonly fromHz: number;
  readonly toHz: number;
  /** Side by side in the samples; absent: one. */
  readonly channels?: number;
  /** Null: the samples at the other rate. */
  readonly features: FeaturePlan | null;
}

/** A part of some 65,000 samples takes milliseconds; one of 500,000, on a slow machine, a second. */
const TIMEOUT_MS = 120_000;

const pool = new ThreadPool<SoundRowsJob, Float32Array>('sound-rows-worker', Math.min(2, threads()));

/**
 * Samples of sound as they come, band-limited to another rate, and their features: in a worker thread, in memory that does not
 * grow with their number.
 *
 * @param samples [n, channels]; each part's memory is handed over
 * @returns [steps, features], unscaled, in parts; or [samples, channels], of which there are round(length · toHz / fromHz)
 * @throws UnrollError ARGUMENT_INVALID when a rate is outside 1 Hz … 16 MHz; COMPUTE_FAILED; CANCELLED; what `samples` throws
 */
export async function* soundRows(
  job: SoundRowsJob,
  samples: AsyncIterable<Float32Array>,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array, void, undefined> {
  checkRate(job.fromHz);
  checkRate(job.toHz);
  const onLost = (): UnrollError => failure('COMPUTE_FAILED.resample');
  yield* pool.run(
    job,
    { signal, timeoutMs: TIMEOUT_MS, onLost },
    {
      parts: samples,
      transfer: (part: Float32Array) => [part.buffer as ArrayBuffer],
    },
  );
}

/** Ends the worker threads; a later call starts them again. */
export async function closeSoundRows(): Promise<void> {
  await pool.close();
}
