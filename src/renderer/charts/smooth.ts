/**
 * Exponential moving average of a series that only grows, corrected for its start at zero as Adam's moments are
 * (Kingma & Ba 2015, algorithm 1): s_t = (w·m_{t−1} + (1 − w)·x_t) / (1 − w^t). Values that are not finite
 * are passed through and leave the average as it is.
 */
export class DebiasedEma {
  #out = new Float32Array(0);
  #length = 0;
  #mean = 0;
  #decay = 1;

  /** @param weight 0 (no smoothing) ≤ w < 1 */
  constructor(readonly weight: number) {}

  /**
   * The smoothed series, [n]. Costs only as much as `values` is longer than at the last call.
   * @param values [n]; a prefix that was seen before must not have changed, else call `reset`
   */
  extend(values: ArrayLike<number>): Float32Array {
    if (values.length < this.#length) this.reset();
    this.#reserve(values.length);
    const keep = this.weight;
    for (let i = this.#length; i < values.length; i++) {
      const value = values[i]!;
      if (value - value !== 0) {
        this.#out[i] = value;
        continue;
      }
      this.#mean = keep * this.#mean + (1 - keep) * value;
      this.#decay *= keep;
      this.#out[i] = this.#mean / (1 - this.#decay);
    }
    this.#length = values.length;
    return this.#out.subarray(0, this.#length);
  }

  reset(): void {
    this.#length = 0;
    this.#mean = 0;
    this.#decay = 1;
  }

  #reserve(length: number): void {
    if (length <= this.#out.length) return;
    const larger = new Float32Array(Math.max(1024, 2 * this.#out.length, length));
    larger.set(this.#out.subarray(0, this.#length));
    this.#out = larger;
  }
}
