import type { LineSeriesOption, ScatterSeriesOption } from 'echarts';
import type { LstmOrGruResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, isThumbnail, legend } from './figure';

const styles = {
  lstm: { category: 0, symbol: 'circle' },
  gru: { category: 1, symbol: 'rect' },
} as const;

/** Score against the size of the training part at the left, the paired differences with intervals at the right. */
export function lstmOrGruFigure(result: LstmOrGruResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const { trainings, differences, metric } = result;
  const isSmall = isThumbnail(context);
  const sizes = [...new Set(trainings.map(({ examples }) => examples))];
  const curves = (['lstm', 'gru'] as const).flatMap((model) => {
    const colour = theme.categories[styles[model].category]!;
    const scored = trainings.filter((one) => one.model === model && one.score !== null);
    const means = sizes.flatMap((examples) => {
      const own = scored.filter((one) => one.examples === examples).map(({ score }) => score!);
      return own.length === 0 ? [] : [[examples, own.reduce((sum, score) => sum + score, 0) / own.length]];
    });
    const line: LineSeriesOption = {
      id: `${model}/mean`,
      name: model,
      type: 'line',
      silent: true,
      symbol: styles[model].symbol,
      symbolSize: 7,
      lineStyle: { color: colour, width: 2, type: model === 'lstm' ? 'solid' : [6, 3] },
      itemStyle: { color: colour },
      data: means,
    };
    const seeds: ScatterSeriesOption = {
      id: `${model}/seeds`,
      name: model,
      type: 'scatter',
      silent: true,
      symbol: styles[model].symbol,
      symbolSize: 5,
      itemStyle: { color: colour, opacity: 0.4 },
      data: scored.map(({ examples, score }) => [examples, score!]),
    };
    return [line, seeds];
  });
  const bars = differences.flatMap(
    ({ examples, estimate, interval }): (LineSeriesOption | ScatterSeriesOption)[] => [
      {
        id: `difference/${examples}`,
        type: 'scatter',
        xAxisIndex: 1,
        yAxisIndex: 1,
        silent: true,
        symbolSize: 9,
        itemStyle: { color: theme.ink },
        data: [[examples, estimate]],
      },
      {
        id: `interval/${examples}`,
        type: 'line',
        xAxisIndex: 1,
        yAxisIndex: 1,
        silent: true,
        symbol: 'none',
        lineStyle: { color: theme.ink, width: 2 },
        data: interval === null ? [] : interval.map((end) => [examples, end]),
      },
    ],
  );
  const zero: LineSeriesOption = {
    id: 'zero',
    type: 'line',
    xAxisIndex: 1,
    yAxisIndex: 1,
    silent: true,
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: theme.quiet, type: 'dashed' },
      data: [{ yAxis: 0 }],
    },
  };
  const sizeAxis = (gridIndex: number) => ({
    ...axis(context, isSmall ? '' : text('examples')),
    type: 'log' as const,
    gridIndex,
    min: (sizes[0] ?? 1) / 1.2,
    max: (sizes.at(-1) ?? 1) * 1.2,
    axisLabel: { ...axis(context, '').axisLabel, customValues: sizes },
    splitLine: { show: false },
  });
  const panels = isSmall ? 1 : 2;
  return {
    legend: isSmall ? { show: false } : legend(context, ['lstm', 'gru']),
    grid: [
      { left: 52, right: isSmall ? 12 : '53%', top: isSmall ? 20 : 60, bottom: isSmall ? 24 : 40 },
      { left: '56%', right: 24, top: 60, bottom: 40 },
    ].slice(0, panels),
    xAxis: [sizeAxis(0), sizeAxis(1)].slice(0, panels),
    yAxis: [
      { ...axis(context, text(metric), true), type: 'value' as const, scale: true },
      { ...axis(context, text('difference'), true), type: 'value' as const, gridIndex: 1 },
    ].slice(0, panels),
    series: isSmall ? curves : [...curves, ...bars, zero],
  };
}
