import type { LineSeriesOption } from 'echarts';
import type { RoadResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, axisText, isThumbnail } from './figure';

/** Scores with their intervals, a model a row, from the first step of the road at the top; the floor is dashed. */
export function roadFigure(result: RoadResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const { rows, metric, floor } = result;
  const isSmall = isThumbnail(context);
  const place = (index: number): number => rows.length - 1 - index;
  const intervals = rows.flatMap((row, index): LineSeriesOption[] =>
    row.interval === null
      ? []
      : [
          {
            id: `interval/${row.model}`,
            type: 'line',
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.categories[0]!, width: isSmall ? 2 : 4, opacity: 0.45 },
            data: row.interval.map((end) => [end, place(index)]),
          },
        ],
  );
  return {
    grid: { left: isSmall ? 74 : 96, right: 20, top: 12, bottom: isSmall ? 24 : 44 },
    xAxis: {
      ...axis(context, isSmall ? '' : `${text(metric)}: ${text('score_interval')}`),
      type: 'value',
      scale: true,
      splitLine: { show: true, lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: 'value',
      min: -0.6,
      max: rows.length - 0.4,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...axisText(context),
        color: theme.ink,
        ...(isSmall && { fontSize: 9 }),
        customValues: rows.map((_, index) => index),
        formatter: (at: number) => rows[rows.length - 1 - Math.round(at)]?.model ?? '',
      },
    },
    series: [
      ...intervals,
      {
        id: 'scores',
        type: 'scatter',
        silent: true,
        symbolSize: isSmall ? 5 : 9,
        itemStyle: { color: theme.categories[0]! },
        data: rows.flatMap((row, index) => (row.score === null ? [] : [[row.score, place(index)]])),
        ...(floor !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: !isSmall, formatter: text('floor'), ...axisText(context) },
            lineStyle: { color: theme.accent, type: 'dashed' as const },
            data: [{ xAxis: floor.value }],
          },
        }),
      },
    ],
  };
}
