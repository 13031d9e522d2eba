import type { CalendarRhythm, ForecastPlan, ImportPlan } from '../../../shared/domain/dataset';
import type { Signal } from '../features/signal';
import { columnOf } from '../readers/table/table';
import type { Table } from '../readers/table/table';

export type ChannelPlan = Pick<ImportPlan, 'channels' | 'targets' | 'timeColumn' | 'rateHz'> & {
  readonly forecast: ForecastPlan | null;
};

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday; weeks are counted from Monday. */
const MONDAY_MS = 4 * DAY_MS;
const YEAR_MS = 365.2425 * DAY_MS;

const periodsMs: Readonly<Record<CalendarRhythm, number>> = { day: DAY_MS, week: 7 * DAY_MS, year: YEAR_MS };
const harmonics: Readonly<Record<CalendarRhythm, number>> = { day: 2, week: 2, year: 1 };

/** Names of a signal's channels under a plan: its own, then what is known beforehand. */
export function signalChannels(plan: ChannelPlan): string[] {
  return [...plan.channels, ...aheadNames(plan)];
}

function aheadNames({ targets, forecast }: ChannelPlan): string[] {
  if (forecast === null) return [];
  const { known, calendar, horizonSteps, seasonSteps, seasonalDifferences } = forecast;
  return [
    ...known.map((name) => `${name} +${horizonSteps}`),
    ...calendar.flatMap((rhythm) =>
      Array.from({ length: harmonics[rhythm] }, (_, k) => [
        `${rhythm} sin ${k + 1}`,
        `${rhythm} cos ${k + 1}`,
      ]).flat(),
    ),
    ...(seasonalDifferences ? targets.map((name) => `Δ${seasonSteps} ${name}`) : []),
  ];
}

/**
 * Appends what a forecast may know beforehand, seen `horizonSteps` early, so that the end of the context tells of the
 * steps to be forecast: columns that are known ahead, and the calendar as sines and cosines of time of day, week and
 * year. And what only the past tells: each target's change since one season before, 0 while there is none.
 *
 * @param signal the plan's own channels of `rows`
 * @param rowsOf the table's row of each step of the signal
 */
export function withAheadChannels(
  signal: Signal,
  table: Table,
  plan: ChannelPlan,
  rowsOf: () => ArrayLike<number>,
): Signal {
  const names = aheadNames(plan);
  const { forecast } = plan;
  if (forecast === null || names.length === 0) return signal;
  const rows = rowsOf();
  const columns = [
    ...forecast.known.map((name) => knownAhead(table, name, rows, forecast.horizonSteps)),
    ...calendarAhead(table, plan, rows, forecast),
    ...(forecast.seasonalDifferences
      ? plan.targets.map((name) => seasonalDifference(table, name, rows, forecast.seasonSteps))
      : []),
  ];
  const own = signal.channels.length;
  const width = own + columns.length;
  const data = new Float32Array(signal.length * width);
  for (let t = 0; t < signal.length; t++) {
    data.set(signal.data.subarray(t * own, (t + 1) * own), t * width);
    for (const [c, values] of columns.entries()) data[t * width + own + c] = values[t]!;
  }
  return { ...signal, data, channels: [...signal.channels, ...names] };
}

function numbersOf(table: Table, name: string | null): Float64Array | null {
  const column = name === null ? undefined : columnOf(table, name);
  return column === undefined || column.type === 'text' ? null : column.values;
}

/** The row `steps` after step t; past the signal's own end, the rows of the table go on. */
function rowAhead(rows: ArrayLike<number>, t: number, steps: number): number {
  return t + steps < rows.length ? rows[t + steps]! : rows[rows.length - 1]! + t + steps - (rows.length - 1);
}

function knownAhead(table: Table, name: string, rows: ArrayLike<number>, horizonSteps: number): Float64Array {
  const values = numbersOf(table, name);
  return Float64Array.from(
    rows,
    (_, t) => values?.[Math.min(rowAhead(rows, t, horizonSteps), table.rows - 1)] ?? Number.NaN,
  );
}

function calendarAhead(
  table: Table,
  { timeColumn, rateHz }: ChannelPlan,
  rows: ArrayLike<number>,
  { calendar, horizonSteps }: ForecastPlan,
): Float64Array[] {
  if (calendar.length === 0) return [];
  const times = numbersOf(table, timeColumn);
  const stepMs = rateHz === null ? 0 : 1000 / rateHz;
  const ahead = Float64Array.from(rows, (_, t) => {
    const row = rowAhead(rows, t, horizonSteps);
    const last = table.rows - 1;
    return row <= last ? times![row]! : times![last]! + (row - last) * stepMs;
  });
  return calendar.flatMap((rhythm) =>
    Array.from({ length: harmonics[rhythm] }, (_, k) => {
      const turns = ahead.map((ms) => ((k + 1) * 2 * Math.PI * (ms - MONDAY_MS)) / periodsMs[rhythm]);
      return [turns.map(Math.sin), turns.map(Math.cos)];
    }).flat(),
  );
}

function seasonalDifference(
  table: Table,
  name: string,
  rows: ArrayLike<number>,
  seasonSteps: number,
): Float64Array {
  const values = numbersOf(table, name);
  return Float64Array.from(rows, (row, t) => {
    const before = t >= seasonSteps ? rows[t - seasonSteps]! : rows[0]! - (seasonSteps - t);
    const difference = (values?.[row] ?? Number.NaN) - (values?.[before] ?? Number.NaN);
    return Number.isNaN(difference) ? 0 : difference;
  });
}
