import type { LineSeriesOption } from 'echarts';
import type { GatesResult, UnitTrace } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { tensorCategories } from './tensor-categories';
import { axis, axisText, isThumbnail, legend } from './figure';

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
  readonly category: number;
  readonly dash?: readonly number[];
}

interface Panel {
  readonly title: string;
  readonly curves: readonly Curve[];
}

/** What is no tensor has a colour that no tensor has. */
const signalCategories = { x: 4, target: 6, output: 5 } as const;

const dashOf = { i: [6, 2], f: [], o: [2, 2] } as const;

function panelsOf(unit: UnitTrace, first: Panel, text: FigureContext['text']): Panel[] {
  return [
    first,
    {
      title: text('gates'),
      curves: (['i', 'f', 'o'] as const).map((name) => ({
        name,
        values: unit[name],
        category: tensorCategories[name],
        dash: dashOf[name],
      })),
    },
    {
      title: text('cell'),
      curves: [
        { name: 'c', values: unit.c, category: tensorCategories.c },
        { name: 'h', values: unit.h, category: tensorCategories.h, dash: [4, 2] },
      ],
    },
  ];
}

/** Signal, gates, cell and state under one another; the unit set by hand at the left, the learnt one at the right. */
export function gatesFigure(result: GatesResult, context: FigureContext): FigureOption {
  const { theme, text } = context;
  const { signal, hand, trained } = result;
  const x: Curve = { name: 'x', values: signal, category: signalCategories.x };
  const columns: [string, Panel[]][] = [
    [text('hand'), panelsOf(hand, { title: text('signal'), curves: [x] }, text)],
  ];
  const isSmall = isThumbnail(context);
  if (trained !== null && !isSmall) {
    const answers: Curve[] = [
      x,
      { name: text('target'), values: trained.target, category: signalCategories.target, dash: [2, 2] },
      { name: text('output'), values: trained.output, category: signalCategories.output },
    ];
    columns.push([text('learnt'), panelsOf(trained.trace, { title: text('signal'), curves: answers }, text)]);
  }
  const cells = columns.flatMap(([name, panels], column) =>
    panels.map((panel, row) => ({ ...panel, title: `${name}: ${panel.title}`, column, row })),
  );
  const share = 100 / columns.length;
  return {
    legend: isSmall ? { show: false } : legend(context, ['x', 'i', 'f', 'o', 'c', 'h']),
    grid: cells.map(({ column, row }) => ({
      left: `${column * share + (isSmall ? 12 : 5)}%`,
      width: `${share - (isSmall ? 16 : 7)}%`,
      top: `${(isSmall ? 4 : 14) + row * (isSmall ? 32 : 28)}%`,
      height: isSmall ? '24%' : '19%',
    })),
    xAxis: cells.map(({ row }, index) => ({
      ...axis(context, row === 2 && !isSmall ? text('time_step') : ''),
      type: 'value',
      gridIndex: index,
      min: 1,
      max: signal.length,
      nameGap: 18,
      axisLabel: { ...axisText(context), show: row === 2 && !isSmall },
    })),
    yAxis: cells.map(({ title, row }, index) => ({
      ...axis(context, isSmall ? '' : title, true),
      type: 'value',
      gridIndex: index,
      nameGap: 5,
      splitNumber: 2,
      ...(row === 1 && { min: 0, max: 1 }),
      ...(row === 0 && { min: -1, max: 1 }),
    })),
    series: cells.flatMap(({ curves, title }, index) =>
      curves.map(({ name, values, category, dash = [] }): LineSeriesOption => ({
        id: `${title}/${name}`,
        name,
        type: 'line',
        xAxisIndex: index,
        yAxisIndex: index,
        silent: true,
        showSymbol: false,
        symbol: 'none',
        lineStyle: {
          color: theme.categories[category]!,
          width: 1.75,
          type: dash.length === 0 ? 'solid' : [...dash],
        },
        itemStyle: { color: theme.categories[category]! },
        data: values.map((value, t) => [t + 1, value]),
      })),
    ),
  };
}
