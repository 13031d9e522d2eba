/** The stretch of time steps that is in view, shared by every track. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly step: number;
  /** Seconds, or steps when the data have no time. */
  readonly value: number;
}

/** The smallest of 1, 2, 5 × 10ᵏ that is not below `value`. */
function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Ticks at round seconds (or steps), at least `spacingPx` apart on `widthPx`. */
export function timeTicks(
  window: TimeWindow,
  stepSeconds: number | null,
  widthPx: number,
  spacingPx = 80,
): { readonly ticks: readonly Tick[]; readonly digits: number } {
  const unit = stepSeconds ?? 1;
  const from = window.from * unit;
  const to = window.to * unit;
  if (!(to > from) || widthPx <= 0) return { ticks: [], digits: 0 };
  const least = ((to - from) * spacingPx) / widthPx;
  const distance = stepSeconds === null ? Math.max(1, niceAbove(least)) : niceAbove(least);
  const ticks: Tick[] = [];
  for (let k = Math.ceil(from / distance - 1e-9); k * distance <= to + distance * 1e-9; k++) {
    ticks.push({ step: (k * distance) / unit, value: k * distance });
  }
  return { ticks, digits: Math.max(0, -Math.floor(Math.log10(distance) + 1e-9)) };
}

/** Zooms by `factor` (below 1: closer) so that `anchor` stays under the pointer; never outside 0 … steps. */
export function zoomWindow(window: TimeWindow, anchor: number, factor: number, steps: number): TimeWindow {
  const width = Math.min(steps, Math.max(Math.min(4, steps), (window.to - window.from) * factor));
  const share = (anchor - window.from) / (window.to - window.from);
  const from = Math.max(0, Math.min(steps - width, anchor - share * width));
  return { from, to: from + width };
}

/** Moves by `by` steps, stopping at both ends. */
export function panWindow(window: TimeWindow, by: number, steps: number): TimeWindow {
  const width = window.to - window.from;
  const from = Math.max(0, Math.min(steps - width, window.from + by));
  return { from, to: from + width };
}
