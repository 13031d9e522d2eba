/**
 * Features of a signal as it comes, in constant memory: what `push` and `finish` have handed out together are the rows
 * of `extractFeatures` of the whole signal, bit by bit. Rows are unscaled, [steps, features].
 */
export interface FeatureStream {
  /** Rows come so many steps after the samples that they stand for. */
  readonly delaySteps: number;
  /** @param samples [n, channels], finite */
  push(samples: Float32Array): Float32Array;
  /** The rows that the end of the signal still gives; after it comes another signal. */
  finish(): Float32Array;
  reset(): void;
}
