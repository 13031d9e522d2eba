/** Steps on each side that the slope of a delta is fitted to (librosa's `width=9`). */
export const DELTA_REACH = 4;

/**
 * Orthonormal DCT-II, [coefficients, bands]: c_k = s_k Σ_b x_b cos(π k (2b + 1) / 2B), s_0 = √(1/B), else √(2/B).
 */
export function dctMatrix(coefficients: number, bands: number): Float64Array {
  const matrix = new Float64Array(coefficients * bands);
  for (let k = 0; k < coefficients; k++)
    for (let b = 0; b < bands; b++)
      matrix[k * bands + b] =
        Math.sqrt((k === 0 ? 1 : 2) / bands) * Math.cos((Math.PI * k * (2 * b + 1)) / (2 * bands));
  return matrix;
}

/**
 * First-order regression deltas of `columns` columns, written `columns` further right in the same rows:
 * d_t = Σ_n n (x_{t+n} − x_{t−n}) / 2 Σ_n n², n = 1 … 4, the ends held
 * (`librosa.feature.delta(width=9, mode='nearest')`).
 *
 * @param rows [frames, stride]; reads columns offset … offset + columns
 */
export function appendDeltas(
  rows: Float32Array,
  frames: number,
  stride: number,
  offset: number,
  columns: number,
): void {
  let norm = 0;
  for (let n = 1; n <= DELTA_REACH; n++) norm += 2 * n * n;
  for (let t = 0; t < frames; t++)
    for (let k = 0; k < columns; k++) {
      let slope = 0;
      for (let n = 1; n <= DELTA_REACH; n++) {
        const ahead = Math.min(frames - 1, t + n) * stride + offset + k;
        const behind = Math.max(0, t - n) * stride + offset + k;
        slope += n * (rows[ahead]! - rows[behind]!);
      }
      rows[t * stride + offset + columns + k] = slope / norm;
    }
}
