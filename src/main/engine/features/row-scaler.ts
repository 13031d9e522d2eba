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
  /** Values of each feature that count. */
  readonly #counts: Float64Array;

  constructor(readonly width: number) {
    this.#mean = new Float64Array(width);
    this.#spread = new Float64Array(width);
    this.#counts = new Float64Array(width);
  }

  /**
   * @param values [rows, width]
   * @param counts whether the value of a feature in a row was measured; absent: all were
   */
  add(values: Float32Array, counts?: (row: number, feature: number) => boolean): void {
    for (let offset = 0, row = 0; offset < values.length; offset += this.width, row++) {
      for (let f = 0; f < this.width; f++) {
        if (counts?.(row, f) === false) continue;
        const value = values[offset + f]!;
        const distance = value - this.#mean[f]!;
        this.#mean[f]! += distance / ++this.#counts[f]!;
        this.#spread[f]! += distance * (value - this.#mean[f]!);
      }
    }
  }

  /** The identity of a feature without a value; a constant one is only centred. */
  fit(): Scaler {
    const deviation = Array.from(this.#spread, (spread, f) => {
      const own = Math.sqrt(spread / Math.max(1, this.#counts[f]!));
      return own > LEAST_RELATIVE_DEVIATION * Math.max(Math.abs(this.#mean[f]!), Number.MIN_VALUE) ? own : 1;
    });
    return { mean: Array.from(this.#mean), deviation };
  }
}
