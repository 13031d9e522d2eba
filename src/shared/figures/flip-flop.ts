import type { LineSeriesOption, ScatterSeriesOption } from 'echarts';
import type { FlipFlopResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, isThumbnail, legend } from './figure';

type Kind = 'stable' | 'saddle' | 'slow';
const kindOf = ({ kind, unstable }: FlipFlopResult['points'][number]): Kind =>
  kind === 'slow' ? 'slow' : unstable === 0 ? 'stable' : 'saddle';
const symbols: Readonly<Record<Kind, string>> = { stable: 'circle', saddle: 'diamond', slow: 'rect' };

/** How far the third component leans to the right and up, so that a cube is seen as one. */
const LEAN = [0.42, 0.3] as const;

/** A place in three components as it is drawn: an oblique projection. */
const drawn = ([x = 0, y = 0, z = 0]: readonly number[]): [number, number] => [
  x + LEAN[0] * z,
  y + LEAN[1] * z,
];

/** Ways of some sequences through the first three components of the states, with the points where these stay. */
export function flipFlopFigure(result: FlipFlopResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const isSmall = isThumbnail(context);
  const kinds: readonly Kind[] = ['stable', 'saddle', 'slow'];
  const ways = result.ways.map((way, k): LineSeriesOption => ({
    ...{ id: `way-${k}`, type: 'line', silent: true, showSymbol: false, z: 2 },
    lineStyle: { color: theme.categories[4]!, width: 0.75, opacity: 0.5 },
    data: way.map(drawn),
  }));
  const points = kinds.map((kind): ScatterSeriesOption => ({
    ...{ id: kind, name: text(kind), type: 'scatter', silent: true, symbol: symbols[kind], z: 6 },
    symbolSize: (kind === 'stable' ? 12 : 9) * (isSmall ? 0.6 : 1),
    itemStyle: {
      color: kind === 'stable' ? theme.accent : theme.panel,
      borderColor: kind === 'stable' ? theme.accent : theme.ink,
      borderWidth: 1.25,
    },
    label: {
      show: kind === 'stable' && !isSmall,
      position: 'top',
      formatter: ({ dataIndex }) =>
        result.points
          .filter((point) => kindOf(point) === kind)
          [dataIndex]!.answer.map((value) => (value > 0 ? '+' : '−'))
          .join(''),
      color: theme.ink,
      fontSize: 12,
      fontFamily: theme.font,
    },
    data: result.points.filter((point) => kindOf(point) === kind).map(({ place }) => drawn(place)),
  }));
  const isSettled = result.points.length > 0;
  if (!isSettled) return errorFigure(result, context);
  const component = (k: number): string =>
    isSmall ? '' : `${text('component')} ${k} · ${Math.round(100 * (result.explained[k - 1] ?? 0))}%`;
  const plain = { type: 'value' as const, scale: true, axisLabel: { show: false } };
  return {
    legend: isSmall ? { show: false } : legend(context, kinds.map(text)),
    grid: {
      left: isSmall ? 8 : 24,
      right: isSmall ? 8 : 16,
      top: isSmall ? 8 : 44,
      bottom: isSmall ? 8 : 40,
    },
    xAxis: { ...axis(context, component(1)), ...plain, splitLine: { show: false } },
    yAxis: { ...axis(context, component(2), true), ...plain, splitLine: { show: false } },
    series: [...ways, ...points],
  };
}

/** While it learns: the error on fresh sequences. */
function errorFigure({ errors, every }: FlipFlopResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const isSmall = isThumbnail(context);
  return {
    grid: { left: isSmall ? 8 : 48, right: 16, top: isSmall ? 8 : 36, bottom: isSmall ? 8 : 40 },
    xAxis: { ...axis(context, isSmall ? '' : text('updates')), type: 'value', min: 0 },
    yAxis: { ...axis(context, isSmall ? '' : text('error'), true), type: 'value', min: 0 },
    series: [
      {
        ...{ id: 'error', type: 'line', silent: true, showSymbol: false },
        lineStyle: { color: theme.categories[0]!, width: 1.75 },
        data: errors.map((error, k) => [(k + 1) * every, error]),
      },
    ],
  };
}
