import { setImmediate } from 'node:timers/promises';
import { failure } from '../../../../shared/sentences/failure';
import type { ColumnFacts, TableContent } from '../content';
import { ClockSteps } from './clock';
import type { ColumnHead } from './column-facts';
import { NumbersSeen, textFacts } from './column-facts';
import type { NumericColumn, Table, TextColumn } from './table';

/** Rows that are looked at before others have their turn: some milliseconds. */
const SLICE_ROWS = 2 ** 17;

/** @throws UnrollError FILE_CORRUPT without a column of numbers */
export function requireNumbers(columns: readonly Pick<ColumnHead, 'type'>[], shown: string): void {
  if (!columns.some(({ type }) => type === 'number' || type === 'boolean'))
    throw failure('FILE_CORRUPT.noNumbers', { file: shown });
}

/**
 * What is in a table that lies in memory.
 *
 * @throws UnrollError FILE_CORRUPT without a column of numbers
 */
export async function tableContent(table: Table, format: string, shown: string): Promise<TableContent> {
  requireNumbers(table.columns, shown);
  const columns: ColumnFacts[] = [];
  for (const [k, column] of table.columns.entries()) {
    columns.push(column.type === 'text' ? factsOfWords(column) : await numericFacts(column));
    if ((k + 1) * table.rows > SLICE_ROWS) await setImmediate();
  }
  const { rows, notes } = table;
  return { kind: 'table', format, rows, columns, ...(notes === undefined ? {} : { notes }) };
}

function factsOfWords(column: TextColumn): ColumnFacts {
  let missing = 0;
  for (const code of column.codes) if (code === -1) missing++;
  return textFacts(column, missing);
}

/** What one pass over a column of numbers or times shows. */
export async function numericFacts(column: NumericColumn): Promise<ColumnFacts> {
  const { values } = column;
  const seen = new NumbersSeen(column.type !== 'boolean');
  for (let start = 0; start < values.length; start += SLICE_ROWS) {
    seen.add(values.subarray(start, start + SLICE_ROWS));
    if (start + SLICE_ROWS < values.length) await setImmediate();
  }
  return seen.facts(column) ?? seen.facts(column, stepsOf(values))!;
}

function stepsOf(values: Float64Array): ClockSteps {
  const steps = new ClockSteps();
  steps.add(values, 0, values.length);
  return steps;
}
