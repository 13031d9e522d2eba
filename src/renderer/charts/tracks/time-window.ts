import { roundTicks } from './ticks';

/** A stretch of the axis, in its own unit: steps, or seconds since listening began. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly step: number;
  /** In the unit of {@link timeTicks}. */
  readonly value: number;
}

const PX_PER_TICK = 64;

/**
 * Ticks at round values (or whole steps), about 64 px apart on `widthPx`.
 *
 * @param unitSeconds what is counted: 1 for seconds, 86,400 for days
 */
export function timeTicks(
  window: Span,
  stepSeconds: number | null,
  widthPx: number,
  unitSeconds = 1,
): readonly Tick[] {
  const unit = (stepSeconds ?? 1) / unitSeconds;
  const most = Math.max(1, Math.floor(widthPx / PX_PER_TICK));
  return roundTicks(window.from * unit, window.to * unit, most)
    .filter((value) => stepSeconds !== null || Number.isInteger(value))
    .map((value) => ({ step: value / unit, value }));
}

/** Zooms by `factor` (below 1: closer) so that `anchor` stays under the pointer; never outside 0 … steps. */
export function zoomWindow(window: Span, anchor: number, factor: number, steps: number): Span {
  const width = Math.min(steps, Math.max(Math.min(4, steps), (window.to - window.from) * factor));
  const share = (anchor - window.from) / (window.to - window.from);
  const from = Math.max(0, Math.min(steps - width, anchor - share * width));
  return { from, to: from + width };
}

/** Moves by `by` steps, stopping at both ends. */
export function panWindow(window: Span, by: number, steps: number): Span {
  const width = window.to - window.from;
  const from = Math.max(0, Math.min(steps - width, window.from + by));
  return { from, to: from + width };
}
