import type { ImportPlan } from '../../../shared/domain/dataset';
import type { ColumnFacts } from '../readers/content';
import type { NoInput } from './column-uses';
import { rowsOf, whyNoInput } from './column-uses';
import type { Material } from '../scan/material';
import { otherAnswers } from './unnamed-labels';

export interface ColumnLeftOut {
  readonly column: ColumnFacts;
  readonly reason: NoInput | 'unchosen';
}

/** Columns of the tables that have no use under the plan, and why. */
export function columnsLeftOut({
  material,
  columns,
  plan,
}: {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly plan: ImportPlan;
}): ColumnLeftOut[] {
  if (material.kind !== 'table') return [];
  const used = usedColumns(plan);
  const rows = rowsOf(material);
  const answers = otherAnswers(material, columns, plan);
  return columns
    .filter(({ name }) => !used.has(name))
    .map((column) => ({
      column,
      reason: answers.has(column.name) ? 'answer' : reasonOf(column, rows, plan),
    }));
}

function usedColumns({
  channels,
  targets,
  timeColumn,
  label,
  group,
  forecast,
}: ImportPlan): ReadonlySet<string> {
  const fields = [label, group].flatMap((source) => (source.kind === 'column' ? [source.column] : []));
  return new Set([
    ...channels,
    ...targets,
    ...(timeColumn === null ? [] : [timeColumn]),
    ...fields,
    ...(forecast?.known ?? []),
  ]);
}

function reasonOf(column: ColumnFacts, rows: number, { task }: ImportPlan): ColumnLeftOut['reason'] {
  if (column.distinct === 0) return 'empty';
  if (column.type === 'time') return 'time';
  const why = whyNoInput(column, rows, task);
  return why ?? (column.type === 'text' ? 'words' : 'unchosen');
}
