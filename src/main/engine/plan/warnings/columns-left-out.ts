import type { ImportPlan, Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { ColumnFacts } from '../../readers/content';
import type { NoInput } from '../column-uses';
import { rowsOf, whyNoInput } from '../column-uses';
import type { WarningFacts } from './rule';

export interface ColumnLeftOut {
  readonly column: ColumnFacts;
  readonly reason: NoInput | 'time' | 'unchosen';
}

/** Columns of the tables that have no use under the plan, and why. */
export function columnsLeftOut({
  material,
  columns,
  plan,
}: Pick<WarningFacts, 'material' | 'columns' | 'plan'>): ColumnLeftOut[] {
  if (material.kind !== 'table') return [];
  const used = usedColumns(plan);
  const rows = rowsOf(material);
  return columns
    .filter(({ name }) => !used.has(name))
    .map((column) => ({ column, reason: reasonOf(column, rows, plan) }));
}

export function usedColumns({
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

const MOST_NAMES = 12;

/** What does not go in, by reason, so that nothing is left out in silence. */
export function columnsLeftOutWarnings(facts: WarningFacts): Remark[] {
  const byReason = new Map<string, ColumnFacts[]>();
  for (const { column, reason } of columnsLeftOut(facts))
    byReason.set(reason, [...(byReason.get(reason) ?? []), column]);
  return [...byReason].map(([reason, own]) => {
    const names = own.slice(0, MOST_NAMES).map(({ name }) => name);
    const example = own[0]!.words?.[0] ?? '';
    return remark('columns.leftOut', {
      count: own.length,
      columns: `${names.join(', ')}${own.length > MOST_NAMES ? ' …' : ''}`,
      reason,
      example: example.slice(0, 40),
    });
  });
}
