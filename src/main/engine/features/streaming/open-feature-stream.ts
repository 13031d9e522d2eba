import type { FeaturePlan } from '../../../../shared/domain/features';
import { failure } from '../../../../shared/sentences/failure';
import { requireRate } from '../extract';
import type { FeatureStream } from './feature-stream';
import { RawStream } from './raw-stream';
import { SpectralStream } from './spectral-stream';

/** @throws UnrollError ARGUMENT_INVALID for spectral features without a rate; MODEL_UNSUITABLE for recordings of their own scale */
export function featureStream(
  plan: FeaturePlan,
  channels: number,
  rateHz: number | null,
  masks = 0,
): FeatureStream {
  if (plan.kind === 'raw' && plan.ownScale !== undefined && plan.ownScale.length > 0)
    throw failure('MODEL_UNSUITABLE.ownScale');
  return plan.kind === 'raw'
    ? new RawStream(plan, channels, masks)
    : new SpectralStream(plan, channels, requireRate(plan, rateHz));
}
