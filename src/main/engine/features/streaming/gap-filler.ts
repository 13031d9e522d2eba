/** A gap of more samples holds the last value, so that a sensor that has fallen silent holds up nothing. */
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
  /** [channels] 1 while the last value is held in a gap that was too long to be bridged. */
  readonly #holds: Uint8Array;
  readonly #masked: readonly number[];
  readonly #longest: number;

  /**
   * @param masked channels beside which comes whether a value was missing
   * @param longest gaps of more samples are not bridged
   */
  constructor(channels: number, masked: readonly number[] = [], longest = LONGEST_GAP) {
    this.#channels = channels;
    this.#holds = new Uint8Array(channels);
    this.#masked = masked;
    this.#longest = Math.min(longest, LONGEST_GAP);
    this.#held = new Float32Array(0);
    this.#last = new Array<number>(channels).fill(Number.NaN);
    this.#open = new Int32Array(channels).fill(-1);
  }

  /** Channels, and behind them whether those that are masked were missing. */
  get #width(): number {
    return this.#channels + this.#masked.length;
  }

  /** @param samples [n, channels] @returns [n, channels + masked] of those that are complete by now */
  push(samples: Float32Array): Float32Array {
    const width = this.#width;
    const before = this.#held.length / width;
    const steps = before + samples.length / this.#channels;
    const all = new Float32Array(steps * width);
    all.set(this.#held);
    for (let step = before; step < steps; step++) {
      const row = samples.subarray((step - before) * this.#channels, (step - before + 1) * this.#channels);
      all.set(row, step * width);
      for (const [k, channel] of this.#masked.entries())
        all[step * width + this.#channels + k] = Number(!Number.isFinite(row[channel]!));
      for (let channel = 0; channel < this.#channels; channel++) this.#see(all, step, channel);
    }
    this.#open.forEach((start, channel) => {
      if (start < 0 || steps - start <= this.#longest) return;
      this.#close(all, channel, steps, Number.NaN);
      this.#holds[channel] = 1;
    });
    const ready = this.#open.reduce((least, start) => (start < 0 ? least : Math.min(least, start)), steps);
    this.#held = all.slice(ready * width);
    this.#open.forEach((start, channel) => {
      if (start >= 0) this.#open[channel] = start - ready;
    });
    return all.subarray(0, ready * width);
  }

  /** The rest; after it comes another signal. */
  finish(): Float32Array {
    const rest = this.#held;
    const steps = rest.length / this.#width;
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
    this.#holds.fill(0);
  }

  #see(all: Float32Array, step: number, channel: number): void {
    const at = step * this.#width + channel;
    const value = all[at]!;
    if (!Number.isFinite(value)) {
      if (this.#holds[channel] === 1) all[at] = Number.isNaN(this.#last[channel]!) ? 0 : this.#last[channel]!;
      else if (this.#open[channel]! < 0) this.#open[channel] = step;
      return;
    }
    this.#holds[channel] = 0;
    if (this.#open[channel]! >= 0) this.#close(all, channel, step, value);
    this.#last[channel] = value;
  }

  /** Fills the channel's open gap up to `end`, where `right` stands; NaN when nothing does, or the gap is too long. */
  #close(all: Float32Array, channel: number, end: number, right: number): void {
    const start = this.#open[channel]!;
    const left = this.#last[channel]!;
    const isLong = end - start > this.#longest;
    for (let step = start; step < end; step++) {
      const share = (step - start + 1) / (end - start + 1);
      const onLine = isLong ? Number.NaN : left + share * (right - left);
      const held = Number.isNaN(left) ? right : left;
      const value = Number.isNaN(onLine) ? held : onLine;
      all[step * this.#width + channel] = Number.isNaN(value) ? 0 : value;
    }
    this.#open[channel] = -1;
  }
}
