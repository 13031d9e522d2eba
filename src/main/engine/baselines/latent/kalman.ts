import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { gaussianOf, logDensity } from '../gaussian';
import { symmetric } from '../ridge';
import type { Gaussian } from '../gaussian';
import type { Sequence } from '../sequences';

/** z_1 ~ N(m, P), z_t = A z_{t−1} + N(0, Q), x_t = C z_t + d + N(0, R). */
export interface StateSpace {
  /** [states, states] */
  readonly a: Matrix;
  /** [width, states] */
  readonly c: Matrix;
  /** [width] */
  readonly d: Float64Array;
  readonly q: Matrix;
  readonly r: Matrix;
  /** [states] */
  readonly initialMean: Float64Array;
  readonly initialCovariance: Matrix;
}

/** What the filter's covariances are at one step; they follow from the model alone, not from the data. */
interface FilterStep {
  /** Of z_t given the steps before. */
  readonly predicted: Matrix;
  /** Of z_t given the step itself too. */
  readonly filtered: Matrix;
  /** [states, width] Kalman gain. */
  readonly gain: Float64Array;
  /** Density of x_t given the steps before. */
  readonly innovation: Gaussian;
}

const CONVERGED = 1e-11;

/** Moore–Penrose inverse of a covariance. */
export function inverse(matrix: Matrix): Matrix {
  return new SingularValueDecomposition(matrix, { autoTranspose: true }).inverse();
}

export function largestChange(a: Matrix, b: Matrix): number {
  let most = 0;
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) most = Math.max(most, Math.abs(a.get(i, j) - b.get(i, j)));
  return most;
}

/**
 * Covariances and gains of the Kalman filter step by step, until they no longer change: every later step is like the
 * last (Anderson & Moore 1979, 4.4).
 */
export function filterSchedule(model: StateSpace, most: number): FilterStep[] {
  const { a, c, q, r, initialCovariance } = model;
  const ct = c.transpose();
  const at = a.transpose();
  const one = Matrix.eye(a.rows, a.rows);
  const schedule: FilterStep[] = [];
  let predicted = initialCovariance;
  for (let t = 0; t < most; t++) {
    const pct = predicted.mmul(ct);
    const s = symmetric(c.mmul(pct).add(r));
    const gain = pct.mmul(inverse(s));
    // Joseph's form stays positive under rounding (Bucy & Joseph 1968).
    const left = one.clone().sub(gain.mmul(c));
    const filtered = symmetric(
      left.mmul(predicted).mmul(left.transpose()).add(gain.mmul(r).mmul(gain.transpose())),
    );
    schedule.push({
      predicted,
      filtered,
      gain: Float64Array.from(gain.to1DArray()),
      innovation: gaussianOf(s),
    });
    const next = symmetric(a.mmul(filtered).mmul(at).add(q));
    if (largestChange(next, predicted) <= CONVERGED * Math.max(1, predicted.max())) break;
    predicted = next;
  }
  return schedule;
}

export interface Filtered {
  /** ln p of each step given those before, [steps]. */
  readonly logLikelihoods: Float64Array;
  /** [steps, states] E z_t given x_1 … x_{t−1}. */
  readonly predicted: Float64Array;
  /** [steps, states] E z_t given x_1 … x_t. */
  readonly filtered: Float64Array;
  /** [steps, width] E x_t given x_1 … x_{t−1}. */
  readonly expected: Float64Array;
}

/** into = matrix · vector (+ offset) with matrices row-major. */
function multiply(
  matrix: Float64Array,
  rows: number,
  columns: number,
  vector: Float64Array,
  into: Float64Array,
  offset: Float64Array | null,
): void {
  for (let i = 0; i < rows; i++) {
    let sum = offset === null ? 0 : offset[i]!;
    for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]! * vector[j]!;
    into[i] = sum;
  }
}

/** The Kalman filter (Kalman 1960) over one sequence. @param schedule of at least as many steps, or converged */
export function filter(
  model: StateSpace,
  schedule: readonly FilterStep[],
  { values, steps, width }: Sequence,
): Filtered {
  const k = model.a.rows;
  const a = Float64Array.from(model.a.to1DArray());
  const c = Float64Array.from(model.c.to1DArray());
  const logLikelihoods = new Float64Array(steps);
  const predicted = new Float64Array(steps * k);
  const filtered = new Float64Array(steps * k);
  const expected = new Float64Array(steps * width);
  const error = new Float64Array(width);
  for (let t = 0; t < steps; t++) {
    const step = schedule[Math.min(t, schedule.length - 1)]!;
    const before = predicted.subarray(t * k, (t + 1) * k);
    if (t === 0) before.set(model.initialMean);
    else multiply(a, k, k, filtered.subarray((t - 1) * k, t * k), before, null);
    const own = expected.subarray(t * width, (t + 1) * width);
    multiply(c, width, k, before, own, model.d);
    for (let f = 0; f < width; f++) error[f] = values[t * width + f]! - own[f]!;
    logLikelihoods[t] = logDensity(step.innovation, error);
    multiply(step.gain, k, width, error, filtered.subarray(t * k, (t + 1) * k), before);
  }
  return { logLikelihoods, predicted, filtered, expected };
}

/** Expectation [horizon, width] and deviation of the steps after a sequence. */
export function forecastFrom(
  model: StateSpace,
  schedule: readonly FilterStep[],
  sequence: Sequence,
  horizon: number,
): { mean: Float64Array; deviation: Float64Array } {
  const k = model.a.rows;
  const { width, steps } = sequence;
  const { filtered } = filter(model, schedule, sequence);
  let state = Matrix.columnVector(filtered.subarray((steps - 1) * k));
  let covariance = schedule[Math.min(steps, schedule.length) - 1]!.filtered;
  const mean = new Float64Array(horizon * width);
  const deviation = new Float64Array(horizon * width);
  for (let h = 0; h < horizon; h++) {
    state = model.a.mmul(state);
    covariance = model.a.mmul(covariance).mmul(model.a.transpose()).add(model.q);
    const x = model.c.mmul(state);
    const s = model.c.mmul(covariance).mmul(model.c.transpose()).add(model.r);
    for (let f = 0; f < width; f++) {
      mean[h * width + f] = x.get(f, 0) + model.d[f]!;
      deviation[h * width + f] = Math.sqrt(Math.max(0, s.get(f, f)));
    }
  }
  return { mean, deviation };
}
