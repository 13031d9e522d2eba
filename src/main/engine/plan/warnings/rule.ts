import type { ImportPlan, Remark } from '../../../../shared/domain/dataset';
import type { Draft } from '../../examples/draft';
import type { Item } from '../../examples/items';
import type { ColumnFacts } from '../../readers/content';
import type { Material } from '../../scan/material';

export interface WarningFacts {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly plan: ImportPlan;
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
}

/** One thing that may be wrong with data; nothing where it is not, or does not concern the task. */
export type Rule = (facts: WarningFacts) => readonly Remark[];
