import type { ImportPlan, MissingValue } from '../../../shared/domain/dataset';
import type { Column, Table } from '../readers/table/table';

const cleaned = new WeakMap<Table, { readonly key: string; readonly table: Table }>();

/** A table in which numbers that a plan says stand for nothing are missing; itself where there are none. */
export function withoutSentinels(table: Table, { missing = [] }: Pick<ImportPlan, 'missing'>): Table {
  const isMeant = ({ name, type }: Column): boolean =>
    missing.some(({ column }) => column === name || (column === null && type === 'number'));
  if (!table.columns.some(isMeant)) return table;
  const key = JSON.stringify(missing);
  const known = cleaned.get(table);
  if (known?.key === key) return known.table;
  const result = { ...table, columns: table.columns.map((column) => withoutOwn(column, missing)) };
  cleaned.set(table, { key, table: result });
  return result;
}

function withoutOwn(column: Column, missing: readonly MissingValue[]): Column {
  if (column.type === 'text' || column.type === 'time') return column;
  const own = missing
    .filter((one) => one.column === null || one.column === column.name)
    .map(({ value }) => value);
  if (own.length === 0) return column;
  return { ...column, values: column.values.map((value) => (own.includes(value) ? Number.NaN : value)) };
}
