import { setImmediate } from 'node:timers/promises';
import { failure } from '../../../../shared/sentences/failure';
import type { ColumnFacts } from '../content';
import { ClockSteps } from './clock';
import type { ColumnHead } from './column-facts';
import { NumbersSeen } from './column-facts';
import type { NumericColumn } from './table';

/** Rows that are looked at before others have their turn: some milliseconds. */
const SLICE_ROWS = 2 ** 17;

/** @throws UnrollError FILE_CORRUPT without a column of numbers */
export function requireNumbers(columns: readonly Pick<ColumnHead, 'type'>[], shown: string): void {
  if (!columns.some(({ type }) => type === 'number' || type === 'boolean'))
    throw failure('FILE_CORRUPT.noNumbers', { file: shown });
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
