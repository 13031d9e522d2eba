import { failure } from '../../../../shared/sentences/failure';
import type { EvenGrid } from '../table/even-series';
import { nearestOnGrid, onGrid } from '../table/even-series';
import type { Column, NumericColumn, Table } from '../table/table';
import { columnOf } from '../table/table';
import type { TimedRows } from '../table/timed-rows';
import { timedRows, unitOf } from '../table/timed-rows';
import type { JoinedPart, Joining } from './joining';
import { joinedName } from './joining';

/** Columns times steps: 1 GB. */
const MOST_VALUES = 2 ** 27;

interface Timed extends TimedRows {
  readonly part: JoinedPart;
  readonly table: Table;
}

/**
 * The parts of a recording as one table on even steps, over the span in which all of them were recorded. It begins with the first
 * sample of the fastest part in that span, so that a part that is as fast as the table keeps its values. Between samples of a
 * slower part lies a straight line, and in a pause of more than five of its steps nothing is known ({@link onGrid}).
 *
 * @param tables whole, in the order of the parts
 * @throws UnrollError FILE_CORRUPT where the parts have no common span, or no times; FILE_TOO_LARGE
 */
export function joinParts(joining: Joining, tables: readonly Table[], shown: string): Table {
  const { rateHz, isAbsolute, method, parts } = joining;
  const origin = Math.max(...parts.map((part, k) => firstSeconds(timeOf(part, tables[k]!), part)));
  const timed = parts.map((part, k): Timed => {
    const table = tables[k]!;
    return { part, table, ...timedRows(timeOf(part, table), 0, table.rows, isAbsolute ? origin : 0) };
  });
  const grid = commonGrid(timed, rateHz);
  if (grid === null)
    throw failure('FILE_CORRUPT.notTogether', {
      file: shown,
      names: parts.map(({ name }) => name).join(', '),
    });
  const width = parts.reduce((sum, { columns }) => sum + columns.length, 0);
  if (grid.steps * (width + 1) > MOST_VALUES)
    throw failure('FILE_TOO_LARGE.joinedSteps', { file: shown, steps: grid.steps, rateHz, width });
  return {
    rows: grid.steps,
    columns: [
      timesOf(grid, isAbsolute ? origin : null),
      ...timed.flatMap((own) => columnsOf(own, grid, method)),
    ],
  };
}

function timeOf({ shown, timeColumn, startsAt }: JoinedPart, table: Table): NumericColumn {
  const column = columnOf(table, timeColumn);
  if (column !== undefined && column.type !== 'text') {
    if (startsAt === undefined) return column;
    const start = startsAt / unitOf(column);
    return { ...column, unitSeconds: unitOf(column), values: column.values.map((value) => start + value) };
  }
  throw failure('FILE_CORRUPT.noTimesIn', { file: shown, column: timeColumn });
}

function firstSeconds(time: NumericColumn, { shown }: JoinedPart): number {
  let first = Infinity;
  for (const value of time.values) if (value < first) first = value;
  if (Number.isFinite(first)) return first * unitOf(time);
  throw failure('FILE_CORRUPT.noTimesAtAll', { file: shown });
}

/** The span that all parts cover; null where there is none. */
function commonGrid(timed: readonly Timed[], rateHz: number): EvenGrid | null {
  const from = Math.max(...timed.map(({ times }) => times[0]!));
  const to = Math.min(...timed.map(({ times }) => times[times.length - 1]!));
  const perSecond = ({ times }: Timed): number => times.length / (times[times.length - 1]! - times[0]!);
  const fastest = timed.reduce((best, own) => (perSecond(own) > perSecond(best) ? own : best));
  const slack = 1e-6 / rateHz;
  const startSeconds = fastest.times.find((time) => time >= from - slack);
  if (startSeconds === undefined || startSeconds > to + slack) return null;
  return { startSeconds, rateHz, steps: Math.floor((to - startSeconds) * rateHz * (1 + 1e-9) + 1e-6) + 1 };
}

function timesOf({ startSeconds, rateHz, steps }: EvenGrid, originSeconds: number | null): NumericColumn {
  const times = Float64Array.from({ length: steps }, (_, step) => startSeconds + step / rateHz);
  if (originSeconds === null) return { name: 'time (s)', type: 'number', values: times };
  const originMs = originSeconds * 1000;
  return { name: 'time', type: 'time', values: times.map((time) => originMs + time * 1000) };
}

function columnsOf(
  { part, table, order, times }: Timed,
  grid: EvenGrid,
  method: Joining['method'],
): Column[] {
  return part.columns.map((own): Column => {
    const column = columnOf(table, own);
    const name = joinedName(part, own);
    if (column === undefined) throw failure('FILE_CORRUPT.noColumn', { file: part.shown, column: own });
    if (column.type === 'text') {
      const { places, isGap } = nearestOnGrid(times, grid, method === 'even');
      const codes = places.map((place, step) => (isGap[step] === 1 ? -1 : column.codes[order[place]!]!));
      return { ...column, name, codes };
    }
    const known = order.map((_, k) => k).filter((k) => Number.isFinite(column.values[order[k]!]!));
    const series = {
      times: Float64Array.from(known, (k) => times[k]!),
      values: Float64Array.from(known, (k) => column.values[order[k]!]!),
    };
    const isHeld = column.type === 'boolean' || part.held.includes(own);
    const values = onGrid(series, grid, method === 'even' && isHeld ? 'nearest' : method);
    const { type, unit } = column;
    return { name, type: type === 'time' ? 'number' : type, values, ...(unit !== undefined && { unit }) };
  });
}
