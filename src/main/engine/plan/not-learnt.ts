import type { PlanEdits } from '../../../shared/domain/dataset';
import { learnsValue } from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';
import { rowsOf } from './column-uses';

/** A column of values that stays for fewer rows than this on average has another one at every step. */
const LEAST_RUN = 4;

/**
 * What the lab understands and does not learn: it says so rather than learn something else.
 *
 * @throws UnrollError ARGUMENT_INVALID for marks beside recordings and for values at every step
 */
export function requireUnderstood(
  material: Material,
  { task, label }: FieldChoices,
  columns: readonly ColumnFacts[],
  edits: PlanEdits,
): void {
  const saysNothing = edits.task === undefined && edits.label === undefined && edits.targets === undefined;
  const [marks] = material.marks;
  if (
    marks !== undefined &&
    saysNothing &&
    (label.kind === 'none' || material.marks.length >= material.files.length)
  )
    throw failure('ARGUMENT_INVALID.marks', { file: marks, files: material.marks.length });
  if (!learnsValue(task) || label.kind !== 'column') return;
  const column = columns.find(({ name }) => name === label.column);
  if (column !== undefined && column.distinct > rowsOf(material) / LEAST_RUN / 2)
    throw failure('ARGUMENT_INVALID.valueEveryStep', { column: column.name });
}
