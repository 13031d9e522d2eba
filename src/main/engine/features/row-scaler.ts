import type { Scaler } from '../../../shared/domain/features';

/** A feature that varies less than this share of its size is constant but for rounding. */
const LEAST_RELATIVE_DEVIATION = 1e-6;

/**
 * Mean and standard deviation of each feature, in one pass and 64 bits.
 * Source: Welford 1962, in the form for pairs of samples by Chan, Golub & LeVeque 1983.
 */
export class RowScaler {
  readonly #mean: Float64Array;
  /** Sum of squared distances from the mean. */
  readonly #spread: Float64Array;
  #rows = 0;

  constructor(readonly width: number) {
    this.#mean = new Float64Array(width);
    this.#spread = new Float64Array(width);
  }

  /** @param values [rows, width] */
  add(values: Float32Array): void {
    for (let offset = 0; offset < values.length; offset += this.width) {
      this.#rows++;
      for (let f = 0; f < this.width; f++) {
        const value = values[offset + f]!;
        const distance = value - this.#mean[f]!;
        this.#mean[f]! += distance / this.#rows;
        this.#spread[f]! += distance * (value - this.#mean[f]!);
      }
    }
  }

  /** The identity without a row; a constant feature is only centred. */
  fit(): Scaler {
    if (this.#rows === 0)
      return { mean: Array<number>(this.width).fill(0), deviation: Array<number>(this.width).fill(1) };
    const deviation = Array.from(this.#spread, (spread, f) => {
      const own = Math.sqrt(spread / this.#rows);
      return own > LEAST_RELATIVE_DEVIATION * Math.max(Math.abs(this.#mean[f]!), Number.MIN_VALUE) ? own : 1;
    });
    return { mean: Array.from(this.#mean), deviation };
  }
}
