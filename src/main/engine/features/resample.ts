import { joinFloats } from './join-floats';
import { soundRows } from './sound-rows';

/** Samples that are handed over at a time. */
const PART = 2 ** 17;

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
  if (fromHz === toHz) return samples;
  const parts: Float32Array[] = [];
  for await (const part of soundRows({ fromHz, toHz, features: null }, partsOf(samples), options.signal))
    parts.push(part);
  return joinFloats(parts);
}

async function* partsOf(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += PART) yield samples.slice(start, start + PART);
}
