import type { EpochMetrics, StepMetrics } from '../../shared/domain/run';
import type { Window } from './decimate';
import { CATEGORY_COUNT } from './echarts';
import type { CurveCache } from './curve-cache';

export const curvePanels = ['loss', 'metric', 'gradientNorm', 'learningRate'] as const;
export type CurvePanel = (typeof curvePanels)[number];

/** One run as it is drawn. */
export interface CurveRun {
  readonly id: string;
  /** Place among the runs that are drawn together, 0 …: gives the colour and the marker. */
  readonly slot: number;
  readonly steps: StepMetrics;
  readonly epochs: EpochMetrics;
  readonly stepsPerEpoch: number;
  readonly bestEpoch: number | null;
  /** Still training: the time axis reaches to the end of the epoch in progress. */
  readonly live: boolean;
}

/** How a person wants to see the curves. */
export interface CurveView {
  /** step: every optimiser step, validation at the end of its epoch; epoch: the mean of each epoch. */
  readonly axis: 'step' | 'epoch';
  readonly logarithmic: boolean;
  /** Weight of the moving average, 0 … < 1. */
  readonly smoothing: number;
  /** The stretch that was zoomed to; null shows everything. */
  readonly window: Window | null;
  readonly train: boolean;
  readonly validation: boolean;
}

export interface CurveData {
  readonly runs: readonly CurveRun[];
  readonly view: CurveView;
  readonly cache: CurveCache;
  /** What the metric cannot exceed: 1 for accuracy; null when it has no bound. */
  readonly metricMax: number | null;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GUTTER_LEFT = 52;
const GUTTER_RIGHT = 14;
const TITLE_PX = 23;
const AXIS_PX = 22;
/** Shares of the height: loss and metric large, gradient norm and learning rate thin strips. */
const shares: Readonly<Record<CurvePanel, number>> = {
  loss: 10,
  metric: 8,
  gradientNorm: 3.4,
  learningRate: 2.6,
};

/** The panels that runs have something for: a model that is fitted in rounds has no optimiser steps, and may have no metric. */
export function drawnPanels(runs: readonly CurveRun[]): readonly CurvePanel[] {
  const isFitted = ({ steps, epochs }: CurveRun): boolean =>
    steps.step.length === 0 && epochs.epoch.length > 0;
  if (runs.length === 0 || !runs.every(isFitted)) return curvePanels;
  const hasMetric = runs.some(({ epochs }) => epochs.validationMetric.some(Number.isFinite));
  return hasMetric ? ['loss', 'metric'] : ['loss'];
}

/** Where each panel's plot lies, in CSS pixels; titles stand above, the time axis below the last. Others have no height. */
export function curveLayout(
  width: number,
  height: number,
  panels: readonly CurvePanel[] = curvePanels,
): Readonly<Record<CurvePanel, Box>> {
  const total = panels.reduce((sum, panel) => sum + shares[panel], 0);
  const free = Math.max(4 * 20, height - AXIS_PX - panels.length * TITLE_PX);
  let top = 0;
  const boxes = curvePanels.map((panel) => {
    const isDrawn = panels.includes(panel);
    const box = {
      left: GUTTER_LEFT,
      top: isDrawn ? top + TITLE_PX : top,
      width: Math.max(1, width - GUTTER_LEFT - GUTTER_RIGHT),
      height: isDrawn ? Math.floor((free * shares[panel]) / total) : 0,
    };
    top = box.top + box.height;
    return [panel, box] as const;
  });
  return Object.fromEntries(boxes) as Record<CurvePanel, Box>;
}

const lastOf = (column: Int32Array): number => column[column.length - 1] ?? 0;

/** From the start to the last step (or epoch) of the longest run; a live one to the end of its epoch in progress. */
export function curveExtent(runs: readonly CurveRun[], axis: CurveView['axis']): Window {
  let to = 0;
  for (const run of runs) {
    const step = Math.max(lastOf(run.steps.step), lastOf(run.epochs.step));
    const perEpoch = Math.max(1, run.stepsPerEpoch);
    const end = run.live ? Math.max(1, Math.ceil(step / perEpoch)) * perEpoch : step;
    to = Math.max(to, axis === 'step' ? end : end / perEpoch);
  }
  return { from: 0, to: to > 0 ? to : 1 };
}

/** The stretch in view. */
export function curveWindow({ runs, view }: Pick<CurveData, 'runs' | 'view'>): Window {
  return view.window ?? curveExtent(runs, view.axis);
}

/** Zooms by `factor` (below 1: closer) so that `anchor` stays in place; null once everything is in view. */
export function zoomWindow(window: Window, extent: Window, anchor: number, factor: number): Window | null {
  const from = Math.max(extent.from, anchor - (anchor - window.from) * factor);
  const to = Math.min(extent.to, anchor + (window.to - anchor) * factor);
  const whole = extent.to - extent.from;
  if (to - from >= whole * 0.999) return null;
  return to - from < whole * 1e-5 ? window : { from, to };
}

/** Moves the window by a share of its own width, staying inside. */
export function panWindow(window: Window, extent: Window, share: number): Window {
  const by = share * (window.to - window.from);
  const moved = Math.max(extent.from - window.from, Math.min(extent.to - window.to, by));
  return { from: window.from + moved, to: window.to + moved };
}

const shapes = ['circle', 'rect', 'triangle', 'diamond'] as const;

/** The marker of a slot, by which runs can be told apart without colour: four shapes, filled and then hollow. */
export function slotMarker(slot: number): {
  readonly shape: (typeof shapes)[number];
  readonly hollow: boolean;
} {
  return { shape: shapes[slot % shapes.length]!, hollow: Math.floor(slot / shapes.length) % 2 === 1 };
}

/** The token of a slot's colour. */
export function slotColour(slot: number): string {
  return `var(--category-${(slot % CATEGORY_COUNT) + 1})`;
}
