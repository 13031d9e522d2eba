import type { PlanEdits } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';

/**
 * What the lab understands and does not learn: it says so rather than learn something else.
 *
 * @throws UnrollError ARGUMENT_INVALID for marks beside recordings
 */
export function requireUnderstood(material: Material, { label }: FieldChoices, edits: PlanEdits): void {
  const saysNothing = edits.task === undefined && edits.label === undefined && edits.targets === undefined;
  const [marks] = material.marks;
  if (
    marks !== undefined &&
    saysNothing &&
    (label.kind === 'none' || material.marks.length >= material.files.length)
  )
    throw failure('ARGUMENT_INVALID.marks', { file: marks, files: material.marks.length });
}
