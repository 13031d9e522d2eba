import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Where states lie in the three directions in which those that were visited differ most. */
export interface Plane {
  /** [3] shares of the variance. */
  readonly explained: number[];
  /** @param state [size] @returns [3] */
  place(state: ArrayLike<number>): Float32Array;
}

const COMPONENTS = 3;

/** Principal components of visited states, each [size]; each component's largest entry is positive. */
export function planeOf(visited: readonly Float64Array[]): Plane {
  const size = visited[0]!.length;
  const mean = new Float64Array(size);
  for (const state of visited) state.forEach((value, k) => (mean[k]! += value / visited.length));
  const covariance = Matrix.zeros(size, size);
  const off = new Float64Array(size);
  for (const state of visited) {
    for (let k = 0; k < size; k++) off[k] = state[k]! - mean[k]!;
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++)
        covariance.set(i, j, covariance.get(i, j) + (off[i]! * off[j]!) / visited.length);
  }
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) covariance.set(i, j, covariance.get(j, i));
  const { realEigenvalues: variances, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const total = variances.reduce((sum, value) => sum + Math.max(0, value), 0);
  const order = variances.map((_, k) => k).sort((a, b) => variances[b]! - variances[a]!);
  const axes = order.slice(0, COMPONENTS).map((k) => {
    const axis = eigenvectorMatrix.getColumn(k);
    const most = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return axis.map((value) => value * Math.sign(most || 1));
  });
  return {
    explained: Array.from({ length: COMPONENTS }, (_, k) =>
      total > 0 && order[k] !== undefined ? Math.max(0, variances[order[k]]!) / total : 0,
    ),
    place: (state) =>
      Float32Array.from({ length: COMPONENTS }, (_, k) =>
        (axes[k] ?? []).reduce((sum, value, j) => sum + value * (state[j]! - mean[j]!), 0),
      ),
  };
}
