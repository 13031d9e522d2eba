import type { Ink, Surface } from '../canvas/surface';
import { formatNumber } from '../../ui/format';
import { rangeOf } from '../value-range';
import type { ValueRange } from '../value-range';
import type { Span } from './time-window';
import type { Track, TrackHead } from './track';

/** A series over time steps; drawn through the middle of each step. */
export interface Line {
  readonly values: Float32Array;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly widthPx?: number;
}

/** Beyond eight colours the pattern changes. */
const dashes = [[], [5, 3], [1.5, 2.5]] as const;

/** How the k-th of many lines is told apart from the others. */
export function lineStyle({ categories }: Ink, k: number): { colour: string; dash: readonly number[] } {
  return {
    colour: categories[k % categories.length]!,
    dash: dashes[Math.floor(k / categories.length) % dashes.length]!,
  };
}

/** Where a value lies in a plot, in pixels from the top. */
export function heightOf(value: number, { least, greatest }: ValueRange, height: number): number {
  return height - ((value - least) / (greatest - least)) * height;
}

/**
 * Lines over time. Where several steps fall on one pixel column each column shows its least and greatest value,
 * so that a spike is never lost.
 */
export function drawLines(
  { context, width, height }: Surface,
  lines: readonly Line[],
  range: ValueRange,
  window: Span,
): void {
  const pixelsPerStep = width / (window.to - window.from);
  const first = Math.max(0, Math.floor(window.from) - 1);
  context.lineJoin = 'round';
  for (const line of lines) {
    const last = Math.min(line.values.length - 1, Math.ceil(window.to) + 1);
    context.strokeStyle = line.colour;
    context.lineWidth = line.widthPx ?? 1.25;
    context.setLineDash([...(line.dash ?? [])]);
    context.beginPath();
    if (pixelsPerStep >= 1) {
      for (let t = first; t <= last; t++)
        context.lineTo((t + 0.5 - window.from) * pixelsPerStep, heightOf(line.values[t]!, range, height));
    } else {
      const stepsPerPixel = 1 / pixelsPerStep;
      for (let x = 0; x < width; x++) {
        const start = Math.floor(window.from + x * stepsPerPixel);
        const end = Math.min(
          last + 1,
          Math.max(start + 1, Math.floor(window.from + (x + 1) * stepsPerPixel)),
        );
        let least = Infinity;
        let greatest = -Infinity;
        for (let t = start; t < end; t++) {
          const value = line.values[t]!;
          if (value < least) least = value;
          if (value > greatest) greatest = value;
        }
        if (least === Infinity) continue;
        context.lineTo(x + 0.5, heightOf(greatest, range, height));
        context.lineTo(x + 0.5, heightOf(least, range, height));
      }
    }
    context.stroke();
  }
  context.setLineDash([]);
}

/** A hairline at `value`, when it is in range. */
export function drawLevel(surface: Surface, value: number, range: ValueRange, colour: string): void {
  if (value <= range.least || value >= range.greatest) return;
  const { context, width, height } = surface;
  const y = Math.round(heightOf(value, range, height)) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
}

export interface Series {
  readonly name: string;
  /** [steps] */
  readonly values: Float32Array;
  /** A CSS variable, where it is not its place that gives the colour. */
  readonly ink?: `--${string}`;
  readonly widthPx?: number;
}

interface LineTrackOptions extends TrackHead {
  readonly series: readonly Series[];
  /** Without one, that of the series. */
  readonly range?: ValueRange;
  /** Series drawn strongly; the others step back. */
  readonly strong?: ReadonlySet<string>;
  /** How many names stand beside the plot, the greatest at the step that is shown first. */
  readonly names?: number;
}

/** Series as lines on one scale. */
export function lineTrack({ series, range, strong, names = 4, ...head }: LineTrackOptions): Track {
  const scale = range ?? rangeOf(series.map(({ values }) => values));
  const isFaint = strong !== undefined && strong.size > 0;
  return {
    ...head,
    table: () => ({
      head: ['step', ...series.map(({ name }) => name)],
      rows: Array.from({ length: Math.max(0, ...series.map(({ values }) => values.length)) }, (_, t) => [
        t,
        ...series.map(({ values }) => values[t] ?? null),
      ]),
    }),
    values: (at) =>
      series
        .map(({ name, values }, k) => ({ k, name, value: values[Math.floor(at)] ?? 0 }))
        .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
        .slice(0, names)
        .map(({ k, name, value }) => ({ k, name, text: formatNumber(value) })),
    draw: (surface, window) => {
      const { context, ink } = surface;
      drawLevel(surface, 0, scale, ink.line);
      const lines = series.map(({ ink: own, ...line }, k) => ({
        ...line,
        ...lineStyle(ink, k),
        ...(own !== undefined && { colour: ink.named(own), dash: [] }),
      }));
      context.globalAlpha = isFaint ? 0.35 : 1;
      drawLines(surface, isFaint ? lines.filter(({ name }) => !strong.has(name)) : lines, scale, window);
      context.globalAlpha = 1;
      if (!isFaint) return;
      const picked = lines.filter(({ name }) => strong.has(name)).map((line) => ({ ...line, widthPx: 2 }));
      drawLines(surface, picked, scale, window);
    },
  };
}
