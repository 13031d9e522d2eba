import type { DateOrder } from './values/written-time';

export interface NumericColumn {
  readonly name: string;
  /** Times are in milliseconds since 1970-01-01 UTC, truth values are 0 and 1. */
  readonly type: 'number' | 'time' | 'boolean';
  /** [rows]; NaN where a value is missing. */
  readonly values: Float64Array;
  /** A word in a column of numbers that is not one, and is missing in `values`. */
  readonly oddWord?: string;
  /** How many cells hold such words. */
  readonly oddCount?: number;
  /** Of numbers, as their cells or a row under the header say. */
  readonly unit?: string;
  /** Seconds in one of this column's numbers where they are times of another unit than name and size tell. */
  readonly unitSeconds?: number;
  /** Seconds since 1970 at which a column of seconds begins to count, where the file says so. */
  readonly startsAt?: number;
  /** Of times: how they stood in the file. */
  readonly written?: WrittenAs;
}

/** How times stand in a file, and what was decided of them. */
export interface WrittenAs {
  /** `clock` counts from midnight or from a start; all others are instants. */
  readonly as: 'date' | 'clock' | 'epoch' | 'excel' | 'matlab' | 'julian' | 'compact' | 'years';
  /** What comes first in dates of three numbers. */
  readonly order?: DateOrder;
  /** Another order that fits the whole column as well, so that `order` is a guess. */
  readonly otherOrder?: DateOrder;
  /** Every order in which all dates of the column exist, where these are several. */
  readonly possible?: readonly DateOrder[];
  /** Dates have offsets from UTC, so that the days as they were written are not known any more. */
  readonly isZoned?: true;
}

export interface TextColumn {
  readonly name: string;
  readonly type: 'text';
  /** [rows] index into `words`; −1 where a value is missing. */
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** A time that stood in several columns. */
export interface DerivedTime {
  readonly name: string;
  readonly from: readonly string[];
}

export type LeftOutReason =
  'too-many-cells' | 'too-few-cells' | 'cut-off' | 'repeated-header' | 'no-time' | 'no-values';

/** Rows of a file that are not in its table. */
export interface RowsLeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** One of them, shortened. */
  readonly example: string;
}

/** What a text file holds besides its columns. */
export interface TableNotes {
  readonly rowsLeftOut: readonly RowsLeftOut[];
  readonly derivedTime: DerivedTime | null;
  /** Lines above the header, shortened. */
  readonly above: readonly string[];
  readonly hasHeader: boolean;
}

export type Column = NumericColumn | TextColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Of text files only. */
  readonly notes?: TableNotes;
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** A cell as a class or group is written; null where it is missing. */
export function wordAt(column: Column, row: number): string | null {
  if (column.type === 'text') {
    const code = column.codes[row]!;
    return code === -1 ? null : column.words[code]!;
  }
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : wordOf(column.type, value);
}

/** @param value not NaN */
export function wordOf(type: NumericColumn['type'], value: number): string {
  if (type === 'boolean') return value === 1 ? 'true' : 'false';
  return type === 'time' && Math.abs(value) <= LAST_DATE_MS ? new Date(value).toISOString() : String(value);
}

/** JavaScript's dates end here. */
const LAST_DATE_MS = 8.64e15;
