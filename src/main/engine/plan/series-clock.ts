import type { ColumnFacts } from '../readers/content';
import { clockOf, secondsPerUnit } from '../readers/table/clock';
import type { Sources } from '../readers/sources';
import { columnOf } from '../readers/table/table';
import { interleavedRows } from '../examples/interleaved';
import { planTable } from '../examples/plan-table';
import type { Material } from '../scan/material';
import type { FieldChoices } from './choices';

/**
 * The columns with the clock of one series where the series of a table alternate row by row: the table's own times stand still
 * while every series has its turn, and so say nothing of the rate.
 */
export async function withSeriesClock(
  material: Material,
  columns: readonly ColumnFacts[],
  fields: FieldChoices,
  sources: Sources,
): Promise<readonly ColumnFacts[]> {
  const { group, timeColumn } = fields;
  const [file] = material.files;
  if (material.kind !== 'table' || file === undefined || group.kind !== 'column' || timeColumn === null)
    return columns;
  const table = await planTable(sources, file, fields, [group.column, timeColumn]);
  const [groups, times] = [columnOf(table, group.column), columnOf(table, timeColumn)];
  if (groups === undefined || times === undefined || times.type === 'text') return columns;
  const places = interleavedRows(groups, table.rows);
  if (places === null) return columns;
  const longest = [...places.values()].reduce((best, own) => (own.length > best.length ? own : best));
  const values = Float64Array.from(longest, (row) => times.values[row]!);
  const unit = times.type === 'time' ? 1e-3 : (times.unitSeconds ?? secondsPerUnit(times.name, values[0]!));
  const clock = clockOf(values, unit, false);
  return columns.map((column) => (column.name === timeColumn ? { ...column, clock } : column));
}
