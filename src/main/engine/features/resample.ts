import { UnrollError } from '../../../shared/domain/error';
import { MOST_SOUND_HZ } from '../../../shared/domain/sound-rates';
import { threads } from '../files/machine-threads';
import { ThreadPool } from '../files/thread-pool';

const LEAST_HZ = 1;
const BASE_TIMEOUT_MS = 30_000;

export interface ResampleJob {
  readonly samples: Float32Array;
  readonly fromHz: number;
  readonly toHz: number;
}

const pool = new ThreadPool<ResampleJob, Float32Array>('resample-worker', Math.min(2, threads()));

/** @throws UnrollError ARGUMENT_INVALID */
export function checkRate(rateHz: number): void {
  if (!(rateHz >= LEAST_HZ && rateHz <= MOST_SOUND_HZ))
    throw new UnrollError(
      'ARGUMENT_INVALID',
      `Sound can be resampled between rates of ${LEAST_HZ} and ${MOST_SOUND_HZ} Hz, not ${rateHz} Hz.`,
      { rateHz },
    );
}

/**
 * Mono samples at another rate, band-limited, in a worker thread.
 *
 * @returns round(length · toHz / fromHz) samples
 * @throws UnrollError ARGUMENT_INVALID when a rate is outside 1 Hz … 16 MHz; COMPUTE_FAILED; CANCELLED
 */
export async function resample(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Float32Array> {
  checkRate(fromHz);
  checkRate(toHz);
  if (fromHz === toHz) return samples;
  const made = pool.run(
    { samples, fromHz, toHz },
    {
      signal: options.signal,
      timeoutMs: BASE_TIMEOUT_MS + samples.length / 100,
      onLost: () => new UnrollError('COMPUTE_FAILED', 'The sound could not be resampled.'),
    },
  );
  for await (const resampled of made) return resampled;
  throw new UnrollError('COMPUTE_FAILED', 'The sound could not be resampled.');
}

/** Ends the worker threads; a later call starts them again. */
export async function closeResampler(): Promise<void> {
  await pool.close();
}
