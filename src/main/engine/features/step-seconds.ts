import type { ImportPlan } from '../../../shared/domain/dataset';
import { framingOf } from './log-mel';

/** Seconds from one step of the features to the next; null where nothing says how fast samples follow each other. */
export function stepSeconds({ features, rateHz }: Pick<ImportPlan, 'features' | 'rateHz'>): number | null {
  if (rateHz === null) return null;
  return features.kind === 'raw' ? 1 / rateHz : framingOf(features, rateHz).hopSamples / rateHz;
}
