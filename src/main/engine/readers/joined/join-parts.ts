import { setImmediate } from 'node:timers/promises';
import { failure } from '../../../../shared/sentences/failure';
import type { EvenGrid } from '../table/even-series';
import { knownIn, nearestOnGrid, onGridInTurns } from '../table/even-series';
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
export async function joinParts(joining: Joining, tables: readonly Table[], shown: string): Promise<Table> {
  const { rateHz, isAbsolute, method, parts } = joining;
  const origin = Math.max(...parts.map((part, k) => firstSeconds(timeOf(part, tables[k]!), part)));
  const timed: Timed[] = [];
  for (const [k, part] of parts.entries()) {
    const table = tables[k]!;
    timed.push({ part, table, ...timedRows(timeOf(part, table), 0, table.rows, isAbsolute ? origin : 0) });
    await setImmediate();
  }
  const grid = commonGrid(timed, rateHz);
  if (grid === null)
    throw failure('FILE_CORRUPT.notTogether', {
      file: shown,
      names: parts.map(({ name }) => name).join(', '),
    });
  const width = parts.reduce((sum, { columns }) => sum + columns.length, 0);
  if (grid.steps * (width + 1) > MOST_VALUES)
    throw failure('FILE_TOO_LARGE.joinedSteps', { file: shown, steps: grid.steps, rateHz, width });
  const columns: Column[] = [timesOf(grid, isAbsolute ? origin : null)];
  for (const own of timed)
    for (const name of own.part.columns) columns.push(await columnOnGrid(own, name, grid, method));
  return { rows: grid.steps, columns };
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
  const times = new Float64Array(steps);
  for (let step = 0; step < steps; step++) times[step] = startSeconds + step / rateHz;
  if (originSeconds === null) return { name: 'time (s)', type: 'number', values: times };
  const originMs = originSeconds * 1000;
  return { name: 'time', type: 'time', values: times.map((time) => originMs + time * 1000) };
}

async function columnOnGrid(
  { part, table, order, times }: Timed,
  own: string,
  grid: EvenGrid,
  method: Joining['method'],
): Promise<Column> {
  const column = columnOf(table, own);
  const name = joinedName(part, own);
  if (column === undefined) throw failure('FILE_CORRUPT.noColumn', { file: part.shown, column: own });
  if (column.type === 'text') {
    const { places, isGap } = nearestOnGrid(times, grid, method === 'even');
    const codes = places.map((place, step) => (isGap[step] === 1 ? -1 : column.codes[order[place]!]!));
    await setImmediate();
    return { ...column, name, codes };
  }
  const isHeld = column.type === 'boolean' || part.held.includes(own);
  const series = knownIn(column.values, { order, times });
  const values = await onGridInTurns(series, grid, method === 'even' && isHeld ? 'nearest' : method);
  const { type, unit } = column;
  return { name, type: type === 'time' ? 'number' : type, values, ...(unit !== undefined && { unit }) };
}
