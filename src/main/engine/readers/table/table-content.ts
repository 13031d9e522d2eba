import { setImmediate } from 'node:timers/promises';
import { UnrollError } from '../../../../shared/domain/error';
import type { ColumnFacts, TableContent } from '../content';
import { ClockSteps, MAX_RESTART_SHARE, secondsPerUnit } from './clock';
import { DistinctNumbers } from './distinct-numbers';
import type { NumericColumn, Table, TextColumn } from './table';
import { wordOf } from './table';
import { unreadOf } from './unread-words';
import { sentinelOf } from './values/sentinels';

/** Rows that are looked at before others have their turn: some milliseconds. */
const SLICE_ROWS = 2 ** 17;
const MAX_WORDS = 64;

/**
 * What is in a table.
 *
 * @throws UnrollError FILE_CORRUPT without a column of numbers
 */
export async function tableContent(table: Table, format: string, shown: string): Promise<TableContent> {
  if (!table.columns.some(({ type }) => type === 'number' || type === 'boolean'))
    throw new UnrollError('FILE_CORRUPT', `${shown} has no column of numbers.`, { file: shown });
  const columns: ColumnFacts[] = [];
  for (const [k, column] of table.columns.entries()) {
    columns.push(column.type === 'text' ? textFacts(column) : await numericFacts(column));
    if ((k + 1) * table.rows > SLICE_ROWS) await setImmediate();
  }
  const { rows, notes } = table;
  return { kind: 'table', format, rows, columns, ...(notes === undefined ? {} : { notes }) };
}

function textFacts({ name, type, codes, words }: TextColumn): ColumnFacts {
  let missing = 0;
  for (const code of codes) if (code === -1) missing++;
  const unread = unreadOf(words);
  return {
    name,
    type,
    distinct: words.length,
    missing,
    isConstant: words.length <= 1,
    isRowNumber: false,
    oddWord: null,
    words: words.length > MAX_WORDS ? null : [...words],
    clock: null,
    ...(unread === null ? {} : { unread }),
  };
}

/** What one pass over a column of numbers or times shows. */
export async function numericFacts(column: NumericColumn): Promise<ColumnFacts> {
  const { name, type, values } = column;
  const seen = new Seen();
  const steps = new ClockSteps();
  for (let start = 0; start < values.length; start += SLICE_ROWS) {
    const end = Math.min(values.length, start + SLICE_ROWS);
    seen.add(values, start, end);
    if (type === 'time' || (type === 'number' && seen.falls <= MAX_RESTART_SHARE * values.length))
      steps.add(values, start, end);
    if (end < values.length) await setImmediate();
  }
  const distinct = seen.distinct.count;
  const isRowNumber = type === 'number' && seen.isRowNumber && values.length > 1;
  const unitSeconds = type === 'time' ? 1e-3 : (column.unitSeconds ?? secondsPerUnit(name, values[0]!));
  const mayBeTime = type === 'time' || (type === 'number' && seen.falls <= MAX_RESTART_SHARE * values.length);
  const sentinel = type === 'number' ? sentinelOf(values) : null;
  return {
    name,
    type,
    distinct,
    missing: seen.missing,
    isConstant: distinct <= 1,
    isRowNumber,
    oddWord: column.oddWord ?? null,
    words: seen.distinct.listed(MAX_WORDS)?.map((value) => wordOf(type, value)) ?? null,
    clock: mayBeTime ? steps.clock(unitSeconds, isRowNumber) : null,
    ...(column.oddCount === undefined ? {} : { oddCount: column.oddCount }),
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    ...(column.written === undefined ? {} : { written: column.written }),
    ...(sentinel === null ? {} : { sentinel }),
  };
}

/** What one pass over a column of numbers shows. */
class Seen {
  readonly distinct = new DistinctNumbers();
  missing = 0;
  /** Rows that are not as large as the one before, or not known. */
  falls = 0;
  isRowNumber = true;
  #row = 0;
  #first = Number.NaN;
  #last = Number.NaN;

  add(values: Float64Array, start: number, end: number): void {
    for (let k = start; k < end; k++) {
      const value = values[k]!;
      if (this.#row === 0) this.#first = value;
      else if (!(value >= this.#last)) this.falls++;
      if (this.isRowNumber && !(Number.isInteger(value) && value === this.#first + this.#row))
        this.isRowNumber = false;
      if (value === value) this.distinct.add(value);
      else this.missing++;
      this.#last = value;
      this.#row++;
    }
  }
}
