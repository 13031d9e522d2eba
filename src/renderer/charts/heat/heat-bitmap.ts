import type { ValueRange } from '../value-range';

/** A map of values over rows and steps. */
export interface HeatCells {
  readonly values: Float32Array;
  readonly rows: number;
  /** [steps, rows], as a sequence lies, or [rows, steps], as lines lie. */
  readonly layout: 'steps' | 'rows';
  /** Where row 0 is drawn. */
  readonly first: 'bottom' | 'top';
  /** Steps of time that each step of these values stands for; one where it does not say. */
  readonly perStep?: number;
  /** One value, where `values` are put together when they are first asked for. */
  readonly at?: (step: number, row: number) => number | undefined;
  /** How many steps there are, likewise. */
  readonly steps?: number;
}

interface HeatColours {
  readonly range: ValueRange;
  /** 256 packed colours from `range.least` to `range.greatest`. */
  readonly colours: Uint32Array;
  /** Of steps that share a column their mean, or the one farthest from the middle, so that a short burst survives. */
  readonly reduce: 'mean' | 'farthest';
  readonly mostColumns?: number;
}

/** Canvases have a greatest width. */
const MOST_COLUMNS = 8192;
/** Where values lie by step, pixels still lie by row; blocks of so many columns keep both in the cache. */
const BLOCK = 32;

export function stepsOf(cells: HeatCells): number {
  return cells.steps ?? (cells.rows === 0 ? 0 : cells.values.length / cells.rows);
}

/** The value of one cell; NaN outside. */
export function cellAt(cells: HeatCells, step: number, row: number): number {
  if (cells.at !== undefined) return cells.at(step, row) ?? Number.NaN;
  const { values, rows, layout } = cells;
  return values[layout === 'steps' ? step * rows + row : row * stepsOf(cells) + step] ?? Number.NaN;
}

/** The row that is drawn at this share of the height, 0 (top) … 1. */
export function rowAt({ rows, first }: HeatCells, share: number): number {
  const fromTop = Math.max(0, Math.min(rows - 1, Math.floor(share * rows)));
  return first === 'top' ? fromTop : rows - 1 - fromTop;
}

/** Colours a map, time to the right: one pixel high per row, one wide per step as far as there are columns. */
export function heatBitmap(
  cells: HeatCells,
  { range, colours, reduce, mostColumns = MOST_COLUMNS }: HeatColours,
): ImageData {
  const { values, rows, layout, first } = cells;
  const steps = stepsOf(cells);
  const columns = Math.max(1, Math.min(steps, mostColumns));
  const image = new ImageData(columns, Math.max(1, rows));
  const pixels = new Uint32Array(image.data.buffer);
  const [perStep, perRow] = layout === 'steps' ? [rows, 1] : [1, steps];
  const last = colours.length - 1;
  const scale = last / (range.greatest - range.least);
  // Rounds: an index is cut off to a whole number. Half a million cells and more are coloured when an example opens.
  const offset = 0.5 - range.least * scale;
  const centre = (range.least + range.greatest) / 2;
  for (let block = 0; block < columns; block += BLOCK) {
    const end = Math.min(columns, block + BLOCK);
    for (let row = 0; row < rows; row += 1) {
      const line = (first === 'top' ? row : rows - 1 - row) * columns;
      for (let column = block; column < end; column += 1) {
        let value: number;
        if (columns === steps) value = values[column * perStep + row * perRow]!;
        else {
          const from = Math.floor((column * steps) / columns);
          const to = Math.max(from + 1, Math.floor(((column + 1) * steps) / columns));
          const at = row * perRow + from * perStep;
          value =
            reduce === 'mean'
              ? meanOf(values, at, perStep, to - from)
              : farthestOf(values, at, perStep, to - from, centre);
        }
        const level = value * scale + offset;
        pixels[line + column] = colours[level > 0 ? (level < last ? level | 0 : last) : 0]!;
      }
    }
  }
  return image;
}

function meanOf(values: Float32Array, at: number, stride: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += values[at + k * stride]!;
  return sum / count;
}

function farthestOf(values: Float32Array, at: number, stride: number, count: number, centre: number): number {
  let kept = values[at]!;
  for (let k = 1; k < count; k += 1) {
    const value = values[at + k * stride]!;
    if (Math.abs(value - centre) > Math.abs(kept - centre)) kept = value;
  }
  return kept;
}
