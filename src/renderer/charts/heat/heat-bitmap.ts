export interface HeatRange {
  readonly least: number;
  readonly greatest: number;
}

const RANGE_SAMPLES = 20_000;
/** Values lie by step and pixels by row; blocks of so many columns keep both in the cache. */
const BLOCK = 32;

/**
 * The range that 98 % of the values lie in, so that a few outliers do not wash the picture out.
 * @param values any shape; NaN is ignored
 */
export function heatRange(values: Float32Array): HeatRange {
  const stride = Math.max(1, Math.floor(values.length / RANGE_SAMPLES));
  const picked: number[] = [];
  for (let at = 0; at < values.length; at += stride) if (!Number.isNaN(values[at]!)) picked.push(values[at]!);
  const sorted = Float32Array.from(picked).sort();
  if (sorted.length === 0) return { least: 0, greatest: 1 };
  const least = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  const greatest = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  return greatest > least ? { least, greatest } : { least: least - 0.5, greatest: least + 0.5 };
}

/**
 * Colours a map, time to the right and row 0 at the bottom: one pixel high per row, and at most `mostColumns` wide.
 * Steps that share a column are averaged.
 * @param values [steps, rows], row-major
 * @param colours 256 packed colours from `range.least` to `range.greatest`
 */
export function heatBitmap(
  values: Float32Array,
  steps: number,
  rows: number,
  range: HeatRange,
  colours: Uint32Array,
  mostColumns: number,
): ImageData {
  const columns = Math.max(1, Math.min(steps, mostColumns));
  const image = new ImageData(columns, Math.max(1, rows));
  const pixels = new Uint32Array(image.data.buffer);
  const last = colours.length - 1;
  const scale = last / (range.greatest - range.least);
  const offset = 0.5 - range.least * scale;
  for (let block = 0; block < columns; block += BLOCK) {
    const end = Math.min(columns, block + BLOCK);
    for (let row = 0; row < rows; row += 1) {
      const line = (rows - 1 - row) * columns;
      for (let column = block; column < end; column += 1) {
        const value =
          columns === steps
            ? values[column * rows + row]!
            : meanOf(values, steps, rows, columns, column, row);
        const level = Math.floor(value * scale + offset);
        pixels[line + column] = colours[level > 0 ? (level < last ? level : last) : 0]!;
      }
    }
  }
  return image;
}

/** Mean of the steps of one row that fall on one column. */
function meanOf(
  values: Float32Array,
  steps: number,
  rows: number,
  columns: number,
  column: number,
  row: number,
): number {
  const from = Math.floor((column * steps) / columns);
  const to = Math.max(from + 1, Math.floor(((column + 1) * steps) / columns));
  let sum = 0;
  for (let step = from; step < to; step += 1) sum += values[step * rows + row]!;
  return sum / (to - from);
}
