import type { ScatterSeriesOption } from 'echarts';
import type { UnrolledResult } from '../domain/experiment-results';
import type { FigureContext, FigureOption } from './figure';
import { axis, axisText, isThumbnail, signedColour } from './figure';

/** Width that one step needs to be seen as a cell. */
const STEP_PX = 30;
const SHOWN_FEATURES = 8;
const subscripts = '₀₁₂₃₄₅₆₇₈₉';

export const subscript = (n: number): string =>
  String(n).replace(/\d/g, (digit) => subscripts[Number(digit)]!);

interface Row {
  readonly label: string;
  readonly y: number;
  /** −1 … 1 for the colour. */
  readonly valueAt: (t: number) => number;
}

/** Input features below, then the cell state where there is one, then the hidden state on top. */
function rowsOf({ features, units, inputs, tensors }: UnrolledResult): Row[] {
  const rows: Row[] = [];
  let y = 0;
  const shown = Math.min(features.length, SHOWN_FEATURES);
  for (let k = shown - 1; k >= 0; k--) {
    const label = `x${subscript(k + 1)}`;
    rows.push({ label, y: y++, valueAt: (t) => inputs[t * features.length + k]! / 2.5 });
  }
  for (const name of ['c', 'h'] as const) {
    const values = tensors[name];
    if (values === undefined) continue;
    y += name === 'h' && tensors.c !== undefined ? 0.6 : 1.4;
    for (let k = units - 1; k >= 0; k--) {
      const label = `${name}${subscript(k + 1)}`;
      rows.push({ label, y: y++, valueAt: (t) => values[t * units + k]! });
    }
  }
  return rows;
}

/** Steps around `at` that there is room for: [first, one past the last]. */
export function shownSteps(steps: number, at: number, width: number): [number, number] {
  const room = Math.max(3, Math.floor((width - 70) / STEP_PX));
  const first = Math.max(0, Math.min(steps - room, at - Math.floor(room / 2)));
  return [first, Math.min(steps, first + room)];
}

/**
 * The network step by step: circles are numbers (blue negative, orange positive), arrows are the cell, which is the same at
 * every step. What comes after step `at` is still faint.
 *
 * @param at counts from 0; negative: the last step
 */
export function unrolledFigure(result: UnrolledResult, context: FigureContext, at: number): FigureOption {
  const { theme, text, width, height } = context;
  const now = at < 0 ? result.steps - 1 : Math.min(at, result.steps - 1);
  const [first, end] = shownSteps(result.steps, now, width);
  const rows = rowsOf(result);
  const top = rows.at(-1)!.y;
  const inputTop = Math.min(result.features.length, SHOWN_FEATURES) - 1;
  const size = Math.max(4, Math.min(20, (height - 70) / (top + 2) - 2));
  const steps = Array.from({ length: end - first }, (_, k) => first + k);
  const states = rows.filter(({ y }) => y > inputTop);
  const middle = (states[0]!.y + top) / 2;
  const arrow = (
    id: string,
    rotate: number,
    points: readonly (readonly [number, number])[],
  ): ScatterSeriesOption => ({
    id,
    type: 'scatter',
    silent: true,
    symbol: 'arrow',
    symbolRotate: rotate,
    symbolSize: 9,
    itemStyle: { color: theme.quiet },
    data: points.map((point) => [...point]),
  });
  return {
    grid: { left: 36, right: 16, top: 12, bottom: isThumbnail(context) ? 24 : 40 },
    xAxis: {
      ...axis(context, isThumbnail(context) ? '' : text('time_step')),
      type: 'value',
      min: first + 0.4,
      max: end + 0.6,
      axisLabel: {
        ...axisText(context),
        hideOverlap: true,
        customValues: steps.map((t) => t + 1),
        formatter: (value: number) => String(Math.round(value)),
      },
    },
    yAxis: {
      type: 'value',
      min: -0.8,
      max: top + 0.8,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...axisText(context),
        hideOverlap: true,
        customValues: rows.map(({ y }) => y),
        formatter: (value: number) => rows.find(({ y }) => Math.abs(y - value) < 0.01)?.label ?? '',
      },
    },
    series: [
      {
        id: 'values',
        type: 'scatter',
        silent: true,
        symbolSize: size,
        data: rows.flatMap((row) =>
          steps.map((t) => ({
            value: [t + 1, row.y],
            itemStyle: {
              color: signedColour(row.valueAt(t), context),
              borderColor: theme.quiet,
              borderWidth: 0.75,
              opacity: t <= now ? 1 : 0.18,
            },
          })),
        ),
        markArea: {
          silent: true,
          itemStyle: { color: theme.accent, opacity: 0.1 },
          data: at < 0 ? [] : [[{ xAxis: now + 0.55 }, { xAxis: now + 1.45 }]],
        },
      },
      arrow(
        'onward',
        -90,
        steps.slice(0, -1).map((t) => [t + 1.5, middle] as const),
      ),
      arrow(
        'upward',
        0,
        steps.map((t) => [t + 1, (inputTop + states[0]!.y) / 2] as const),
      ),
    ],
  };
}
