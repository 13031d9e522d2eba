import { UnrollError } from '../../../../shared/domain/error';
import type { ColumnFacts, TableContent } from '../content';
import { clockOf, MAX_RESTART_SHARE, secondsPerUnit } from './clock';
import type { Column, Table } from './table';
import { columnInfo, wordAt } from './table';

/**
 * What is in a table.
 *
 * @throws UnrollError FILE_CORRUPT without a column of numbers
 */
export function tableContent(table: Table, format: string, shown: string): TableContent {
  if (!table.columns.some(({ type }) => type === 'number' || type === 'boolean'))
    throw new UnrollError('FILE_CORRUPT', `${shown} has no column of numbers.`, { file: shown });
  return { kind: 'table', format, rows: table.rows, columns: table.columns.map(columnFacts) };
}

function columnFacts(column: Column): ColumnFacts {
  const info = columnInfo(column);
  const isConstant = info.distinct <= 1;
  const words = wordsOf(column, info.distinct);
  if (column.type === 'text' || column.type === 'boolean')
    return { ...info, isConstant, isRowNumber: false, oddWord: null, words, clock: null };
  const { values } = column;
  const isRowNumber =
    column.type === 'number' &&
    values.length > 1 &&
    values.every((value, row) => Number.isInteger(value) && value === values[0]! + row);
  const unitSeconds =
    column.type === 'time' ? 1e-3 : (column.unitSeconds ?? secondsPerUnit(column.name, values[0]!));
  const mayBeTime = column.type === 'time' || isAscending(values);
  return {
    ...info,
    isConstant,
    isRowNumber,
    oddWord: column.oddWord ?? null,
    words,
    clock: mayBeTime ? clockOf(values, unitSeconds, isRowNumber) : null,
  };
}

const MAX_WORDS = 64;

function wordsOf(column: Column, distinct: number): string[] | null {
  if (distinct > MAX_WORDS) return null;
  if (column.type === 'text') return [...column.words];
  const words = new Set<string>();
  for (let row = 0; row < column.values.length; row++) {
    const word = wordAt(column, row);
    if (word !== null) words.add(word);
  }
  return [...words];
}

/** Numbers that grow from row to row, but for a few restarts. */
function isAscending(values: Float64Array): boolean {
  let falls = 0;
  for (let row = 1; row < values.length; row++) if (!(values[row]! >= values[row - 1]!)) falls++;
  return falls <= MAX_RESTART_SHARE * values.length;
}
