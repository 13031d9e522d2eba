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

/** Wider steps are drawn as strokes. */
const MOST_COLUMN_PX = 4;

/**
 * Lines over time. Where steps are a few pixels wide or less, each column of pixels shows the least and the greatest value
 * in it, so that a spike is never lost. Strokes of some thousand points that go up and down would hold the window for ten
 * milliseconds each; bars a pixel wide take one.
 */
export function drawLines(surface: Surface, lines: readonly Line[], range: ValueRange, window: Span): void {
  const { context, width, height, lossless = false } = surface;
  const pixelsPerStep = width / (window.to - window.from);
  const first = Math.max(0, Math.floor(window.from) - 1);
  context.lineJoin = 'round';
  for (const line of lines) {
    if (pixelsPerStep < MOST_COLUMN_PX && !lossless) {
      drawColumns(surface, line, range, window);
      continue;
    }
    const last = Math.min(line.values.length - 1, Math.ceil(window.to) + 1);
    context.strokeStyle = line.colour;
    context.lineWidth = line.widthPx ?? LINE_PX;
    context.setLineDash([...(line.dash ?? [])]);
    context.beginPath();
    for (let t = first; t <= last; t++)
      context.lineTo((t + 0.5 - window.from) * pixelsPerStep, heightOf(line.values[t]!, range, height));
    context.stroke();
  }
  context.setLineDash([]);
}

const LINE_PX = 1.25;

/** One line as bars, a pixel wide, from its least to its greatest value in each. */
function drawColumns(
  { context, width, height }: Surface,
  { values, colour, dash = [], widthPx = LINE_PX }: Line,
  range: ValueRange,
  window: Span,
): void {
  const stepsPerPixel = (window.to - window.from) / width;
  const end = values.length - 1;
  const [on = 1, off = 0] = dash;
  const barPx = Math.max(1, widthPx);
  context.fillStyle = colour;
  // The line goes straight from the middle of one step to the middle of the next.
  const valueAt = (t: number): number => {
    const step = Math.min(Math.floor(t), end - 1);
    return step < 0 ? values[0]! : values[step]! + (t - step) * (values[step + 1]! - values[step]!);
  };
  for (let x = 0; x < width; x += 1) {
    if (off > 0 && x % (on + off) >= on) continue;
    const from = Math.max(0, window.from + x * stepsPerPixel - 0.5);
    const to = Math.min(end, window.from + (x + 1) * stepsPerPixel - 0.5);
    if (from >= to) continue;
    let [least, greatest] = [Infinity, -Infinity];
    const take = (value: number): void => {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    };
    take(valueAt(from));
    for (let t = Math.ceil(from); t <= to; t += 1) take(values[t]!);
    take(valueAt(to));
    // Where all is missing nothing is drawn.
    if (least > greatest) continue;
    const top = heightOf(greatest, range, height) - barPx / 2;
    const bottom = heightOf(least, range, height) + barPx / 2;
    context.fillRect(x + 0.5 - barPx / 2, top, barPx, bottom - top);
  }
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
