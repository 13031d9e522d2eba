import type { FeaturePlan } from '../../../../shared/domain/features';
import type { FeatureStream } from './feature-stream';

/** The channels and, if asked for, x_t − x_{t−1} of each; behind them whether values were missing, which comes in as channels too. */
export class RawStream implements FeatureStream {
  readonly delaySteps = 0;
  readonly #differences: boolean;
  readonly #channels: number;
  readonly #masks: number;
  #before: Float32Array | null = null;

  /** @param channels without the masks */
  constructor({ differences }: Extract<FeaturePlan, { kind: 'raw' }>, channels: number, masks = 0) {
    this.#differences = differences;
    this.#channels = channels;
    this.#masks = masks;
  }

  /** @param samples [n, channels + masks] */
  push(samples: Float32Array): Float32Array {
    if (!this.#differences) return samples.slice();
    const channels = this.#channels;
    const width = channels + this.#masks;
    const steps = samples.length / width;
    const rows = new Float32Array(steps * (width + channels));
    for (let step = 0; step < steps; step++) {
      const row = samples.subarray(step * width, (step + 1) * width);
      const at = step * (width + channels);
      rows.set(row.subarray(0, channels), at);
      for (let c = 0; c < channels; c++) rows[at + channels + c] = row[c]! - (this.#before?.[c] ?? row[c]!);
      rows.set(row.subarray(channels), at + 2 * channels);
      this.#before = row;
    }
    this.#before = this.#before?.slice() ?? null;
    return rows;
  }

  finish(): Float32Array {
    this.reset();
    return new Float32Array(0);
  }

  reset(): void {
    this.#before = null;
  }
}
