import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { symmetric, TallLeastSquares } from '../ridge';
import { shrunk, stepMoments } from '../gaussian';
import type { Sequence } from '../sequences';
import type { StateSpace } from './kalman';

const MOST_BLOCK_INPUTS = 120;

/** Greatest absolute eigenvalue. */
export function spectralRadius(matrix: Matrix): number {
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(matrix);
  return Math.max(...realEigenvalues.map((real, k) => Math.hypot(real, imaginaryEigenvalues[k]!)));
}

/** Steps of past and of future that are set against each other; 0 when the sequences are too short for any. */
function blockOf(sequences: readonly Sequence[], width: number, states: number, seasonSteps: number): number {
  const longest = sequences.reduce((most, { steps }) => Math.max(most, steps), 0);
  const wanted = Math.max(2, Math.ceil(states / width) + 1, seasonSteps > 1 ? seasonSteps + 1 : 0);
  const block = Math.min(
    wanted,
    Math.floor((longest - 1) / 2),
    Math.max(1, Math.floor(MOST_BLOCK_INPUTS / width)),
  );
  const rows = sequences.reduce((sum, { steps }) => sum + Math.max(0, steps - 2 * block + 1), 0);
  return block >= 1 && block * width >= states && rows >= 2 * block * width ? block : 0;
}

/** Past and future of step t, centred: [past newest first | future]. */
function blockRow({ values, width }: Sequence, t: number, block: number, mean: Float64Array): number[] {
  const row: number[] = [];
  for (let lag = 1; lag <= block; lag++)
    for (let f = 0; f < width; f++) row.push(values[(t - lag) * width + f]! - mean[f]!);
  for (let h = 0; h < block; h++)
    for (let f = 0; f < width; f++) row.push(values[(t + h) * width + f]! - mean[f]!);
  return row;
}

/**
 * A state space by subspace identification: the past is regressed on the future, the directions that predict most are
 * the states (N4SID, Van Overschee & De Moor 1994), and A, C and the noises follow by least squares on them.
 */
export function subspaceFit(
  sequences: readonly Sequence[],
  width: number,
  states: number,
  seasonSteps: number,
): StateSpace {
  const { mean } = stepMoments(sequences, width);
  const block = blockOf(sequences, width, states, seasonSteps);
  const project =
    block === 0 ? principal(sequences, width, states) : predictive(sequences, width, states, block, mean);
  return regress(sequences, width, states, mean, project);
}

/** States [steps − skipped, states] of one sequence, from its step `skipped` on. */
interface Projection {
  readonly skipped: number;
  /** [inputs, states], inputs being the centred steps before t, newest first, or step t itself. */
  readonly weights: Matrix;
  readonly includesNow: boolean;
}

function predictive(
  sequences: readonly Sequence[],
  width: number,
  states: number,
  block: number,
  mean: Float64Array,
): Projection {
  const system = new TallLeastSquares(block * width, block * width);
  for (const sequence of sequences)
    for (let t = block; t + block <= sequence.steps; t++) system.push(blockRow(sequence, t, block, mean));
  const slopes = system.solve(block * width, new Float64Array(block * width).fill(1e-6 * system.rows));
  // V of the fitted futures: slopesᵀ Σ_past slopes, by the triangle of the past.
  const triangle = system.triangle.subMatrix(0, block * width - 1, 0, block * width - 1);
  const { rightSingularVectors, diagonal } = new SingularValueDecomposition(triangle.mmul(slopes), {
    autoTranspose: true,
  });
  const basis = rightSingularVectors.subMatrix(0, block * width - 1, 0, states - 1);
  const weights = slopes.mmul(basis);
  for (let s = 0; s < states; s++) {
    const scale = Math.max(diagonal[s]! / Math.sqrt(system.rows), 1e-6);
    for (let i = 0; i < weights.rows; i++) weights.set(i, s, weights.get(i, s) / scale);
  }
  return { skipped: block, weights, includesNow: false };
}

/** The first principal components; states beyond the channels start as nothing. */
function principal(sequences: readonly Sequence[], width: number, states: number): Projection {
  const { covariance } = stepMoments(sequences, width);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const weights = Matrix.zeros(width, states);
  order.slice(0, states).forEach((column, s) => {
    const scale = Math.sqrt(Math.max(realEigenvalues[column]!, 1e-6));
    for (let f = 0; f < width; f++) weights.set(f, s, eigenvectorMatrix.get(f, column) / scale);
  });
  return { skipped: 0, weights, includesNow: true };
}

function project(
  sequence: Sequence,
  { skipped, weights, includesNow }: Projection,
  mean: Float64Array,
): Float64Array {
  const { values, steps, width } = sequence;
  const states = weights.columns;
  const projected = new Float64Array(Math.max(0, steps - skipped) * states);
  const shift = includesNow ? 0 : 1;
  for (let t = skipped; t < steps; t++)
    for (let i = 0; i < weights.rows; i++) {
      const row = t - shift - Math.floor(i / width);
      const x = values[row * width + (i % width)]! - mean[i % width]!;
      for (let s = 0; s < states; s++) projected[(t - skipped) * states + s]! += x * weights.get(i, s);
    }
  return projected;
}

/** A and Q from each state and the next, C, d and R from each state and its step. */
function regress(
  sequences: readonly Sequence[],
  width: number,
  states: number,
  mean: Float64Array,
  projection: Projection,
): StateSpace {
  const moves = new TallLeastSquares(states, states);
  const sights = new TallLeastSquares(states + 1, width);
  for (const sequence of sequences) {
    const projected = project(sequence, projection, mean);
    const count = projected.length / states;
    const state = (t: number): number[] => [...projected.subarray(t * states, (t + 1) * states)];
    for (let t = 0; t < count; t++) {
      const at = (t + projection.skipped) * width;
      sights.push([1, ...state(t), ...sequence.values.subarray(at, at + width)]);
      if (t > 0) moves.push([...state(t - 1), ...state(t)]);
    }
  }
  const small = (inputs: number, rows: number): Float64Array => new Float64Array(inputs).fill(1e-6 * rows);
  const penalty = small(states + 1, sights.rows);
  penalty[0] = 0;
  const sight = sights.solve(states + 1, penalty);
  const a =
    moves.rows > 0
      ? moves.solve(states, small(states, moves.rows)).transpose()
      : Matrix.eye(states, states, 0.9);
  const radius = spectralRadius(a);
  if (radius > 1) a.div(radius);
  const floor = (matrix: Matrix, rows: number): Matrix => {
    const safe = symmetric(shrunk(matrix, rows));
    for (let k = 0; k < safe.rows; k++) safe.set(k, k, Math.max(safe.get(k, k), 1e-4));
    return safe;
  };
  return {
    a,
    c: sight.subMatrix(1, states, 0, width - 1).transpose(),
    d: Float64Array.from(sight.getRow(0)),
    q:
      moves.rows > 0
        ? floor(moves.residuals(states).div(moves.rows), moves.rows)
        : Matrix.eye(states, states, 0.1),
    r: floor(sights.residuals(states + 1).div(sights.rows), sights.rows),
    initialMean: new Float64Array(states),
    initialCovariance: Matrix.eye(states, states),
  };
}
