import { appendDeltas, DELTA_REACH } from '../mfcc';

/** Appends to each channel's cepstra their deltas (`appendDeltas`), which look {@link DELTA_REACH} steps ahead. */
export class DeltaStream {
  readonly delaySteps = DELTA_REACH;
  readonly #channels: number;
  readonly #count: number;
  /** Rows that deltas to come look at: up to {@link DELTA_REACH} before the first that is open. [rows, channels · count] */
  #rows = new Float32Array(0);
  /** Rows of `#rows` that have their deltas. */
  #done = 0;

  constructor(channels: number, count: number) {
    this.#channels = channels;
    this.#count = count;
  }

  /** @param rows [steps, channels · count] @returns [steps, channels · 2 · count] of the steps that are complete */
  push(rows: Float32Array): Float32Array {
    return this.#take(rows, DELTA_REACH);
  }

  finish(rows: Float32Array): Float32Array {
    const all = this.#take(rows, 0);
    this.reset();
    return all;
  }

  reset(): void {
    this.#rows = new Float32Array(0);
    this.#done = 0;
  }

  #take(rows: Float32Array, ahead: number): Float32Array {
    const width = this.#channels * this.#count;
    const joined = new Float32Array(this.#rows.length + rows.length);
    joined.set(this.#rows);
    joined.set(rows, this.#rows.length);
    const steps = joined.length / width;
    const ready = Math.max(this.#done, steps - ahead);
    const out = this.#withDeltas(joined, steps).slice(this.#done * 2 * width, ready * 2 * width);
    const drop = Math.max(0, ready - DELTA_REACH);
    this.#rows = joined.slice(drop * width);
    this.#done = ready - drop;
    return out;
  }

  #withDeltas(rows: Float32Array, steps: number): Float32Array {
    const [channels, count] = [this.#channels, this.#count];
    const stride = 2 * channels * count;
    const wide = new Float32Array(steps * stride);
    for (let t = 0; t < steps; t++)
      for (let c = 0; c < channels; c++) {
        const at = (t * channels + c) * count;
        wide.set(rows.subarray(at, at + count), t * stride + c * 2 * count);
      }
    for (let c = 0; c < channels; c++) appendDeltas(wide, steps, stride, c * 2 * count, count);
    return wide;
  }
}
