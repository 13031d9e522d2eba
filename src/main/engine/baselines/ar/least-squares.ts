import type { Matrix } from 'ml-matrix';
import { TallLeastSquares } from '../ridge';
import { isKnown } from '../sequences';
import type { Sequence } from '../sequences';

/** 1, then x_{t−1}, x_{t−2}, … x_{t−order}, channel by channel each; then x_t. */
function rowAt({ values, width }: Sequence, t: number, order: number): number[] {
  const row = [1];
  for (let lag = 1; lag <= order; lag++)
    for (let f = 0; f < width; f++) row.push(values[(t - lag) * width + f]!);
  for (let f = 0; f < width; f++) row.push(values[t * width + f]!);
  return row;
}

/** Rows of a vector autoregression of `order`, of all measured steps from `from` on (at least `order`). */
export async function lagged(
  sequences: readonly Sequence[],
  width: number,
  order: number,
  from: number,
  pause: () => Promise<void>,
): Promise<TallLeastSquares> {
  const system = new TallLeastSquares(1 + order * width, width);
  for (const sequence of sequences)
    for (let t = from; t < sequence.steps; t++) {
      if (!isKnown(sequence, t)) continue;
      system.push(rowAt(sequence, t, order));
      if (system.rows % 4096 === 0) await pause();
    }
  return system;
}

/**
 * Coefficients [1 + order · width, width] of x_t = c + Σ_lag x_{t−lag} A_lag: row 0 is c, then lag 1's channels, and so
 * on. The penalty does not touch c.
 */
export function coefficients(system: TallLeastSquares, ridge: number): Float64Array {
  const penalty = new Float64Array(system.inputs).fill(ridge * system.rows);
  penalty[0] = 0;
  return Float64Array.from(system.solve(system.inputs, penalty).to1DArray());
}

/** ln det of the residual covariance of each order 0 … `most` on the very same rows. */
export function logDeterminants(system: TallLeastSquares, width: number, most: number): number[] {
  return Array.from({ length: most + 1 }, (_, order) => {
    const covariance = system.residuals(1 + order * width).div(system.rows);
    return logDeterminant(covariance);
  });
}

function logDeterminant(covariance: Matrix): number {
  const n = covariance.rows;
  let sum = 0;
  const a = covariance.to2DArray();
  for (let k = 0; k < n; k++) {
    const pivot = Math.max(a[k]![k]!, 1e-14);
    sum += Math.log(pivot);
    for (let i = k + 1; i < n; i++) {
      const factor = a[i]![k]! / pivot;
      for (let j = k; j < n; j++) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return sum;
}
