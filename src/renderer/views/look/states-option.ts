import type { FixedPoint, StateSpace } from '../../../shared/domain/insight';
import type { ChartContext, ChartOption, ChartSeries } from '../../charts/echarts';
import { formatNumber } from '../../ui/format';

export type PointKind = 'stable' | 'saddle' | 'slow';

export const kindOf = ({ kind, unstable }: FixedPoint): PointKind =>
  kind === 'slow' ? 'slow' : unstable === 0 ? 'stable' : 'saddle';

/** Shapes tell them apart without colour. */
const symbols: Readonly<Record<PointKind, string>> = { stable: 'circle', saddle: 'diamond', slow: 'rect' };

export interface StatesFigure {
  readonly states: StateSpace;
  /** Components on both axes, counted from 0. */
  readonly axes: readonly [number, number];
  /** The example that is open. */
  readonly example: number | null;
  /** Its step under the playhead, of the layer, in the order in which it reads. */
  readonly step: number;
  readonly words: Readonly<Record<PointKind, string>> & { readonly component: (k: number) => string };
}

/** Steps that a slow direction needs to change e-fold: 1 / |ln |λ|| of the eigenvalue nearest to the unit circle. */
export function slowestSteps({ eigenvalues: { real, imaginary } }: FixedPoint): number {
  return real.reduce((most, value, k) => {
    const modulus = Math.hypot(value, imaginary[k]!);
    return modulus > 0 && modulus !== 1 ? Math.max(most, 1 / Math.abs(Math.log(modulus))) : most;
  }, 0);
}

/** Ways through the plane of the first components, by class, with what the state stays at. */
export function statesOption(figure: StatesFigure, { theme }: ChartContext): ChartOption {
  const { states, axes, example, step, words } = figure;
  const [a, b] = axes;
  const label = { color: theme.quiet, fontSize: 10, fontFamily: theme.font };
  const axis = {
    type: 'value' as const,
    scale: true,
    splitNumber: 4,
    nameTextStyle: label,
    axisLabel: { ...label, formatter: (value: number) => formatNumber(value, 2), hideOverlap: true },
    axisTick: { show: false },
    axisLine: { onZero: false, lineStyle: { color: theme.line } },
    splitLine: { lineStyle: { color: theme.line } },
  };
  const name = (k: number): string =>
    `${words.component(k + 1)} · ${Math.round(100 * (states.explained[k] ?? 0))}%`;
  const at = (place: Float32Array, row: number): [number, number] => [
    place[3 * row + a]!,
    place[3 * row + b]!,
  ];
  const ways = states.trajectories.map((way): ChartSeries => {
    const isOpen = way.example === example;
    return {
      ...{ id: `way-${way.example}`, type: 'line', silent: true, showSymbol: false, z: isOpen ? 4 : 2 },
      lineStyle: {
        color: isOpen ? theme.ink : theme.categories[(way.label ?? 0) % theme.categories.length]!,
        width: isOpen ? 2 : 1,
        opacity: isOpen ? 1 : 0.45,
      },
      data: Array.from({ length: way.path.length / 3 }, (_, row) => at(way.path, row)),
    };
  });
  const open = states.trajectories.find((way) => way.example === example);
  const here =
    open === undefined
      ? []
      : [at(open.path, Math.max(0, Math.min(open.path.length / 3 - 1, Math.floor(step / open.every))))];
  const kinds = (['stable', 'saddle', 'slow'] as const).map((kind, k): ChartSeries => ({
    ...{ id: kind, name: words[kind], type: 'scatter', silent: true, symbol: symbols[kind], z: 6 },
    symbolSize: kind === 'stable' ? 11 : 9,
    itemStyle: {
      color: kind === 'stable' ? theme.ink : theme.panel,
      borderColor: theme.ink,
      borderWidth: 1.5,
      opacity: k === 2 ? 0.7 : 1,
    },
    data: states.points.filter((point) => kindOf(point) === kind).map(({ place }) => at(place, 0)),
  }));
  return {
    legend: {
      ...{ top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { ...label, fontSize: 11 } },
      data: kinds.map(({ name: word }) => String(word)),
    },
    grid: { left: 46, right: 14, top: 30, bottom: 36 },
    xAxis: { ...axis, name: name(a), nameLocation: 'middle', nameGap: 20 },
    yAxis: { ...axis, name: name(b), nameLocation: 'middle', nameGap: 30 },
    series: [
      ...ways,
      ...kinds,
      {
        ...{ id: 'here', type: 'scatter', silent: true, symbolSize: 12, z: 8, data: here },
        itemStyle: { color: theme.accent },
      },
    ],
  };
}
