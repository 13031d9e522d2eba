import * as v from 'valibot';
import { Measured } from './measured';

const positive = v.pipe(v.number(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The signal itself: audio samples or sensor channels, one feature per channel. */
export const RawFeatures = v.object({
  kind: v.literal('raw'),
  /** Per-feature zero mean and unit variance, fitted on the training part alone. */
  standardise: v.boolean(),
  /** Append x_t − x_{t−1} of every channel (zero at the first step). */
  differences: v.boolean(),
  /**
   * Channels of which each recording is scaled by its own mean μ and deviation σ, before the differences; ln σ ("spread")
   * and asinh(μ/σ) ("level") follow as features of their own, the same at every step.
   */
  ownScale: v.optional(v.array(v.string())),
  /** Channels beside which a feature of their own is 1 where no value was measured, and 0 else; they come last. */
  masks: v.optional(v.array(v.string())),
  /** Gaps of so many steps are bridged by a line, in longer ones the last value is held; absent: all are bridged. */
  gapSteps: v.optional(count),
});

const spectral = {
  standardise: v.boolean(),
  windowMs: positive,
  hopMs: positive,
  /** Mel bands between minHz and maxHz. */
  bands: count,
  minHz: v.pipe(v.number(), v.minValue(0)),
  maxHz: positive,
};

/** Natural logarithm of mel band power. Shape of one example: [frames, bands]. */
const LogMelFeatures = v.object({ kind: v.literal('logmel'), ...spectral });

/** DCT-II (orthonormal) of the log-mel bands. Shape of one example: [frames, coefficients × (1 + deltas)]. */
const MfccFeatures = v.object({
  kind: v.literal('mfcc'),
  ...spectral,
  coefficients: count,
  /** Append the first-order regression deltas. */
  deltas: v.boolean(),
});

export const FeaturePlan = v.variant('kind', [RawFeatures, LogMelFeatures, MfccFeatures]);
export type FeaturePlan = v.InferOutput<typeof FeaturePlan>;
export type FeatureKind = FeaturePlan['kind'];

/** x ← (x − mean) / deviation per feature; fitted on the training part alone. Both [features]. */
export const Scaler = v.object({ mean: v.array(Measured), deviation: v.array(Measured) });
export type Scaler = v.InferOutput<typeof Scaler>;
