import type { FieldSource, PlanEdits } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { ColumnFacts } from '../readers/content';
import { unknownColumn } from '../readers/table/unknown-column';
import { isTimeName } from '../scan/column-names';
import type { Material } from '../scan/material';
import type { Evidence } from './evidence';
import { byHand } from './evidence';

export interface TimeChoice {
  readonly timeColumn: string | null;
  /** Other columns that could be the time as well. */
  readonly timeRivals: readonly string[];
}

/** The column of times, and others that could be it as well. @throws UnrollError COLUMN_UNKNOWN, ARGUMENT_INVALID (not a time) */
export function chooseTime(
  material: Material,
  columns: readonly ColumnFacts[],
  label: FieldSource,
  edits: PlanEdits,
  evidence: Evidence,
): TimeChoice {
  if (edits.timeColumn !== undefined) {
    evidence.timeColumn = byHand;
    if (edits.timeColumn === null) return { timeColumn: null, timeRivals: [] };
    const column = columns.find(({ name }) => name === edits.timeColumn);
    if (column === undefined)
      throw unknownColumn(
        edits.timeColumn,
        columns.map(({ name }) => name),
      );
    if (column.type === 'text' || column.type === 'boolean')
      throw failure('ARGUMENT_INVALID.noTimes', { column: column.name });
    return { timeColumn: column.name, timeRivals: [] };
  }
  const isFree = ({ name }: ColumnFacts): boolean => label.kind !== 'column' || label.column !== name;
  const times = columns.filter((column) => column.type === 'time' && isFree(column));
  // Of several columns of times, one that moves at every row beats a date that stands still for a day.
  const [time, ...others] = times.sort((a, b) => b.distinct - a.distinct);
  const rivals = time === undefined ? [] : others.filter((other) => isRival(other, time));
  const found =
    time ?? columns.find((column) => column.clock !== null && isTimeName(column.name) && isFree(column));
  const even = found === undefined ? evenColumn(columns.filter(isFree)) : undefined;
  evidence.timeColumn =
    found !== undefined
      ? {
          code: 'time.column',
          message: `The column "${found.name}" holds times.`,
          params: { column: found.name },
        }
      : even !== undefined
        ? {
            code: 'time.even',
            message: `The column "${even.name}" grows by the same step from row to row, as times do.`,
            params: { column: even.name },
          }
        : {
            code: 'time.none',
            message:
              material.kind === 'table' ? 'No column holds times.' : 'This format has no column of times.',
          };
  return { timeColumn: (found ?? even)?.name ?? null, timeRivals: rivals.map(({ name }) => name) };
}

/** A column that moves nearly as often counts as much, unless the name of one alone says that it is the time. */
const AS_OFTEN = 0.9;

function isRival(other: ColumnFacts, chosen: ColumnFacts): boolean {
  return (
    other.distinct > 1 &&
    other.distinct >= AS_OFTEN * chosen.distinct &&
    isTimeName(other.name) === isTimeName(chosen.name)
  );
}

/** As a share of the step: times that were cut off to a few digits still grow as evenly. */
const EVEN_JITTER = 0.05;
const LEAST_DISTINCT = 10;

/** A column of numbers that only counts time, whatever its name: as an input it would tell where in the table a row stands. */
function evenColumn(columns: readonly ColumnFacts[]): ColumnFacts | undefined {
  const numbers = columns.filter(({ type }) => type === 'number');
  if (numbers.length < 2) return undefined;
  return numbers.find(
    ({ clock, isRowNumber, distinct }) =>
      clock !== null &&
      !isRowNumber &&
      distinct >= LEAST_DISTINCT &&
      clock.isSorted &&
      clock.gaps === 0 &&
      clock.jitter <= EVEN_JITTER,
  );
}
