import { formatNumber } from '../ui/format';
import type { ChartContext, ChartOption } from './echarts';

export interface ScatterData {
  /** [n] */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly xName: string;
  readonly yName: string;
}

/** Predicted against true values on one scale, with the line on which they agree. */
export function scatterOption({ x, y, xName, yName }: ScatterData, { theme }: ChartContext): ChartOption {
  let least = Infinity;
  let greatest = -Infinity;
  for (const values of [x, y])
    for (const value of values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
  const margin = 0.05 * (greatest - least || 1);
  const [from, to] = Number.isFinite(least) ? [least - margin, greatest + margin] : [0, 1];
  const label = { color: theme.quiet, fontSize: 10, fontFamily: theme.font };
  const axis = {
    type: 'value' as const,
    min: from,
    max: to,
    splitNumber: 4,
    nameTextStyle: label,
    axisLabel: {
      ...label,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => formatNumber(value, 3),
    },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line } },
  };
  return {
    grid: { left: 44, right: 12, top: 22, bottom: 32 },
    xAxis: { ...axis, name: xName, nameLocation: 'middle', nameGap: 18 },
    yAxis: { ...axis, name: yName, nameLocation: 'end', nameGap: 8 },
    series: [
      {
        id: 'agreement',
        type: 'line',
        silent: true,
        showSymbol: false,
        lineStyle: { color: theme.quiet, type: 'dashed', width: 1 },
        data: [
          [from, from],
          [to, to],
        ],
      },
      {
        id: 'examples',
        type: 'scatter',
        silent: true,
        symbolSize: x.length > 400 ? 3 : 5,
        itemStyle: { color: theme.categories[0]!, opacity: 0.6 },
        data: Array.from(x, (value, k) => [value, y[k]!]),
      },
    ],
  };
}
