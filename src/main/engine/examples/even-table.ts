import { answersAhead } from '../../../shared/domain/task';
import type { ForecastPlan, ImportPlan } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { EvenGrid, Method } from '../readers/table/even-series';
import { knownIn, nearestOnGrid, onGrid } from '../readers/table/even-series';
import type { Column, NumericColumn, Table } from '../readers/table/table';
import { columnOf } from '../readers/table/table';
import type { TimedRows } from '../readers/table/timed-rows';
import { timedRows, unitOf } from '../readers/table/timed-rows';

export type EvenPlan = Pick<ImportPlan, 'task' | 'channels' | 'timeColumn' | 'rateHz' | 'resampled'> & {
  readonly forecast?: ForecastPlan | null;
  readonly targets?: readonly string[];
};

/** Rows of a table in the order of time, and the even grid that is laid over them. */
export interface TableGrid extends EvenGrid {
  /** [steps] the nearest row; when forecasting the last one that is not later. */
  readonly rows: Int32Array;
  /** [steps] 1 where there is no row near. */
  readonly isGap: Uint8Array;
}

interface Timed extends TimedRows {
  readonly grid: EvenGrid;
}

/** More steps than this for each row, and the unit of the times is not what it was taken for. */
const MOST_STEPS_PER_ROW = 1_000;

/**
 * The grid of a stretch of rows: from its first time on, every 1 / rate seconds, to the last that is not after its end.
 * Null where the plan does not resample, and of a table without the plan's times, which is taken to have the plan's rate.
 *
 * @throws UnrollError ARGUMENT_INVALID for a rate that would make far more steps than there are rows
 */
export function gridOf(table: Table, plan: EvenPlan, start: number, end: number): TableGrid | null {
  const timed = timesOf(table, plan, start, end);
  if (timed === null) return null;
  const { grid, order, times } = timed;
  const { places, isGap } = nearestOnGrid(times, grid, !answersAhead(plan.task));
  return { ...grid, rows: places.map((place) => order[place]!), isGap };
}

/**
 * A stretch of rows with every column that the plan reads on the grid of {@link gridOf}, one row a step; null as there.
 *
 * @throws UnrollError as {@link gridOf}
 */
export function evenTable(table: Table, plan: EvenPlan, start: number, end: number): Table | null {
  const timed = timesOf(table, plan, start, end);
  if (timed === null) return null;
  const { grid } = timed;
  const wanted = new Set([...plan.channels, ...(plan.forecast?.known ?? [])]);
  const columns = table.columns.flatMap((column): Column[] => {
    if (column.name === plan.timeColumn && column.type !== 'text') return [gridTimes(column, grid)];
    if (!wanted.has(column.name)) return [];
    if (column.type === 'text') return [{ ...column, codes: new Int32Array(grid.steps).fill(-1) }];
    return [{ ...column, values: onGrid(knownIn(column.values, timed), grid, methodOf(plan, column)) }];
  });
  return { rows: grid.steps, columns };
}

function methodOf({ task, targets }: EvenPlan, { name, type }: NumericColumn): Method {
  if (answersAhead(task)) return targets?.includes(name) === true ? 'measured' : 'past';
  return type === 'boolean' ? 'nearest' : 'even';
}

function gridTimes(column: NumericColumn, { startSeconds, rateHz, steps }: EvenGrid): NumericColumn {
  const unit = unitOf(column);
  return {
    ...column,
    values: Float64Array.from({ length: steps }, (_, step) => (startSeconds + step / rateHz) / unit),
  };
}

function timesOf(table: Table, plan: EvenPlan, start: number, end: number): Timed | null {
  const { resampled, rateHz, timeColumn } = plan;
  if (resampled !== true || rateHz === null || timeColumn === null) return null;
  const column = columnOf(table, timeColumn);
  if (column === undefined || column.type === 'text') return null;
  const { order, times } = timedRows(column, start, Math.min(end, table.rows));
  if (order.length === 0) return null;
  const duration = times[times.length - 1]! - times[0]!;
  const steps = Math.floor(duration * rateHz * (1 + 1e-9) + 1e-6) + 1;
  if (steps > MOST_STEPS_PER_ROW * order.length)
    throw failure('ARGUMENT_INVALID.evenSteps', { rateHz, rows: order.length, steps, column: timeColumn });
  return { grid: { startSeconds: times[0]!, rateHz, steps }, order, times };
}
