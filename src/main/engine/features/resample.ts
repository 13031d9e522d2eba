import { joinFloats } from './join-floats';
import { soundRows } from './sound-rows';

/** Samples of a channel that are handed over at a time. */
const PART = 2 ** 17;

/**
 * Samples of sound at another rate, band-limited, in a worker thread.
 *
 * @param samples [length, channels]
 * @returns round(length · toHz / fromHz) samples
 * @throws UnrollError ARGUMENT_INVALID when a rate is outside 1 Hz … 16 MHz; COMPUTE_FAILED; CANCELLED
 */
export async function resample(
  samples: Float32Array,
  fromHz: number,
  toHz: number,
  { channels = 1, signal }: { readonly channels?: number; readonly signal?: AbortSignal | undefined } = {},
): Promise<Float32Array> {
  if (fromHz === toHz) return samples;
  const job = { fromHz, toHz, features: null, channels };
  const parts: Float32Array[] = [];
  for await (const part of soundRows(job, partsOf(samples, PART * channels), signal)) parts.push(part);
  return joinFloats(parts);
}

async function* partsOf(samples: Float32Array, size: number): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += size) yield samples.slice(start, start + size);
}
