/** A gap of more samples is closed with the last value, so that a sensor that has fallen silent holds up nothing. */
const LONGEST_GAP = 1000;

/**
 * Missing values (NaN, ±∞) of a signal as it comes, replaced as `fillMissing` does it: samples wait until the value after the
 * gap is there.
 */
export class GapFiller {
  readonly #channels: number;
  readonly #last: number[];
  /** Samples from the first on that has an open gap, [n, channels]. */
  #held: Float32Array;
  /** Of each channel, the first sample of `#held` in its open gap; −1 without one. */
  readonly #open: Int32Array;

  constructor(channels: number) {
    this.#channels = channels;
    this.#held = new Float32Array(0);
    this.#last = new Array<number>(channels).fill(Number.NaN);
    this.#open = new Int32Array(channels).fill(-1);
  }

  /** @param samples [n, channels] @returns those that are complete by now */
  push(samples: Float32Array): Float32Array {
    const channels = this.#channels;
    const before = this.#held.length;
    const all = new Float32Array(before + samples.length);
    all.set(this.#held);
    all.set(samples, before);
    for (let k = before; k < all.length; k++) this.#see(all, k);
    const steps = all.length / channels;
    this.#open.forEach((start, channel) => {
      if (start >= 0 && steps - start > LONGEST_GAP) this.#close(all, channel, steps, Number.NaN);
    });
    const ready = this.#open.reduce((least, start) => (start < 0 ? least : Math.min(least, start)), steps);
    this.#held = all.slice(ready * channels);
    this.#open.forEach((start, channel) => {
      if (start >= 0) this.#open[channel] = start - ready;
    });
    return all.subarray(0, ready * channels);
  }

  /** The rest; after it comes another signal. */
  finish(): Float32Array {
    const rest = this.#held;
    const steps = rest.length / this.#channels;
    this.#open.forEach((start, channel) => {
      if (start >= 0) this.#close(rest, channel, steps, Number.NaN);
    });
    this.reset();
    return rest;
  }

  reset(): void {
    this.#held = new Float32Array(0);
    this.#last.fill(Number.NaN);
    this.#open.fill(-1);
  }

  #see(all: Float32Array, k: number): void {
    const channel = k % this.#channels;
    const step = (k - channel) / this.#channels;
    const value = all[k]!;
    if (!Number.isFinite(value)) {
      if (this.#open[channel]! < 0) this.#open[channel] = step;
      return;
    }
    if (this.#open[channel]! >= 0) this.#close(all, channel, step, value);
    this.#last[channel] = value;
  }

  /** Fills from the channel's open gap up to `end`, where `right` stands; NaN when nothing does. */
  #close(all: Float32Array, channel: number, end: number, right: number): void {
    const start = this.#open[channel]!;
    const left = this.#last[channel]!;
    for (let step = start; step < end; step++) {
      const share = (step - start + 1) / (end - start + 1);
      const onLine = left + share * (right - left);
      const held = Number.isNaN(left) ? right : left;
      const value = Number.isNaN(onLine) ? held : onLine;
      all[step * this.#channels + channel] = Number.isNaN(value) ? 0 : value;
    }
    this.#open[channel] = -1;
  }
}
