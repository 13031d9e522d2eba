import type { FeatureKind, FeaturePlan } from '../../../shared/domain/features';

const WINDOW_MS = 25;
const HOP_MS = 10;
const BANDS = 40;
const LEAST_HZ = 20;
const COEFFICIENTS = 13;
/** Half the rate of speech recordings; used where no rate is known. */
const FALLBACK_MAX_HZ = 8000;

/** Another kind of features with whatever carries over from the present one, else the usual values for speech. */
export function changeFeatureKind(from: FeaturePlan, kind: FeatureKind, rateHz: number | null): FeaturePlan {
  if (kind === 'raw') return { kind, standardise: from.standardise, differences: false };
  const spectral =
    from.kind === 'raw'
      ? {
          windowMs: WINDOW_MS,
          hopMs: HOP_MS,
          bands: BANDS,
          minHz: LEAST_HZ,
          maxHz: rateHz === null ? FALLBACK_MAX_HZ : rateHz / 2,
        }
      : {
          windowMs: from.windowMs,
          hopMs: from.hopMs,
          bands: from.bands,
          minHz: from.minHz,
          maxHz: from.maxHz,
        };
  const common = { standardise: from.standardise, ...spectral };
  return kind === 'logmel'
    ? { kind, ...common }
    : { kind, ...common, coefficients: Math.min(COEFFICIENTS, common.bands), deltas: true };
}
