import { answersWhole, continues } from '../../../shared/domain/task';
import type { ImportPlan, PlanEdits } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import { summariseLengths } from '../examples/lengths';
import { defaultFeatures } from '../features/defaults';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { byHand } from './evidence';

/** @throws UnrollError ARGUMENT_INVALID for features that a forecast cannot have */
export function chooseFeatures(
  modality: ImportPlan['modality'],
  rateHz: number | null,
  lengths: readonly number[],
  { task }: FieldChoices,
  edits: PlanEdits,
  evidence: Evidence,
): ImportPlan['features'] {
  if (edits.features !== undefined) {
    requireTaskFeatures(task, edits.features);
    if (edits.features.kind !== 'raw' && rateHz === null)
      throw new UnrollError(
        'ARGUMENT_INVALID',
        `${edits.features.kind} features need a sampling rate: choose a time column, give the rate, or choose raw features.`,
        { features: edits.features.kind },
      );
    evidence.features = byHand;
    return edits.features;
  }
  const { plan, reason } = defaultFeatures(modality, {
    rateHz,
    medianLength: summariseLengths(lengths).median,
    task,
  });
  evidence.features = reason;
  return plan;
}

/** @throws UnrollError ARGUMENT_INVALID */
function requireTaskFeatures(task: ImportPlan['task'], features: ImportPlan['features']): void {
  if (answersWhole(task)) return;
  if (features.kind !== 'raw')
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'Forecasts are made from the values themselves; choose raw features.',
      { features: features.kind },
    );
  if (features.ownScale !== undefined && features.ownScale.length > 0)
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'A recording has a scale of its own only where it is answered as a whole; choose raw features without.',
      { features: features.kind },
    );
  if (continues(task) && features.differences)
    throw new UnrollError(
      'ARGUMENT_INVALID',
      'What is generated goes in again as it is; choose raw features without differences.',
      { features: features.kind },
    );
}
