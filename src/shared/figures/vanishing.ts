import type { LineSeriesOption } from 'echarts';
import type { VanishingResult } from '../domain/experiment-results';
import { recurrentModels } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, dashes, isThumbnail, legend, powerOfTen } from './figure';

type Column = 'log10GradientNorms' | 'log10JacobianProducts';

/** ‖∂L/∂h_t‖ against t at the left, the product of the Jacobians' largest singular values at the right. */
export function vanishingFigure(result: VanishingResult, context: FigureContext): FigureOption {
  const { theme, text, width } = context;
  const isSmall = isThumbnail(context);
  const both: readonly [Column, string][] = [
    ['log10GradientNorms', text('gradient_norm')],
    ['log10JacobianProducts', text('jacobian_product')],
  ];
  const panels = isSmall ? both.slice(0, 1) : both;
  const beside = width >= 560;
  const lines = panels.flatMap(([column], panel) =>
    result.series.map((series): LineSeriesOption => {
      const index = recurrentModels.indexOf(series.model);
      const colour = theme.categories[index]!;
      return {
        id: `${series.model}/${column}`,
        name: series.model,
        type: 'line',
        xAxisIndex: panel,
        yAxisIndex: panel,
        silent: true,
        showSymbol: false,
        symbol: 'none',
        lineStyle: { color: colour, width: 2, type: dashes[index] as number[] },
        itemStyle: { color: colour },
        // ECharts has no place for the −∞ of a gradient that is gone for good.
        data: series[column].map((value, k) => [k + 1, Number.isFinite(value) ? value : null]),
      };
    }),
  );
  return {
    legend: isSmall ? { show: false } : legend(context, recurrentModels.slice(0, result.series.length)),
    grid: isSmall
      ? { left: 44, right: 12, top: 24, bottom: 24 }
      : beside
        ? [
            { left: 52, right: '53%', top: 64, bottom: 40 },
            { left: '55%', right: 16, top: 64, bottom: 40 },
          ]
        : [
            { left: 52, right: 16, top: 84, bottom: '54%' },
            { left: 52, right: 16, top: '56%', bottom: 40 },
          ],
    xAxis: panels.map((_, panel) => ({
      ...axis(context, isSmall ? '' : text('time_step')),
      type: 'value',
      gridIndex: panel,
      min: 1,
      max: result.steps,
    })),
    yAxis: panels.map(([, name], panel) => ({
      ...axis(context, name, true),
      type: 'value',
      gridIndex: panel,
      axisLabel: { ...axis(context, name).axisLabel, formatter: powerOfTen },
    })),
    series: lines,
  };
}
