import type { Run } from '../../../shared/domain/run';
import type { ChartContext, ChartOption } from '../../charts/echarts';
import { formatNumber } from '../../ui/format';
import { shortName } from '../../ui/run/run-words';
import { runColumns } from './run-columns';
import type { RunColumn } from './run-columns';

/** Runs as points or lines: all that have a number in every column that is shown. */
export interface RunChartData {
  readonly runs: readonly Run[];
  readonly columns: readonly RunColumn[];
  /** Runs that were chosen, with their colours. */
  readonly slots: ReadonlyMap<string, number>;
}

export const numericColumns: readonly RunColumn[] = runColumns.filter(({ numeric }) => numeric);

const DIGITS = 3;

/** A value of a column as it is read on an axis: as in the table, where the runs do the same. */
function axisText({ format }: RunColumn, value: number, runs: readonly Run[]): string {
  const isSame = runs.every(({ task }) => task === runs[0]!.task);
  return format !== undefined && isSame && runs.length > 0
    ? format(value, runs[0]!)
    : formatNumber(value, DIGITS);
}

/** Those of `runs` that have all of `columns`. */
export function drawable(runs: readonly Run[], columns: readonly RunColumn[]): readonly Run[] {
  return runs.filter((run) => columns.every(({ value }) => typeof value(run) === 'number'));
}

const valuesOf = (run: Run, columns: readonly RunColumn[]): number[] =>
  columns.map(({ value }) => value(run) as number);

/** Each run as a point over two columns; the chosen ones in their colours, above the others. */
export function scatterRuns({ runs, columns, slots }: RunChartData, { theme }: ChartContext): ChartOption {
  const [x, y] = columns as readonly [RunColumn, RunColumn];
  const label = { color: theme.quiet, fontSize: 11, fontFamily: theme.font };
  const axis = (column: RunColumn): object => ({
    type: 'value',
    scale: true,
    nameTextStyle: label,
    axisLabel: { ...label, hideOverlap: true, formatter: (value: number) => axisText(column, value, runs) },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line } },
  });
  const points = (id: string, chosen: boolean): object => ({
    id,
    type: 'scatter',
    z: chosen ? 3 : 2,
    symbolSize: chosen ? 12 : 8,
    data: drawable(runs, columns)
      .filter((run) => slots.has(run.id) === chosen)
      .map((run) => ({
        id: run.id,
        name: run.name,
        value: valuesOf(run, columns),
        itemStyle: {
          color: chosen ? theme.categories[slots.get(run.id)! % theme.categories.length]! : theme.quiet,
          opacity: chosen ? 1 : 0.6,
        },
        ...(chosen && {
          label: { ...label, show: true, color: theme.ink, position: 'right', formatter: shortName(run) },
        }),
      })),
    labelLayout: { hideOverlap: true },
  });
  return {
    // A name beside the last point has room.
    grid: { left: 72, right: 112, top: 32, bottom: 44 },
    xAxis: { ...axis(x), name: x.title(), nameLocation: 'middle', nameGap: 26 },
    yAxis: { ...axis(y), name: y.title(), nameLocation: 'end', nameGap: 12 },
    series: [points('runs', false), points('chosen', true)],
  } as ChartOption;
}

/** Each run as a line over any number of columns side by side, each on its own scale. */
export function parallelRuns({ runs, columns, slots }: RunChartData, { theme }: ChartContext): ChartOption {
  const label = { color: theme.quiet, fontSize: 11, fontFamily: theme.font };
  const shown = drawable(runs, columns);
  // The chosen ones last, so that they lie above the others.
  const sorted = [...shown].sort((a, b) => Number(slots.has(a.id)) - Number(slots.has(b.id)));
  return {
    parallel: { left: 56, right: 56, top: 44, bottom: 28 },
    parallelAxis: columns.map((column, dim) => ({
      dim,
      name: column.title(),
      type: 'value',
      scale: true,
      minInterval: shown.every((run) => Number.isInteger(column.value(run))) ? 1 : 0,
      nameTextStyle: { ...label, color: theme.ink },
      axisLabel: { ...label, formatter: (value: number) => axisText(column, value, shown) },
      axisLine: { lineStyle: { color: theme.quiet } },
      axisTick: { lineStyle: { color: theme.quiet } },
      splitLine: { show: false },
    })),
    series: [
      {
        id: 'runs',
        type: 'parallel',
        smooth: false,
        silent: true,
        lineStyle: { width: 1 },
        data: sorted.map((run) => ({
          name: run.name,
          value: valuesOf(run, columns),
          lineStyle: slots.has(run.id)
            ? {
                color: theme.categories[slots.get(run.id)! % theme.categories.length]!,
                width: 2.5,
                opacity: 1,
              }
            : { color: theme.quiet, width: 1, opacity: 0.45 },
        })),
      },
    ],
  } as ChartOption;
}
