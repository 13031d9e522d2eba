import type { PlanEdits } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { besideRecordings } from '../scan/mark-files';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';

/**
 * Marks that belong to no recording are learnt from by nobody: the lab says so rather than learn something else.
 *
 * @throws UnrollError ARGUMENT_INVALID for marks of which nothing says where they lie
 */
export function requireUnderstood(material: Material, { label }: FieldChoices, edits: PlanEdits): void {
  const saysNothing = edits.task === undefined && edits.label === undefined && edits.targets === undefined;
  if (label.kind === 'marks') return;
  const [marks] = besideRecordings(material);
  if (
    marks !== undefined &&
    saysNothing &&
    (label.kind === 'none' || material.marks.length >= material.files.length)
  )
    throw failure('ARGUMENT_INVALID.marks', { file: marks.shown, files: material.marks.length });
}
