import type { Surface } from '../canvas/surface';
import type { Span } from './time-window';

/** A series over time steps; drawn through the middle of each step. */
export interface Line {
  readonly values: Float32Array;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly widthPx?: number;
}

export interface ValueRange {
  readonly least: number;
  readonly greatest: number;
}

/** The range of several series, widened by 4 % so that no line lies on the border. */
export function rangeOf(lines: readonly Float32Array[]): ValueRange {
  let least = Infinity;
  let greatest = -Infinity;
  for (const values of lines) {
    for (const value of values) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (!Number.isFinite(least)) return { least: 0, greatest: 1 };
  const margin = greatest > least ? (greatest - least) * 0.04 : Math.max(0.5, Math.abs(least) * 0.5);
  return { least: least - margin, greatest: greatest + margin };
}

/**
 * Lines over time. Where several steps fall on one pixel column each column shows its least and greatest value,
 * so that a spike is never lost.
 */
export function drawLines(surface: Surface, lines: readonly Line[], range: ValueRange, window: Span): void {
  const { context, width, height } = surface;
  const y = (value: number): number =>
    height - ((value - range.least) / (range.greatest - range.least)) * height;
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
        context.lineTo((t + 0.5 - window.from) * pixelsPerStep, y(line.values[t]!));
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
        context.lineTo(x + 0.5, y(greatest));
        context.lineTo(x + 0.5, y(least));
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
  const y = Math.round(height - ((value - range.least) / (range.greatest - range.least)) * height) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
}

/**
 * A waveform as the area between its least and greatest value.
 *
 * @param envelope [columns, 2] least and greatest of each column
 * @param span time steps that all columns together cover
 */
export function drawEnvelope(
  surface: Surface,
  envelope: Float32Array,
  span: number,
  window: Span,
  colour: string,
): void {
  const { context, width, height } = surface;
  const columns = envelope.length / 2;
  let peak = 1e-6;
  for (const value of envelope) peak = Math.max(peak, Math.abs(value));
  const y = (value: number): number => height / 2 - (value / peak) * (height / 2 - 2);
  const columnsPerPixel = (((window.to - window.from) / span) * columns) / width;
  const first = (window.from / span) * columns;
  context.fillStyle = colour;
  for (let x = 0; x < width; x++) {
    const start = Math.floor(first + x * columnsPerPixel);
    const end = Math.min(columns, Math.max(start + 1, Math.floor(first + (x + 1) * columnsPerPixel)));
    let least = Infinity;
    let greatest = -Infinity;
    for (let c = Math.max(0, start); c < end; c++) {
      if (envelope[2 * c]! < least) least = envelope[2 * c]!;
      if (envelope[2 * c + 1]! > greatest) greatest = envelope[2 * c + 1]!;
    }
    if (least === Infinity) continue;
    context.fillRect(x, y(greatest), 1, Math.max(1, y(least) - y(greatest)));
  }
}
