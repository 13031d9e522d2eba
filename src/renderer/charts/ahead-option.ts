import { formatNumber } from '../ui/format';
import type { ChartContext, ChartOption, ChartSeries } from './echarts';

/** A series that goes on from step 0: what was there before, what was said, what came. In data units. */
export interface AheadData {
  readonly past: Float32Array;
  readonly said: Float32Array;
  readonly real: Float32Array;
  /** Lowest and highest forecast quantile; null without. */
  readonly band: { readonly low: Float32Array; readonly high: Float32Array } | null;
}

/** Past, continuation and what came over steps from the last known one, with the quantiles as a band. */
export function aheadOption({ past, said, real, band }: AheadData, { theme }: ChartContext): ChartOption {
  const label = { color: theme.quiet, fontSize: 10, fontFamily: theme.font };
  const before = Array.from(past, (value, k) => [k - past.length + 1, value]);
  const last = before.slice(-1);
  const after = (values: Float32Array): number[][] => Array.from(values, (value, k) => [k + 1, value]);
  const line = (id: string, data: number[][], colour: string, dashed = false): ChartSeries => ({
    id,
    type: 'line',
    silent: true,
    showSymbol: false,
    lineStyle: { color: colour, width: dashed ? 1.25 : 1.75, type: dashed ? 'dashed' : 'solid' },
    itemStyle: { color: colour },
    data,
  });
  const quantiles: ChartSeries[] =
    band === null
      ? []
      : [
          // From the last known value, where nothing is uncertain: a band of one step has a width too.
          {
            ...line('low', [...last, ...after(band.low)], 'transparent'),
            stack: 'band',
            stackStrategy: 'all',
          },
          {
            ...line(
              'high',
              [...last.map(() => [0, 0]), ...after(band.high.map((value, k) => value - band.low[k]!))],
              'transparent',
            ),
            stack: 'band',
            stackStrategy: 'all',
            areaStyle: { color: theme.categories[1]!, opacity: 0.22 },
          },
        ];
  return {
    grid: { left: 48, right: 8, top: 8, bottom: 20 },
    xAxis: {
      type: 'value',
      min: Math.min(0, 1 - past.length),
      max: Math.max(1, said.length),
      axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 6) },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line }, onZero: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      splitNumber: 3,
      axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 4) },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: [
      ...quantiles,
      line('past', before, theme.quiet),
      line('real', [...last, ...after(real)], theme.ink, true),
      line('said', [...last, ...after(said)], theme.categories[1]!),
    ],
  };
}
