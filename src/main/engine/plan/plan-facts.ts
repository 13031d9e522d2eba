import type { ImportPlan, PlanEdits } from '../../../shared/domain/dataset';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { Grouping } from '../scan/together/grouping';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';

/** What was understood of a drop, for what is told and asked of it. */
export interface PlanFacts {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly fields: FieldChoices;
  readonly plan: ImportPlan;
  readonly evidence: Evidence;
  /** What was settled already, by a person or by a plan that is followed. */
  readonly edits: PlanEdits;
  /** Null where each file is a recording. */
  readonly grouping: Grouping | null;
}
