import type { LineSeriesOption } from 'echarts';
import type { Study } from '../../shared/domain/study';
import { formatNumber } from '../ui/format';
import type { ChartContext, ChartOption } from './echarts';

/** A line with what it scatters by. */
export interface Band {
  readonly x: readonly number[];
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A study as it is drawn: its band, with the colour of its place in the choice. */
interface DrawnStudy {
  readonly id: string;
  readonly band: Band;
  /** What lies beyond the data, dashed. */
  readonly ahead: { readonly x: number; readonly value: number } | null;
}

export interface StudyFigure {
  readonly studies: readonly DrawnStudy[];
  readonly xName: string;
  readonly yName: string;
  readonly isLogarithmic: boolean;
  readonly isShare: boolean;
}

const known = (values: readonly number[]): number[] => values.filter((value) => !Number.isNaN(value));

function spreadOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

/** Mean of the trainings that got so far at every epoch, one standard deviation on both sides. */
export function epochBand(
  { cells }: Pick<Study, 'cells'>,
  column: 'validationMetric' | 'validationLoss',
): Band {
  const most = Math.max(0, ...cells.map(({ curves }) => curves[column].length));
  const rows = Array.from({ length: most }, (_, epoch) => ({
    epoch: epoch + 1,
    values: known(cells.flatMap(({ curves }) => curves[column].slice(epoch, epoch + 1))),
  })).filter(({ values }) => values.length > 0);
  const spreads = rows.map(({ values }) => spreadOf(values));
  return {
    x: rows.map(({ epoch }) => epoch),
    mean: spreads.map(({ mean }) => mean),
    low: spreads.map(({ mean, deviation }) => mean - deviation),
    high: spreads.map(({ mean, deviation }) => mean + deviation),
  };
}

/** Score at each number of examples, with its interval. */
export function sizeBand({ summary }: Pick<Study, 'summary'>): Band {
  const sizes = summary?.sizes ?? [];
  return {
    x: sizes.map(({ examples }) => examples),
    mean: sizes.map(({ value }) => value),
    low: sizes.map(({ value, interval }) => interval?.[0] ?? value),
    high: sizes.map(({ value, interval }) => interval?.[1] ?? value),
  };
}

function lines(
  { id, band, ahead }: DrawnStudy,
  index: number,
  clip: (value: number) => number,
  { theme }: ChartContext,
): LineSeriesOption[] {
  const colour = theme.categories[index % theme.categories.length]!;
  const base: LineSeriesOption = { type: 'line', silent: true, showSymbol: false, animation: false };
  const points = (values: readonly number[]): number[][] => band.x.map((x, k) => [x, clip(values[k]!)]);
  const last = band.x.length - 1;
  return [
    { ...base, id: `${id}/low`, stack: id, lineStyle: { opacity: 0 }, data: points(band.low) },
    {
      ...{ ...base, id: `${id}/band`, stack: id, lineStyle: { opacity: 0 } },
      areaStyle: { color: colour, opacity: 0.2 },
      data: band.x.map((x, k) => [x, clip(band.high[k]!) - clip(band.low[k]!)]),
    },
    {
      ...{ ...base, id: `${id}/mean`, data: points(band.mean) },
      showSymbol: band.x.length < 30,
      symbolSize: 5,
      lineStyle: { color: colour, width: 2, type: index === 0 ? 'solid' : [6, 3] },
      itemStyle: { color: colour },
    },
    ...(ahead === null || last < 0
      ? []
      : [
          {
            ...{ ...base, id: `${id}/ahead`, showSymbol: true, symbolSize: 6 },
            lineStyle: { color: colour, width: 1, type: 'dotted' as const },
            itemStyle: { color: theme.panel, borderColor: colour, borderWidth: 1.5 },
            data: [
              [band.x[last]!, band.mean[last]!],
              [ahead.x, clip(ahead.value)],
            ],
          },
        ]),
  ];
}

/** Bands of studies over one another, by epoch or by number of examples. */
export function studyOption(
  { studies, xName, yName, isLogarithmic, isShare }: StudyFigure,
  context: ChartContext,
): ChartOption {
  const { theme } = context;
  const label = { color: theme.quiet, fontSize: 11, fontFamily: theme.font };
  const clip = isShare ? (value: number) => Math.min(1, Math.max(0, value)) : (value: number) => value;
  const axis = {
    axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 3) },
    nameTextStyle: label,
    axisLine: { lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line } },
  };
  const starts = studies.flatMap(({ band }) => band.x.slice(0, 1));
  return {
    grid: { left: 52, right: 16, top: 28, bottom: 40 },
    xAxis: {
      ...axis,
      ...{ type: isLogarithmic ? 'log' : 'value', name: xName, nameLocation: 'middle', nameGap: 24 },
      ...(starts.length > 0 && { min: Math.min(...starts) }),
      max: 'dataMax',
    },
    yAxis: {
      ...axis,
      type: 'value',
      name: yName,
      nameLocation: 'end',
      scale: true,
      ...(isShare && { max: 1 }),
    },
    series: studies.flatMap((study, index) => lines(study, index, clip, context)),
  };
}
