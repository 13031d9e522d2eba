import { kmeans } from 'ml-kmeans';
import { EigenvalueDecomposition } from 'ml-matrix';
import type { RandomStream } from '../../random/random-stream';
import { stepMoments } from '../gaussian';
import type { Sequence } from '../sequences';

/** How a step of a sequence becomes one of a few states. */
export interface States {
  readonly count: number;
  readonly width: number;
  /** [count, width]: the mean of each state's steps, standardised. */
  readonly centroids: Float64Array;
  /** Quantiles: [count − 1] ascending edges on `axis`; null when the nearest centroid decides. */
  readonly edges: Float64Array | null;
  /** [width]: the direction that quantiles are taken along. */
  readonly axis: Float64Array;
}

/** k-means is fitted on no more steps than this; the rest is assigned. */
const MOST_POINTS = 8000;

/** State of each step, [steps]. */
export function statesOf(
  { count, width, centroids, edges, axis }: States,
  { values, steps }: Sequence,
): Int32Array {
  return Int32Array.from({ length: steps }, (_, t) => {
    const at = t * width;
    if (edges !== null) {
      let along = 0;
      for (let f = 0; f < width; f++) along += values[at + f]! * axis[f]!;
      let state = 0;
      while (state < edges.length && along >= edges[state]!) state++;
      return state;
    }
    let nearest = 0;
    let least = Infinity;
    for (let s = 0; s < count; s++) {
      let square = 0;
      for (let f = 0; f < width && square < least; f++)
        square += (values[at + f]! - centroids[s * width + f]!) ** 2;
      if (square < least) {
        least = square;
        nearest = s;
      }
    }
    return nearest;
  });
}

/** Cuts the steps of the training part into states by k-means (k-means++ start, seeded). */
export function kmeansStates(
  sequences: readonly Sequence[],
  width: number,
  count: number,
  seed: number,
): States {
  const total = sequences.reduce((sum, { steps }) => sum + steps, 0);
  const stride = Math.max(1, total / MOST_POINTS);
  const points: number[][] = [];
  let step = 0;
  let next = 0;
  for (const { values, steps } of sequences)
    for (let t = 0; t < steps; t++, step++)
      if (step >= next) {
        points.push([...values.subarray(t * width, (t + 1) * width)]);
        next += stride;
      }
  const distinct = new Set(points.map((point) => point.join())).size;
  const wanted = Math.min(count, distinct);
  const { centroids } = kmeans(points, wanted, { seed, maxIterations: 200 });
  // In the order of their first principal direction, so that neighbours in the matrix are alike.
  const axis = principalAxis(sequences, width);
  const along = (centroid: number[]): number => centroid.reduce((sum, value, f) => sum + value * axis[f]!, 0);
  centroids.sort((a, b) => along(a) - along(b));
  return { count: wanted, width, centroids: Float64Array.from(centroids.flat()), edges: null, axis };
}

/** States that hold equally many steps along the first principal component. */
export function quantileStates(sequences: readonly Sequence[], width: number, count: number): States {
  const axis = principalAxis(sequences, width);
  const projected = sequences.map(({ values, steps }) =>
    Float64Array.from({ length: steps }, (_, t) =>
      axis.reduce((sum, part, f) => sum + part * values[t * width + f]!, 0),
    ),
  );
  const sorted = Float64Array.from(projected.flatMap((one) => [...one])).sort();
  const all = Array.from({ length: count - 1 }, (_, k) => {
    const at = ((k + 1) / count) * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low]! + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)]! - sorted[low]!);
  });
  const edges = Float64Array.from(new Set(all));
  const centroids = new Float64Array((edges.length + 1) * width);
  const counts = new Float64Array(edges.length + 1);
  const states: States = { count: edges.length + 1, width, centroids, edges, axis };
  for (const sequence of sequences)
    statesOf(states, sequence).forEach((state, t) => {
      counts[state]!++;
      for (let f = 0; f < width; f++) centroids[state * width + f]! += sequence.values[t * width + f]!;
    });
  centroids.forEach((_, k) => (centroids[k]! /= Math.max(1, counts[Math.floor(k / width)]!)));
  return states;
}

function principalAxis(sequences: readonly Sequence[], width: number): Float64Array {
  if (width === 1) return Float64Array.of(1);
  const { covariance } = stepMoments(sequences, width);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const column = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  const axis = Float64Array.from(eigenvectorMatrix.getColumn(column));
  const largest = axis.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return largest < 0 ? axis.map((part) => -part) : axis;
}

/** A draw from a distribution. @param shares [n] that add up to 1 */
export function draw(shares: ArrayLike<number>, random: RandomStream): number {
  let left = random.next();
  for (let k = 0; k < shares.length; k++) {
    left -= shares[k]!;
    if (left < 0) return k;
  }
  return shares.length - 1;
}
