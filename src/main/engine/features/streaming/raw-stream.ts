import type { FeaturePlan } from '../../../../shared/domain/features';
import type { FeatureStream } from './feature-stream';

/** The channels and, if asked for, x_t − x_{t−1} of each. */
export class RawStream implements FeatureStream {
  readonly delaySteps = 0;
  readonly #differences: boolean;
  readonly #channels: number;
  #before: Float32Array | null = null;

  constructor({ differences }: Extract<FeaturePlan, { kind: 'raw' }>, channels: number) {
    this.#differences = differences;
    this.#channels = channels;
  }

  push(samples: Float32Array): Float32Array {
    if (!this.#differences) return samples.slice();
    const channels = this.#channels;
    const rows = new Float32Array(2 * samples.length);
    for (let k = 0; k < samples.length; k++) {
      const c = k % channels;
      const at = 2 * (k - c) + c;
      const before = k < channels ? (this.#before?.[c] ?? samples[k]!) : samples[k - channels]!;
      rows[at] = samples[k]!;
      rows[at + channels] = samples[k]! - before;
    }
    if (samples.length > 0) this.#before = samples.slice(-channels);
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
