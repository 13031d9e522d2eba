import type { FeaturePlan } from '../../../shared/domain/features';
import { fftSize, framingOf } from './log-mel';
import { melFilters } from './mel';
import { cepstraOf } from './extract';
import { DELTA_REACH } from './mfcc';

export interface FeatureCost {
  /** Of one step of all channels. */
  readonly multiplyAdds: number;
  /** Logarithms of one step. */
  readonly functions: number;
  /** Numbers that a device holds for it: a frame, its spectrum, window and filters. */
  readonly numbers: number;
}

/**
 * What it takes to compute features from a recording. An FFT of N real points counts as N · log₂ N: half of the
 * 4 · (N / 2) · log₂ N of a complex one (Cooley & Tukey 1965).
 */
export function featureCost(plan: FeaturePlan, channels: number, rateHz: number | null): FeatureCost {
  if (plan.kind === 'raw' || rateHz === null)
    return { multiplyAdds: 0, functions: 0, numbers: plan.kind === 'raw' && plan.differences ? channels : 0 };
  const { windowSamples } = framingOf(plan, rateHz);
  const size = fftSize(windowSamples);
  const maxHz = Math.min(plan.maxHz, rateHz / 2);
  const filters = melFilters(size, rateHz, plan.bands, Math.min(plan.minHz, maxHz / 2), maxHz);
  const filterWeights = filters.reduce((sum, { weights }) => sum + weights.length, 0);
  const bins = size / 2 + 1;
  const logMel = windowSamples + size * Math.log2(size) + 2 * bins + filterWeights;
  const cepstra = plan.kind === 'mfcc' ? cepstraOf(plan) : 0;
  const deltas = plan.kind === 'mfcc' && plan.deltas ? cepstra : 0;
  const own = windowSamples + deltas * (2 * DELTA_REACH + 1);
  const shared = windowSamples + 2 * size + filterWeights + cepstra * plan.bands;
  return {
    multiplyAdds: channels * (logMel + cepstra * plan.bands + deltas * DELTA_REACH),
    functions: channels * plan.bands,
    numbers: channels * own + shared,
  };
}
