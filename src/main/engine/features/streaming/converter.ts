import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { joinFloats } from '../join-floats';
import { libraryRates } from '../library-rates';
import type { Polyphase } from './polyphase';

/** What makes samples of one rate of those of another, as they come. */
export interface Converter {
  /** @param samples [n, channels] @returns [m, channels], what comes out of the filter by now */
  feed(samples: Float32Array): Float32Array;
  /** Frames of silence that push everything out. */
  readonly tailFrames: number;
  /** Forgets the signal. */
  reset(): void;
  close(): void;
}

/** Frames that are converted at a time. */
const FRAMES = 2 ** 16;

/** A {@link Polyphase} filter at work. */
export class PolyphaseConverter implements Converter {
  readonly tailFrames: number;
  /** Of each channel, the inputs that outputs to come look at. */
  #held: Float64Array[] = [];
  /** Output that comes next: its phase, and its first input within `#held`. */
  #phase = 0;
  #at = 0;
  /** What is left of `#phase · down / up` behind its whole inputs, in parts of `up`. */
  #part = 0;

  constructor(
    private readonly filter: Polyphase,
    private readonly channels: number,
  ) {
    this.tailFrames = filter.reach + filter.down;
    this.reset();
  }

  feed(samples: Float32Array): Float32Array {
    const step = FRAMES * this.channels;
    if (samples.length <= step) return this.#take(samples);
    const parts: Float32Array[] = [];
    for (let start = 0; start < samples.length; start += step)
      parts.push(this.#take(samples.subarray(start, start + step)));
    return joinFloats(parts);
  }

  reset(): void {
    // Before the signal is silence.
    this.#held = Array.from({ length: this.channels }, () => new Float64Array(this.filter.reach));
    this.#phase = 0;
    this.#at = 0;
    this.#part = 0;
  }

  close(): void {
    this.#held = [];
  }

  #take(samples: Float32Array): Float32Array {
    const { channels } = this;
    const { up, down, reach } = this.filter;
    const width = 2 * reach + 1;
    const before = this.#held[0]!.length;
    const held = this.#held.map((own, channel) => withChannel(own, samples, channel, channels));
    const length = before + samples.length / channels;
    const room = length - width - this.#at;
    // Outputs whose last input is there: the k-th from here begins ⌊(part + k · down) / up⌋ inputs on.
    const outputs = room < 0 ? 0 : 1 + Math.floor((up * (room + 1) - 1 - this.#part) / down);
    const out = new Float32Array(outputs * channels);
    let [phase, at, part] = [this.#phase, this.#at, this.#part];
    for (let n = 0; n < outputs; n++) {
      for (let channel = 0; channel < channels; channel++)
        out[n * channels + channel] = sumOf(this.filter.taps, phase * width, held[channel]!, at, width);
      phase = phase + 1 === up ? 0 : phase + 1;
      part += down;
      const inputs = Math.floor(part / up);
      at += inputs;
      part -= inputs * up;
    }
    const drop = Math.min(at, length);
    this.#held = held.map((own) => own.slice(drop));
    [this.#phase, this.#at, this.#part] = [phase, at - drop, part];
    return out;
  }
}

function withChannel(
  held: Float64Array,
  samples: Float32Array,
  channel: number,
  channels: number,
): Float64Array {
  const whole = new Float64Array(held.length + samples.length / channels);
  whole.set(held);
  if (channels === 1) whole.set(samples, held.length);
  else
    for (let k = channel, at = held.length; k < samples.length; k += channels, at++) whole[at] = samples[k]!;
  return whole;
}

/** Four sums, which do not wait for one another. */
function sumOf(taps: Float64Array, tap: number, held: Float64Array, at: number, width: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = width - (width % 4);
  for (let k = 0; k < whole; k += 4) {
    a += taps[tap + k]! * held[at + k]!;
    b += taps[tap + k + 1]! * held[at + k + 1]!;
    c += taps[tap + k + 2]! * held[at + k + 2]!;
    d += taps[tap + k + 3]! * held[at + k + 3]!;
  }
  for (let k = whole; k < width; k++) a += taps[tap + k]! * held[at + k]!;
  return a + b + (c + d);
}

/** The library moves at most 1,008,000 numbers at a time in either direction. */
const MOST_NUMBERS = 500_000;
/** Seconds of silence behind the signal: more than the filter reaches. */
const TAIL_SECONDS = 2;

/** libsamplerate itself, for rates without a small ratio. */
export class LibraryConverter implements Converter {
  readonly tailFrames: number;

  private constructor(
    private readonly library: Awaited<ReturnType<typeof libsamplerate.create>>,
    private readonly channels: number,
    private readonly fromHz: number,
    private readonly toHz: number,
  ) {
    this.tailFrames = Math.max(8, Math.ceil(fromHz * TAIL_SECONDS));
  }

  static async open(channels: number, fromHz: number, toHz: number): Promise<LibraryConverter> {
    const library = await libsamplerate.create(channels, ...libraryRates(fromHz, toHz), {
      converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
    });
    return new LibraryConverter(library, channels, fromHz, toHz);
  }

  feed(samples: Float32Array): Float32Array {
    const { channels, fromHz, toHz } = this;
    const frames = Math.max(1, Math.floor(MOST_NUMBERS / channels / Math.max(1, toHz / fromHz)));
    const parts: Float32Array[] = [];
    for (let start = 0; start < samples.length; start += frames * channels)
      parts.push(this.library.full(samples.subarray(start, start + frames * channels)).slice());
    return joinFloats(parts);
  }

  reset(): void {
    // Setting a rate, even to the same value, is the library's way to forget the previous signal.
    [this.library.inputSampleRate] = libraryRates(this.fromHz, this.toHz);
  }

  close(): void {
    this.library.destroy();
  }
}
