import type { Surface } from '../canvas/surface';
import type { ValueRange } from '../tracks/draw';
import type { Span } from '../tracks/time-window';

/** Rows × steps as one pixel per cell, at most this many columns: canvases have a greatest width. */
const MAX_COLUMNS = 8192;

export interface HeatBitmap {
  readonly canvas: HTMLCanvasElement;
  readonly rows: number;
  readonly steps: number;
}

/** Of several values the one farthest from `centre`, so that a short burst survives being narrowed. */
function farthest(row: Float32Array, from: number, to: number, centre: number): number {
  let kept = row[from]!;
  for (let t = from + 1; t < to; t++) {
    if (Math.abs(row[t]! - centre) > Math.abs(kept - centre)) kept = row[t]!;
  }
  return kept;
}

/** [rows, steps] → [rows, columns] with fewer columns than steps. */
function narrow(cells: Float32Array, rows: number, columns: number, centre: number): Float32Array {
  const steps = cells.length / rows;
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const row = cells.subarray(r * steps, (r + 1) * steps);
    for (let x = 0; x < columns; x++) {
      const from = Math.floor((x * steps) / columns);
      out[r * columns + x] = farthest(row, from, Math.floor(((x + 1) * steps) / columns), centre);
    }
  }
  return out;
}

/**
 * Colours a heat map once; zooming and scrolling only copy it.
 *
 * @param cells [rows, steps], top row first
 * @param colours 256 packed RGBA colours from `range.least` to `range.greatest`
 */
export function heatBitmap(
  cells: Float32Array,
  rows: number,
  range: ValueRange,
  colours: Uint32Array,
): HeatBitmap {
  const steps = cells.length / rows;
  const columns = Math.min(steps, MAX_COLUMNS);
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  const pixels = new Uint32Array(columns * rows);
  const scale = 255 / (range.greatest - range.least);
  const narrowed = columns < steps ? narrow(cells, rows, columns, (range.greatest + range.least) / 2) : cells;
  // Rounds: an index is cut off to a whole number. Half a million cells and more are coloured when an example opens.
  const offset = 0.5 - range.least * scale;
  for (let at = 0; at < pixels.length; at++) {
    const level = narrowed[at]! * scale + offset;
    pixels[at] = colours[level < 0 ? 0 : level > 255 ? 255 : level | 0]!;
  }
  canvas
    .getContext('2d')
    ?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), columns, rows), 0, 0);
  return { canvas, rows, steps };
}

export function drawHeat(surface: Surface, bitmap: HeatBitmap, window: Span): void {
  const { context, width, height } = surface;
  const columnsPerStep = bitmap.canvas.width / bitmap.steps;
  const columns = (window.to - window.from) * columnsPerStep;
  // Cells wider than a pixel stay sharp; narrower ones are averaged.
  context.imageSmoothingEnabled = columns > width * (globalThis.devicePixelRatio || 1);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    bitmap.canvas,
    window.from * columnsPerStep,
    0,
    columns,
    bitmap.rows,
    0,
    0,
    width,
    height,
  );
}

/** Marks one row of `rows`, top first. */
export function drawRowMark(surface: Surface, row: number, rows: number, colour: string): void {
  const { context, width, height } = surface;
  const rowHeight = height / rows;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.strokeRect(0.75, row * rowHeight - 0.75, width - 1.5, Math.max(rowHeight, 3) + 1.5);
}

/** Symmetric about zero: the greatest magnitude on both sides, at least `floor`. */
export function symmetricRange(values: Float32Array, floor = 1e-6): ValueRange {
  let greatest = floor;
  for (const value of values) if (Math.abs(value) > greatest) greatest = Math.abs(value);
  return { least: -greatest, greatest };
}
