import { formatNumber } from '../ui/format';
import { decimate } from './decimate';
import type { ChartContext, ChartOption } from './echarts';

/** Absolute errors of forecast windows in the order of time, with the floor's error as a dashed line. */
export function errorOption(
  { errors, floor }: { readonly errors: Float32Array; readonly floor: number | null },
  { width, theme }: ChartContext,
): ChartOption {
  const index = Int32Array.from(errors, (_, row) => row);
  const points = decimate(index, errors, { from: 0, to: errors.length }, Math.max(40, width));
  const label = { color: theme.quiet, fontSize: 10, fontFamily: theme.font };
  return {
    grid: { left: 44, right: 4, top: 8, bottom: 18 },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(1, errors.length - 1),
      axisLabel: { ...label, showMaxLabel: false, formatter: (value: number) => formatNumber(value, 6) },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 3) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      {
        id: 'error',
        type: 'line',
        silent: true,
        showSymbol: false,
        emphasis: { disabled: true },
        lineStyle: { color: theme.categories[0]!, width: 1 },
        itemStyle: { color: theme.categories[0]! },
        data: Array.from(points.x, (x, at) => [x, points.y[at]!]),
        ...(floor !== null && {
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: theme.quiet, type: 'dashed', width: 1 },
            data: [{ yAxis: floor }],
          },
        }),
      },
    ],
  };
}
