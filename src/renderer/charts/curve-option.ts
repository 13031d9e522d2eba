import type { LineSeriesOption } from 'echarts';
import { formatNumber } from '../ui/format';
import { curveLayout, curvePanels, curveWindow, drawnPanels, slotMarker } from './curves';
import type { CurveData, CurvePanel, CurveRun } from './curves';
import type { DrawnSeries } from './curve-cache';
import { decimate } from './decimate';
import type { Polyline, Window } from './decimate';
import type { ChartContext, ChartOption } from './echarts';

/** All step curves together never have more points than this: what a frame has time for. */
const POINT_BUDGET = 9_000;
const MARKERS_IN_VIEW = 24;
const MOST_RAW_LINES = 2;
/** Three raw lines and, at half the density, their moving averages. */
const CURVES_PER_RUN = 4.5;

type LineData = NonNullable<LineSeriesOption['data']>;

/** ECharts reads flat typed arrays (x, y, x, y …) without an object per point, though its types do not say so. */
function lineData({ x, y }: Polyline, logarithmic = false): LineData {
  const flat = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    flat[2 * i] = x[i]!;
    flat[2 * i + 1] = logarithmic && y[i]! <= 0 ? NaN : y[i]!;
  }
  return flat as unknown as LineData;
}

/** The first and then every `step`-th point. */
function everyNth({ x, y }: Polyline, step: number): Polyline {
  const isKept = (_: number, index: number): boolean => index % step === 0;
  return { x: x.filter(isKept), y: y.filter(isKept) };
}

/** Loss and gradient norm may span magnitudes; a metric and a learning rate are read on a linear scale. */
function isLogarithmic({ view }: CurveData, panel: CurvePanel): boolean {
  return view.logarithmic && (panel === 'loss' || panel === 'gradientNorm');
}

/** Of many runs only the topmost keeps its raw line: more would hide the averages, and each costs a frame's time. */
function hasRawLine({ runs }: CurveData, run: CurveRun): boolean {
  return runs.length <= MOST_RAW_LINES || run === runs[runs.length - 1];
}

interface Pen {
  readonly data: CurveData;
  readonly window: Window;
  readonly columns: number;
  readonly colour: (run: CurveRun) => string;
  /** What hollow markers are filled with. */
  readonly panel: string;
}

function line(run: CurveRun, panel: CurvePanel, name: string, colour: string): LineSeriesOption {
  const index = curvePanels.indexOf(panel);
  return {
    id: `${run.id}/${panel}/${name}`,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    dimensions: ['x', 'y'],
    silent: true,
    animation: false,
    showSymbol: false,
    emphasis: { disabled: true },
    lineStyle: { color: colour, width: 1.5 },
    itemStyle: { color: colour },
  };
}

/** A column of the optimiser steps; smoothed ones keep the raw line behind them. */
function stepCurves(
  pen: Pen,
  run: CurveRun,
  panel: CurvePanel,
  column: 'loss' | 'metric' | 'gradientNorm' | 'learningRate',
): LineSeriesOption[] {
  const { view, cache } = pen.data;
  const scale = view.axis === 'step' ? 1 : 1 / Math.max(1, run.stepsPerEpoch);
  const { raw, smooth } = cache.series(
    `${run.id}/${column}`,
    run.steps[column],
    column === 'learningRate' ? 0 : view.smoothing,
  );
  const cut = ({ values, extremes }: DrawnSeries, columns: number): LineData =>
    lineData(
      decimate(run.steps.step, values, pen.window, columns, { scale, extremes }),
      isLogarithmic(pen.data, panel),
    );
  const base = line(run, panel, 'train', pen.colour(run));
  if (column === 'learningRate') return [{ ...base, data: cut(raw, pen.columns / 2) }];
  if (smooth === null)
    return [{ ...base, lineStyle: { ...base.lineStyle, width: 1 }, data: cut(raw, pen.columns) }];
  // A moving average has no peaks to lose: half as many columns show it.
  const average = { ...base, z: 3, data: cut(smooth, pen.columns / 2) };
  if (!hasRawLine(pen.data, run)) return [average];
  const behind = line(run, panel, 'raw', pen.colour(run));
  return [
    {
      ...behind,
      z: 1,
      lineStyle: { ...behind.lineStyle, width: 1, opacity: 0.28 },
      data: cut(raw, pen.columns),
    },
    average,
  ];
}

/**
 * A column of the epochs. The run's markers stand on it, thinned out where they would touch: as points of their own,
 * because ECharts makes an object for every point of a line that has symbols.
 */
function epochCurves(
  pen: Pen,
  run: CurveRun,
  panel: CurvePanel,
  column: 'trainLoss' | 'trainMetric' | 'validationLoss' | 'validationMetric',
): LineSeriesOption[] {
  const x = pen.data.view.axis === 'step' ? run.epochs.step : run.epochs.epoch;
  const points = decimate(x, run.epochs[column], pen.window, pen.columns);
  const logarithmic = isLogarithmic(pen.data, panel);
  const validation = column.startsWith('validation');
  const base = line(run, panel, validation ? 'validation' : 'train', pen.colour(run));
  const z = validation ? 4 : 3;
  const curve: LineSeriesOption = {
    ...base,
    z,
    lineStyle: { ...base.lineStyle, ...(validation && { type: [4, 3] }) },
    data: lineData(points, logarithmic),
  };
  if (!validation && points.x.length !== 1) return [curve];
  const marker = slotMarker(run.slot);
  const marks = line(run, panel, validation ? 'validation/marks' : 'train/marks', pen.colour(run));
  return [
    curve,
    {
      ...marks,
      z,
      lineStyle: { width: 0 },
      showSymbol: true,
      showAllSymbol: true,
      symbol: marker.shape,
      symbolSize: 5,
      itemStyle: {
        color: marker.hollow ? pen.panel : pen.colour(run),
        borderColor: pen.colour(run),
        borderWidth: marker.hollow ? 1.5 : 0,
      },
      data: lineData(everyNth(points, Math.ceil(points.x.length / MARKERS_IN_VIEW)), logarithmic),
    },
  ];
}

/** A ring around the epoch whose weights were kept. */
function bestMark(pen: Pen, run: CurveRun): LineSeriesOption[] {
  const row = run.bestEpoch === null ? -1 : run.epochs.epoch.indexOf(run.bestEpoch);
  if (row < 0 || !pen.data.view.validation) return [];
  const x = pen.data.view.axis === 'step' ? run.epochs.step[row]! : run.epochs.epoch[row]!;
  return [
    {
      ...line(run, 'loss', 'best', pen.colour(run)),
      z: 5,
      showSymbol: true,
      symbol: 'circle',
      symbolSize: 9,
      itemStyle: { color: pen.panel, borderColor: pen.colour(run), borderWidth: 2 },
      data: [[x, run.epochs.validationLoss[row]!]],
    },
  ];
}

function curvesOf(pen: Pen, run: CurveRun): LineSeriesOption[] {
  const { axis, train, validation } = pen.data.view;
  const perStep = axis === 'step';
  return [
    ...(train && perStep ? stepCurves(pen, run, 'loss', 'loss') : []),
    ...(train && perStep ? stepCurves(pen, run, 'metric', 'metric') : []),
    ...(train && !perStep ? epochCurves(pen, run, 'loss', 'trainLoss') : []),
    ...(train && !perStep ? epochCurves(pen, run, 'metric', 'trainMetric') : []),
    ...(validation ? epochCurves(pen, run, 'loss', 'validationLoss') : []),
    ...(validation ? epochCurves(pen, run, 'metric', 'validationMetric') : []),
    ...bestMark(pen, run),
    ...stepCurves(pen, run, 'gradientNorm', 'gradientNorm'),
    ...stepCurves(pen, run, 'learningRate', 'learningRate'),
  ];
}

/** Powers of two where the curves span less than two magnitudes, else powers of ten. */
function logBase(series: readonly LineSeriesOption[], axis: number): 2 | 10 {
  let least = Infinity;
  let greatest = 0;
  for (const { data, yAxisIndex } of series) {
    if (yAxisIndex !== axis || !(data instanceof Float64Array)) continue;
    for (let i = 1; i < data.length; i += 2) {
      if (data[i]! < least) least = data[i]!;
      if (data[i]! > greatest) greatest = data[i]!;
    }
  }
  return greatest / least < 100 ? 2 : 10;
}

/**
 * Loss above, metric below, gradient norm and learning rate as thin strips, on one time axis. Each run has a colour and a
 * marker; training is solid, validation dashed with markers; a ring marks the epoch whose weights were kept.
 */
export function curveOption(data: CurveData, { width, height, theme }: ChartContext): ChartOption {
  const panels = drawnPanels(data.runs);
  const layout = curveLayout(width, height, panels);
  const window = curveWindow(data);
  const budget = POINT_BUDGET / (2 * CURVES_PER_RUN * Math.max(1, data.runs.length));
  const pen: Pen = {
    data,
    window,
    columns: Math.max(64, 4 * Math.floor(Math.min(layout.loss.width, budget) / 4)),
    colour: (run) => theme.categories[run.slot % theme.categories.length]!,
    panel: theme.panel,
  };
  const series = data.runs.flatMap((run) => curvesOf(pen, run));
  const label = { color: theme.quiet, fontSize: 11, fontFamily: theme.font };
  const hairline = { lineStyle: { color: theme.line, width: 1 } };
  const isBounded = (panel: CurvePanel): boolean => panel === 'metric' && data.metricMax !== null;
  const isStrip = (panel: CurvePanel): boolean => panel === 'gradientNorm' || panel === 'learningRate';
  return {
    // The layout leaves room for the labels; ECharts would measure them all at each frame to find that out.
    grid: curvePanels.map((panel) => ({ id: panel, ...layout[panel], outerBoundsMode: 'none' as const })),
    xAxis: curvePanels.map((panel, index) => ({
      id: `x/${panel}`,
      gridIndex: index,
      type: 'value' as const,
      min: window.from,
      max: window.to,
      axisLine: { onZero: false, ...hairline },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...label,
        show: index === curvePanels.length - 1,
        hideOverlap: true,
        showMinLabel: data.view.window === null,
        showMaxLabel: false,
        formatter: (value: number) => formatNumber(value, 6),
      },
    })),
    yAxis: curvePanels.map((panel, index) => ({
      // ECharts keeps what a later option leaves out: an axis with a bound is another axis.
      id: `y/${panel}${isBounded(panel) ? '/bounded' : ''}`,
      gridIndex: index,
      ...(isLogarithmic(data, panel)
        ? { type: 'log' as const, logBase: isStrip(panel) ? 10 : logBase(series, index) }
        : { type: 'value' as const }),
      scale: panel !== 'learningRate',
      ...(isBounded(panel) && { max: data.metricMax! }),
      splitNumber: isStrip(panel) || layout[panel].height < 90 ? 2 : 5,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: panels.includes(panel), ...hairline },
      axisLabel: {
        ...label,
        show: panels.includes(panel),
        hideOverlap: true,
        formatter: (value: number) => formatNumber(value, 3),
      },
    })),
    series,
  };
}
