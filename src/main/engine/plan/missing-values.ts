import type { MissingValue, PlanEdits } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';
import { planTable } from '../examples/plan-table';
import type { ColumnFacts } from '../readers/content';
import type { Sources } from '../readers/sources';
import { columnOf } from '../readers/table/table';
import { unknownColumn } from '../readers/table/unknown-column';
import { isUsualSentinel } from '../readers/table/values/sentinels';
import type { Material } from '../scan/material';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import type { TimePlan } from '../examples/plan-table';

/**
 * Numbers that stand for "not measured": those that a person names, else those that programs write for it where they lie far
 * beyond everything else in their column.
 *
 * @throws UnrollError COLUMN_UNKNOWN
 */
export function chooseMissingValues(
  columns: readonly ColumnFacts[],
  { missing }: PlanEdits,
  evidence: Evidence,
): Pick<TimePlan, 'missing'> {
  if (missing !== undefined) {
    evidence.missing = byHand;
    const odd = missing.find(({ column }) => column !== null && !columns.some(({ name }) => name === column));
    if (odd !== undefined)
      throw unknownColumn(
        odd.column!,
        columns.map(({ name }) => name),
      );
    return missing.length === 0 ? {} : { missing };
  }
  const found = sentinelsIn(columns);
  if (found.length === 0) return {};
  evidence.missing = remark('missing.sentinels', {
    values: [...new Set(found.map(({ value }) => value))].join(', '),
    columns: found.map(({ column }) => column).join(', '),
  });
  return { missing: found };
}

/** Candidates of which the value itself is evidence. */
function sentinelsIn(columns: readonly ColumnFacts[]): MissingValue[] {
  return columns.flatMap(({ name, sentinel }) =>
    sentinel !== undefined && isUsualSentinel(sentinel.value)
      ? [{ column: name, value: sentinel.value }]
      : [],
  );
}

/** What is known of columns once such numbers count as missing. */
export async function withMissingValues(
  material: Material,
  columns: readonly ColumnFacts[],
  fields: TimePlan,
  sources: Sources,
): Promise<readonly ColumnFacts[]> {
  const { missing = [] } = fields;
  if (missing.length === 0 || material.kind !== 'table') return columns;
  const changed: ColumnFacts[] = [];
  for (const column of columns) {
    const values = missing
      .filter((one) => one.column === column.name || (one.column === null && column.type === 'number'))
      .map(({ value }) => value);
    const count = values.length === 0 ? 0 : await countOf(material, column, values, fields, sources);
    const { sentinel, ...rest } = column;
    const isTaken = sentinel === undefined || values.includes(sentinel.value);
    changed.push(
      count === 0
        ? column
        : {
            ...rest,
            missing: column.missing + count,
            unmeasured: { value: values[0]!, count },
            ...(!isTaken && { sentinel }),
          },
    );
  }
  return changed;
}

/** How often they stand in a column of all files; what was found by itself is counted already. */
async function countOf(
  { files }: Material,
  { name, sentinel }: ColumnFacts,
  values: readonly number[],
  { missing: _, ...fields }: TimePlan,
  sources: Sources,
): Promise<number> {
  if (values.length === 1 && values[0] === sentinel?.value) return sentinel!.count;
  let count = 0;
  for (const file of files) {
    const found = columnOf(await planTable(sources, file, fields, [name]), name);
    if (found === undefined || found.type === 'text') continue;
    count += found.values.reduce((sum, value) => sum + Number(values.includes(value)), 0);
  }
  return count;
}
