import { secondsPerUnit } from './clock';
import { medianStep } from './even-series';
import type { NumericColumn } from './table';

/** Rows in the order of time. */
export interface TimedRows {
  /** Rows of the table, without those that have no time. */
  readonly order: Int32Array;
  /** Seconds, ascending, of those rows. */
  readonly times: Float64Array;
}

/** Seconds in one of a column's times. */
export function unitOf({ name, type, values, unitSeconds }: NumericColumn): number {
  return type === 'time' ? 1e-3 : (unitSeconds ?? secondsPerUnit(name, values[0]!));
}

/**
 * Rows `start` … `end` (exclusive) of a column of times, in their order.
 *
 * @param originSeconds what the times are counted from: near it, those since 1970 keep all of their digits
 */
export function timedRows(column: NumericColumn, start: number, end: number, originSeconds = 0): TimedRows {
  const { values } = column;
  const unit = unitOf(column);
  const origin = originSeconds / unit;
  const order = inOrder(values, start, Math.min(end, values.length));
  const times = new Float64Array(order.length);
  for (let k = 0; k < order.length; k++) times[k] = (values[order[k]!]! - origin) * unit;
  return { order, times: spread(times) };
}

/** Rows with a time, sorted by it; most tables are. */
function inOrder(values: Float64Array, start: number, end: number): Int32Array {
  const rows = new Int32Array(Math.max(0, end - start));
  let count = 0;
  let isSorted = true;
  for (let row = start, last = -Infinity; row < end; row++) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    if (value < last) isSorted = false;
    last = value;
    rows[count++] = row;
  }
  const known = rows.subarray(0, count);
  return isSorted ? known : known.sort((a, b) => values[a]! - values[b]! || a - b);
}

/**
 * Stamps that repeat were cut off, to whole seconds for example: their rows lie evenly up to the next stamp, and those of
 * the last one as far apart as before.
 */
function spread(times: Float64Array): Float64Array {
  const result = times.slice();
  const stampStep = medianStep(times);
  let step = 0;
  for (let first = 0; first < times.length;) {
    let next = first + 1;
    while (next < times.length && times[next] === times[first]) next++;
    if (next < times.length || step === 0)
      step = Math.min((times[next] ?? Infinity) - times[first]!, stampStep) / (next - first);
    for (let k = first + 1; k < next; k++) result[k] = times[first]! + (k - first) * step;
    first = next;
  }
  return result;
}
