import { MEAN } from '../../../shared/domain/sound-channels';

/** A recording as it comes out of a file: every channel sampled at the same moments. */
export interface Signal {
  /** [length, channels], row-major; NaN where a value is missing. */
  readonly data: Float32Array;
  readonly channels: readonly string[];
  readonly length: number;
  /** Samples per second; null when the recording has no time. */
  readonly rateHz: number | null;
  /** [length, channels] 1 where `data` holds what stands in for a value that was not measured; absent where all were. */
  readonly filled?: Uint8Array | undefined;
}

/** [values] 1 where a value is missing; undefined where none is. */
export function missingIn(data: Float32Array): Uint8Array | undefined {
  return allFinite(data) ? undefined : Uint8Array.from(data, (x) => Number(!Number.isFinite(x)));
}

/** A loop of its own: `every` takes ten times as long, and this goes over all that is ever prepared. */
export function allFinite(data: Float32Array): boolean {
  for (let k = 0; k < data.length; k++) if (!Number.isFinite(data[k])) return false;
  return true;
}

/** A recording of sound as a signal. @param samples [length, channels] */
export function audioSignal(
  samples: Float32Array,
  rateHz: number,
  channels: readonly string[] = [MEAN],
): Signal {
  return { data: samples, channels, length: samples.length / channels.length, rateHz };
}

/**
 * Missing values (NaN, ±∞) replaced channel by channel: on the straight line between their finite neighbours,
 * held at the first or last finite value at the ends, 0 where a channel has no finite value at all.
 *
 * @param mostSteps longer gaps are not bridged: the last finite value is held until the next one
 * @returns the same array when nothing is missing, else a new one, [length, channels]
 */
export function fillMissing(data: Float32Array, channels: number, mostSteps = Infinity): Float32Array {
  if (allFinite(data)) return data;
  const filled = data.slice();
  const length = data.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    let previous = -1;
    for (let t = 0; t <= length; t++) {
      if (t < length && !Number.isFinite(data[t * channels + channel])) continue;
      fillGap(filled, channels, channel, previous, t, length, mostSteps);
      previous = t;
    }
  }
  return filled;
}

/** Fills the steps strictly between `before` (−1: none) and `after` (`length`: none). */
function fillGap(
  data: Float32Array,
  channels: number,
  channel: number,
  before: number,
  after: number,
  length: number,
  mostSteps: number,
): void {
  const left = before < 0 ? null : data[before * channels + channel]!;
  const right = after >= length ? null : data[after * channels + channel]!;
  const isLong = after - before - 1 > mostSteps;
  for (let t = before + 1; t < after; t++) {
    const share = (t - before) / (after - before);
    data[t * channels + channel] =
      left !== null && right !== null && !isLong ? left + share * (right - left) : (left ?? right ?? 0);
  }
}
