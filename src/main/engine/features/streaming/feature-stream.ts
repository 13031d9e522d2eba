import type { FeaturePlan } from '../../../../shared/domain/features';
import { UnrollError } from '../../../../shared/domain/error';
import { requireRate } from '../extract';
import { RawStream } from './raw-stream';
import { SpectralStream } from './spectral-stream';

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

/** @throws UnrollError ARGUMENT_INVALID for spectral features without a rate; MODEL_UNSUITABLE for recordings of their own scale */
export function featureStream(plan: FeaturePlan, channels: number, rateHz: number | null): FeatureStream {
  if (plan.kind === 'raw' && plan.ownScale !== undefined && plan.ownScale.length > 0)
    throw new UnrollError(
      'MODEL_UNSUITABLE',
      'This model scales each recording by its own mean and deviation, which a stream does not know before its end; give it files.',
    );
  return plan.kind === 'raw'
    ? new RawStream(plan, channels)
    : new SpectralStream(plan, channels, requireRate(plan, rateHz));
}
