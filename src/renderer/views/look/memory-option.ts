import type { LayerMemory, Memory } from '../../../shared/domain/insight';
import type { ChartContext, ChartOption } from '../../charts/echarts';
import { formatNumber } from '../../ui/format';

/** Names of what the figures show, in the chosen language. */
interface MemoryWords {
  readonly gates: string;
  readonly measured: string;
  readonly states: string;
  readonly answer: string;
  readonly need: string;
  /** Of the axis of time: steps or seconds. */
  readonly time: string;
}

export interface MemoryFigure {
  readonly memory: Memory;
  readonly words: MemoryWords;
}

/** What a number of steps is in the unit of the axis. */
const scaleOf = ({ stepSeconds }: Memory): number => stepSeconds ?? 1;

function frame({ theme }: ChartContext) {
  const label = { color: theme.quiet, fontSize: 10, fontFamily: theme.font };
  return {
    label,
    axis: {
      nameTextStyle: label,
      nameLocation: 'middle' as const,
      axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 3), hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: theme.line } },
      splitLine: { lineStyle: { color: theme.line } },
    },
  };
}

/** A tenth below and above, so that no point lies on the frame. */
const around = (values: readonly number[]): [number, number] => {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  return known.length === 0 ? [0.1, 10] : [Math.min(...known) / 1.25, Math.max(...known) * 1.25];
};

/** Each unit's memory, measured against what its gate says, with the band in which both agree. */
export function unitMemoryOption(
  { memory, layer, words }: MemoryFigure & { readonly layer: LayerMemory },
  context: ChartContext,
): ChartOption {
  const { label, axis } = frame(context);
  const scale = scaleOf(memory);
  const gates = layer.gates?.mean ?? null;
  const points = Array.from(layer.measured, (value, k) => [gates?.[k] ?? NaN, value, k] as const)
    .map(([x, y, k]) => [x * scale, y * scale, k] as const)
    .filter(([x, y]) => Number.isFinite(x) && x > 0 && Number.isFinite(y) && y > 0);
  const [from, to] = around(points.flatMap(([x, y]) => [x, y]));
  const line = (factor: number, id: string, type: 'solid' | 'dashed') => ({
    ...{ id, type: 'line' as const, silent: true, showSymbol: false },
    lineStyle: { color: context.theme.quiet, type, width: 1 },
    data: [
      [from, from * factor],
      [to, to * factor],
    ],
  });
  const logarithmic = { type: 'log' as const, min: from, max: to, ...axis, minorTick: { show: false } };
  return {
    grid: { left: 52, right: 14, top: 24, bottom: 36 },
    xAxis: { ...logarithmic, name: `${words.gates} (${words.time})`, nameGap: 20 },
    yAxis: {
      ...logarithmic,
      ...{ name: `${words.measured} (${words.time})`, nameLocation: 'end' as const, nameGap: 8 },
      nameTextStyle: { ...label, align: 'left' as const },
    },
    series: [
      line(1, 'equal', 'solid'),
      line(2, 'twice', 'dashed'),
      line(0.5, 'half', 'dashed'),
      {
        ...{ id: 'units', type: 'scatter', symbolSize: 6, silent: true },
        itemStyle: { color: context.theme.categories[0]!, opacity: 0.75 },
        data: points.map(([x, y]) => [x, y]),
      },
    ],
  };
}

/** What is left of a step that was read, and what inputs so long ago tell of the answer, over time. */
export function memoryCurvesOption({ memory, words }: MemoryFigure, context: ChartContext): ChartOption {
  const { label, axis } = frame(context);
  const scale = scaleOf(memory);
  const { states, answer, need } = memory;
  const most = need === null ? 1 : Math.max(1e-9, ...need.information);
  const curve = (name: string, k: number, lags: Int32Array, left: ArrayLike<number>, dashed = false) => ({
    ...{ id: name, name, type: 'line' as const, silent: true, showSymbol: false },
    lineStyle: {
      color: context.theme.categories[k]!,
      width: 1.75,
      type: dashed ? ('dashed' as const) : ('solid' as const),
    },
    itemStyle: { color: context.theme.categories[k]! },
    // Zero has no place on a logarithmic axis: the first step stands at half a step.
    data: Array.from(lags, (lag, at) => [Math.max(0.5, lag) * scale, left[at]!]),
  });
  return {
    legend: { top: 0, left: 0, itemWidth: 18, itemHeight: 8, textStyle: { ...label, fontSize: 11 } },
    grid: { left: 40, right: 14, top: 30, bottom: 36 },
    xAxis: { type: 'log', min: 0.5 * scale, ...axis, name: words.time, nameGap: 20 },
    yAxis: { type: 'value', min: 0, max: 1, interval: 0.25, ...axis },
    series: [
      curve(words.states, 0, states.lags, states.left),
      curve(words.answer, 1, answer.lags, answer.left),
      ...(need === null
        ? []
        : [
            curve(
              words.need,
              2,
              need.lags,
              Array.from(need.information, (value) => Math.max(0, value) / most),
              true,
            ),
          ]),
    ],
  };
}
