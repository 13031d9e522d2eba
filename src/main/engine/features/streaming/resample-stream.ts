import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { libraryRates } from '../library-rates';
import { checkRate } from '../resample';

type Converter = Awaited<ReturnType<typeof libsamplerate.create>>;

/** The library moves at most 1,008,000 numbers at a time in either direction. */
const MOST_NUMBERS = 500_000;
/** Seconds of silence behind the signal: more than the filter reaches, so that its end comes out. */
const TAIL_SECONDS = 0.25;

/** `Resampler` for a signal as it comes, of any number of channels up to 128. */
export class ResampleStream {
  #taken = 0;
  #made = 0;

  private constructor(
    private readonly library: Converter,
    private readonly channels: number,
    private readonly fromHz: number,
    private readonly toHz: number,
  ) {}

  /** @throws UnrollError ARGUMENT_INVALID when a rate is outside 1 Hz … 16 MHz */
  static async open(channels: number, fromHz: number, toHz: number): Promise<ResampleStream> {
    checkRate(fromHz);
    checkRate(toHz);
    const library = await libsamplerate.create(channels, ...libraryRates(fromHz, toHz), {
      converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
    });
    return new ResampleStream(library, channels, fromHz, toHz);
  }

  /** @param samples [n, channels] @returns [m, channels], what comes out of the filter by now */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length / this.channels;
    return this.feed(samples);
  }

  /** The rest, so that round(n · toHz / fromHz) samples came out; after it comes another signal. */
  finish(): Float32Array {
    const { channels, fromHz, toHz } = this;
    const length = this.#taken === 0 ? 0 : Math.max(1, Math.round((this.#taken * toHz) / fromHz));
    const rest = new Float32Array(Math.max(0, length - this.#made) * channels);
    const silence = new Float32Array(Math.max(1, Math.ceil(fromHz * TAIL_SECONDS)) * channels);
    let written = 0;
    for (let k = 0; written < rest.length && k < 8; k++) {
      const made = this.feed(silence);
      rest.set(made.subarray(0, rest.length - written), written);
      written = Math.min(rest.length, written + made.length);
    }
    this.reset();
    return rest;
  }

  reset(): void {
    this.#taken = 0;
    this.#made = 0;
    // Setting a rate, even to the same value, is the library's way to forget the previous signal.
    [this.library.inputSampleRate] = libraryRates(this.fromHz, this.toHz);
  }

  close(): void {
    this.library.destroy();
  }

  private feed(samples: Float32Array): Float32Array {
    const { channels, fromHz, toHz } = this;
    const frames = Math.max(1, Math.floor(MOST_NUMBERS / channels / Math.max(1, toHz / fromHz)));
    const parts: Float32Array[] = [];
    for (let start = 0; start < samples.length; start += frames * channels)
      parts.push(this.library.full(samples.subarray(start, start + frames * channels)).slice());
    const made = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      made.set(part, at);
      at += part.length;
    }
    this.#made += made.length / channels;
    return made;
  }
}
