import type { ImportPlan, TimeFormat } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { canReorder, reordered } from '../readers/table/date-order';
import type { Column, NumericColumn, Table } from '../readers/table/table';
import { columnOf } from '../readers/table/table';
import { joinedTime } from '../readers/table/times';
import { unknownColumn } from '../readers/table/unknown-column';
import { withoutSentinels } from './sentinels';
import type { DateOrder } from '../readers/table/values/written-time';

/** What a plan says of times beyond the name of their column. */
export type TimePlan = Pick<ImportPlan, 'timeColumn' | 'timeFrom' | 'timeFormat' | 'missing'>;

const orders: Readonly<Partial<Record<TimeFormat, DateOrder>>> = {
  'day-first': 'dmy',
  'month-first': 'mdy',
  'year-first': 'ymd',
};
const units: Readonly<Partial<Record<TimeFormat, number>>> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

export const formatOf = (order: DateOrder): TimeFormat =>
  order === 'dmy' ? 'day-first' : order === 'mdy' ? 'month-first' : 'year-first';

/** A table is asked for once for each of its recordings. */
const planned = new WeakMap<Table, { readonly key: string; readonly table: Table }>();

/** All rows of some columns of a table (null for all), with the times that a plan reads in it. @throws UnrollError FILE_*, and as {@link withPlanTimes} */
export async function planTable(
  sources: Sources,
  file: KnownFile,
  plan: TimePlan,
  columns: readonly string[] | null,
  signal?: AbortSignal,
): Promise<Table> {
  const times = plan.timeColumn === null ? [] : [plan.timeColumn, ...(plan.timeFrom ?? [])];
  const names = columns && [...new Set([...columns, ...times])];
  const table = await sources.table(file, names, signal);
  return withPlanTimes(withoutSentinels(table, plan), plan, file.shown);
}

/**
 * A table in which the plan's times stand in one column, read as the plan says.
 *
 * @throws UnrollError COLUMN_UNKNOWN; ARGUMENT_INVALID for columns that tell no time, and dates that do not exist when read so
 */
function withPlanTimes(table: Table, plan: TimePlan, shown: string): Table {
  const { timeColumn, timeFrom, timeFormat } = plan;
  if (timeColumn === null || (timeFrom === undefined && timeFormat === undefined)) return table;
  const key = JSON.stringify([timeColumn, timeFrom, timeFormat]);
  const known = planned.get(table);
  if (known?.key === key) return known.table;
  const joined = timeFrom === undefined ? table : withJoined(table, timeColumn, timeFrom, shown);
  const time = columnOf(joined, timeColumn);
  const result =
    timeFormat === undefined || time === undefined
      ? joined
      : {
          ...joined,
          columns: joined.columns.map((column) =>
            column === time ? inFormat(column, timeFormat, shown) : column,
          ),
        };
  planned.set(table, { key, table: result });
  return result;
}

/** The reader may have joined the columns by itself; then there is nothing to do. */
function withJoined(table: Table, name: string, from: readonly string[], shown: string): Table {
  const derived = table.notes?.derivedTime;
  if (derived?.name === name && from.every((own) => derived.from.includes(own))) return table;
  const own = from.map((column): Column => {
    const found = columnOf(table, column);
    if (found !== undefined) return found;
    throw unknownColumn(
      column,
      table.columns.map((known) => known.name),
    );
  });
  const time = joinedTime(name, own);
  if (time === null)
    throw failure('ARGUMENT_INVALID.noJoinedTime', { file: shown, columns: from.join(', ') });
  const rest = table.columns.filter((column) => !own.includes(column) && column.name !== name);
  const place = table.columns.indexOf(own[0]!);
  return { ...table, columns: [...rest.slice(0, place), time, ...rest.slice(place)] };
}

function inFormat(column: Column, format: TimeFormat, shown: string): Column {
  const order = orders[format];
  if (order === undefined)
    return column.type === 'number' ? { ...column, unitSeconds: units[format]! } : column;
  if (column.type !== 'time') throw otherFormat(column, format, shown);
  if (column.written?.order === order) return column;
  if (!canReorder(column, order)) throw otherFormat(column, format, shown);
  return reordered(column, order);
}

function otherFormat({ name }: Pick<NumericColumn, 'name'>, format: TimeFormat, file: string): Error {
  return failure('ARGUMENT_INVALID.timeFormat', { file, column: name, format });
}
