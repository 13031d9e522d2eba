import { checkRate } from '../check-rate';
import type { Converter } from './converter';
import { LibraryConverter, PolyphaseConverter } from './converter';
import { polyphaseOf } from './polyphase';

/** Band-limited resampling of a signal as it comes, of any number of channels up to 128. */
export class ResampleStream {
  #taken = 0;
  #made = 0;

  private constructor(
    private readonly converter: Converter,
    private readonly channels: number,
    private readonly fromHz: number,
    private readonly toHz: number,
  ) {}

  /** @throws UnrollError ARGUMENT_INVALID when a rate is outside 1 Hz … 16 MHz */
  static async open(channels: number, fromHz: number, toHz: number): Promise<ResampleStream> {
    checkRate(fromHz);
    checkRate(toHz);
    const filter = await polyphaseOf(fromHz, toHz);
    const converter =
      filter === null
        ? await LibraryConverter.open(channels, fromHz, toHz)
        : new PolyphaseConverter(filter, channels);
    return new ResampleStream(converter, channels, fromHz, toHz);
  }

  /** @param samples [n, channels] @returns [m, channels], what comes out of the filter by now */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length / this.channels;
    const made = this.converter.feed(samples);
    this.#made += made.length / this.channels;
    return made;
  }

  /** The rest, so that round(n · toHz / fromHz) samples came out; after it comes another signal. */
  finish(): Float32Array {
    const { channels, fromHz, toHz, converter } = this;
    const length = this.#taken === 0 ? 0 : Math.max(1, Math.round((this.#taken * toHz) / fromHz));
    const rest = new Float32Array(Math.max(0, length - this.#made) * channels);
    if (rest.length > 0)
      rest.set(converter.feed(new Float32Array(converter.tailFrames * channels)).subarray(0, rest.length));
    this.reset();
    return rest;
  }

  reset(): void {
    this.#taken = 0;
    this.#made = 0;
    this.converter.reset();
  }

  close(): void {
    this.converter.close();
  }
}
