import { answersWhole, continues, labelsSteps } from '../../../shared/domain/task';
import type { ImportPlan, PlanEdits } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
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
    requireTaskFeatures(task, modality, edits.features);
    if (edits.features.kind !== 'raw' && rateHz === null)
      throw failure('ARGUMENT_INVALID.featuresNeedRate', { features: edits.features.kind });
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
function requireTaskFeatures(
  task: ImportPlan['task'],
  modality: ImportPlan['modality'],
  features: ImportPlan['features'],
): void {
  if (answersWhole(task)) return;
  if (labelsSteps(task) && modality === 'audio') return;
  if (features.kind !== 'raw') throw failure('ARGUMENT_INVALID.forecastRaw', { features: features.kind });
  if (features.ownScale !== undefined && features.ownScale.length > 0)
    throw failure('ARGUMENT_INVALID.ownScaleWhole', { features: features.kind });
  if (continues(task) && features.differences)
    throw failure('ARGUMENT_INVALID.generateRaw', { features: features.kind });
}
