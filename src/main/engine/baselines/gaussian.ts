import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { RandomStream } from '../random/random-stream';

/** A Gaussian ready for its density: what whitens a deviation from the mean, and the density's constant. */
export interface Gaussian {
  readonly size: number;
  /** [size, size] L of covariance = L Lᵀ. */
  readonly factor: Float64Array;
  /** [size, size] lower triangle: L⁻¹ of covariance = L Lᵀ. */
  readonly whitener: Float64Array;
  /** −½ (size · ln 2π + ln det covariance) */
  readonly constant: number;
}

/** A covariance drawn towards its diagonal by size / (size + rows), so that few rows cannot make it singular. */
export function shrunk(covariance: Matrix, rows: number): Matrix {
  const n = covariance.rows;
  const share = n / (n + rows);
  return Matrix.from1DArray(
    n,
    n,
    covariance
      .to1DArray()
      .map((value, k) => (Math.floor(k / n) === k % n ? Math.max(value, 1e-9) : (1 - share) * value)),
  );
}

export function gaussianOf(covariance: Matrix): Gaussian {
  const n = covariance.rows;
  let jitter = 0;
  let cholesky = new CholeskyDecomposition(covariance);
  while (!cholesky.isPositiveDefinite()) {
    jitter = Math.max(1e-9, 10 * jitter);
    cholesky = new CholeskyDecomposition(covariance.clone().add(Matrix.eye(n, n, jitter)));
  }
  const lower = cholesky.lowerTriangularMatrix;
  const whitener = new Float64Array(n * n);
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) {
    logDeterminant += 2 * Math.log(lower.get(i, i));
    for (let j = 0; j <= i; j++) {
      let sum = Number(i === j);
      for (let k = j; k < i; k++) sum -= lower.get(i, k) * whitener[k * n + j]!;
      whitener[i * n + j] = sum / lower.get(i, i);
    }
  }
  const factor = Float64Array.from(lower.to1DArray());
  return { size: n, factor, whitener, constant: -0.5 * (n * Math.log(2 * Math.PI) + logDeterminant) };
}

/** ln N(deviation; 0, covariance) */
export function logDensity({ size, whitener, constant }: Gaussian, deviation: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += whitener[i * size + j]! * deviation[j]!;
    squares += sum * sum;
  }
  return constant - 0.5 * squares;
}

/** A deviation from the mean, [size]. */
export function draw({ size, factor }: Gaussian, random: RandomStream): Float64Array {
  const noise = Float64Array.from({ length: size }, () => random.normal());
  return noise.map((_, i) => {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += factor[i * size + j]! * noise[j]!;
    return sum;
  });
}

/** Mean [width] and covariance of the first `most` steps of all sequences. */
export function stepMoments(
  sequences: readonly { readonly values: Float64Array; readonly steps: number; readonly width: number }[],
  width: number,
  most = Infinity,
): { mean: Float64Array; covariance: Matrix; rows: number } {
  const mean = new Float64Array(width);
  const covariance = Matrix.zeros(width, width);
  let rows = 0;
  for (const { values, steps } of sequences)
    for (let t = 0; t < Math.min(most, steps); t++, rows++)
      for (let f = 0; f < width; f++) mean[f]! += values[t * width + f]!;
  for (let f = 0; f < width; f++) mean[f]! /= Math.max(1, rows);
  for (const { values, steps } of sequences)
    for (let t = 0; t < Math.min(most, steps); t++)
      for (let i = 0; i < width; i++) {
        const a = values[t * width + i]! - mean[i]!;
        for (let j = 0; j <= i; j++)
          covariance.set(i, j, covariance.get(i, j) + a * (values[t * width + j]! - mean[j]!));
      }
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const value = covariance.get(i, j) / Math.max(1, rows);
      covariance.set(i, j, value);
      covariance.set(j, i, value);
    }
  return { mean, covariance, rows };
}
