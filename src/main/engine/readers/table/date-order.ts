import type { NumericColumn } from './table';
import type { DateOrder } from './values/written-time';
import { orderedMs } from './values/written-time';

const DAY_MS = 86_400_000;

/** Whether a column of dates can be read with its three numbers in another order. */
export function canReorder({ written }: Pick<NumericColumn, 'written'>, order: DateOrder): boolean {
  return written?.possible?.includes(order) === true && written.isZoned !== true;
}

/**
 * Dates as they would be with their three numbers in another order. Only of columns that {@link canReorder}: each of their dates
 * exists in that order.
 */
export function reordered(column: NumericColumn, order: DateOrder): NumericColumn {
  const from = column.written!.order!;
  if (from === order) return column;
  const days = new Map<number, number>();
  const values = column.values.map((ms) => {
    if (Number.isNaN(ms)) return ms;
    const day = Math.floor(ms / DAY_MS);
    let other = days.get(day);
    if (other === undefined) days.set(day, (other = orderedMs(numbersOf(day * DAY_MS, from, order), order)));
    return other + (ms - day * DAY_MS);
  });
  return { ...column, values, written: { ...column.written!, order } };
}

/** The three numbers of a date as they were written; years of which two orders speak have two digits. */
function numbersOf(ms: number, order: DateOrder, wanted: DateOrder): [number, number, number] {
  const date = new Date(ms);
  const [day, month] = [date.getUTCDate(), date.getUTCMonth() + 1];
  const isShort = order === 'ymd' || wanted === 'ymd';
  const year = isShort ? date.getUTCFullYear() % 100 : date.getUTCFullYear();
  if (order === 'ymd') return [year, month, day];
  return order === 'dmy' ? [day, month, year] : [month, day, year];
}
