export interface HeatRange {
  readonly least: number;
  readonly greatest: number;
}

const RANGE_SAMPLES = 20_000;

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
  const scale = (colours.length - 1) / (range.greatest - range.least);
  const last = colours.length - 1;
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * steps) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * steps) / columns));
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let step = from; step < to; step += 1) sum += values[step * rows + row]!;
      const level = Math.round((sum / (to - from) - range.least) * scale);
      pixels[(rows - 1 - row) * columns + column] = colours[level < 0 ? 0 : level > last ? last : level]!;
    }
  }
  return image;
}
