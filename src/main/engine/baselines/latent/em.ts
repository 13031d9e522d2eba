import { Matrix } from 'ml-matrix';
import type { Sequence } from '../sequences';
import { symmetric } from '../ridge';
import { filter, filterSchedule, inverse, largestChange } from './kalman';
import type { StateSpace } from './kalman';

/** Σ over steps of what the smoother expects. */
interface Moments {
  /** Σ_{t ≥ 2} E z_t z_{t−1}ᵀ */
  readonly s10: Matrix;
  /** Σ_{t < T} E z_t z_tᵀ */
  readonly s00: Matrix;
  /** Σ_{t ≥ 2} E z_t z_tᵀ */
  readonly s11: Matrix;
  /** Σ_t E [z; 1] [z; 1]ᵀ */
  readonly szz: Matrix;
  /** Σ_t x [z; 1]ᵀ */
  readonly sxz: Matrix;
  readonly sxx: Matrix;
  readonly first: Matrix;
  readonly firstSquare: Matrix;
}

/** Sums of the smoother's covariances for a sequence of `steps`; they follow from the model alone. */
interface CovarianceSums {
  readonly all: Matrix;
  readonly first: Matrix;
  readonly last: Matrix;
  /** Σ_{t ≥ 2} Cov(z_t, z_{t−1}) */
  readonly lagged: Matrix;
}

type Schedule = ReturnType<typeof filterSchedule>;

/** J_t = P_{t|t} Aᵀ P_{t+1|t}⁻¹ of each step of the schedule (Rauch, Tung & Striebel 1965). */
function smootherGains({ a }: StateSpace, schedule: Schedule): Matrix[] {
  return schedule.map(({ filtered }, t) => {
    const next = schedule[Math.min(t + 1, schedule.length - 1)]!.predicted;
    return filtered.mmul(a.transpose()).mmul(inverse(next));
  });
}

function covarianceSums(schedule: Schedule, gains: readonly Matrix[], steps: number): CovarianceSums {
  const settled = schedule.length - 1;
  const at = (t: number): number => Math.min(t, settled);
  const k = gains[0]!.rows;
  const all = Matrix.zeros(k, k);
  const lagged = Matrix.zeros(k, k);
  let smoothed = schedule[at(steps - 1)]!.filtered;
  const last = smoothed;
  all.add(smoothed);
  for (let t = steps - 2; t >= 0; t--) {
    const gain = gains[at(t)]!;
    const cross = smoothed.mmul(gain.transpose());
    const { filtered } = schedule[at(t)]!;
    const next = symmetric(
      gain
        .mmul(smoothed.clone().sub(schedule[at(t + 1)]!.predicted))
        .mmul(gain.transpose())
        .add(filtered),
    );
    // Far from both ends nothing changes any more: the steps in between are counted at once.
    const same = t > settled && largestChange(next, smoothed) <= 1e-12 * Math.max(1, next.max());
    const times = same ? t - settled + 1 : 1;
    lagged.add(cross.mul(times));
    all.add(next.clone().mul(times));
    if (same) t = settled;
    smoothed = next;
  }
  return { all, first: smoothed, last, lagged };
}

/** Smoothed states of one sequence, [steps, states]. */
function smooth(
  model: StateSpace,
  schedule: Schedule,
  gains: readonly Float64Array[],
  sequence: Sequence,
): {
  states: Float64Array;
  logLikelihood: number;
} {
  const k = model.a.rows;
  const { predicted, filtered, logLikelihoods } = filter(model, schedule, sequence);
  const states = filtered.slice();
  for (let t = sequence.steps - 2; t >= 0; t--) {
    const gain = gains[Math.min(t, gains.length - 1)]!;
    for (let i = 0; i < k; i++) {
      let sum = filtered[t * k + i]!;
      for (let j = 0; j < k; j++)
        sum += gain[i * k + j]! * (states[(t + 1) * k + j]! - predicted[(t + 1) * k + j]!);
      states[t * k + i] = sum;
    }
  }
  return { states, logLikelihood: logLikelihoods.reduce((all, one) => all + one, 0) };
}

function outer(into: Matrix, a: ArrayLike<number>, b: ArrayLike<number>): void {
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) into.set(i, j, into.get(i, j) + a[i]! * b[j]!);
}

/**
 * One round of EM (Shumway & Stoffer 1982; Ghahramani & Hinton 1996): a model of at least the same likelihood.
 *
 * @returns the next model, and the log-likelihood of the sequences under the one that was handed in
 */
export function emStep(
  model: StateSpace,
  sequences: readonly Sequence[],
): { next: StateSpace; logLikelihood: number } {
  const k = model.a.rows;
  const width = model.c.rows;
  const longest = sequences.reduce((most, { steps }) => Math.max(most, steps), 1);
  const schedule = filterSchedule(model, longest);
  const gains = smootherGains(model, schedule);
  const flatGains = gains.map((gain) => Float64Array.from(gain.to1DArray()));
  const sums = new Map<number, CovarianceSums>();
  const m: Moments = {
    s10: Matrix.zeros(k, k),
    s00: Matrix.zeros(k, k),
    s11: Matrix.zeros(k, k),
    szz: Matrix.zeros(k + 1, k + 1),
    sxz: Matrix.zeros(width, k + 1),
    sxx: Matrix.zeros(width, width),
    first: Matrix.zeros(k, 1),
    firstSquare: Matrix.zeros(k, k),
  };
  let logLikelihood = 0;
  let steps = 0;
  for (const sequence of sequences) {
    const found = smooth(model, schedule, flatGains, sequence);
    logLikelihood += found.logLikelihood;
    steps += sequence.steps;
    let covariances = sums.get(sequence.steps);
    if (covariances === undefined) {
      covariances = covarianceSums(schedule, gains, sequence.steps);
      sums.set(sequence.steps, covariances);
    }
    gather(m, sequence, found.states, covariances);
  }
  return { next: maximise(m, sequences.length, steps, model), logLikelihood };
}

function gather(
  m: Moments,
  { values, steps, width }: Sequence,
  states: Float64Array,
  sums: CovarianceSums,
): void {
  const k = m.s00.rows;
  const augmented = new Float64Array(k + 1).fill(1);
  const zz = Matrix.zeros(k, k);
  const row = (t: number): Float64Array => states.subarray(t * k, (t + 1) * k);
  for (let t = 0; t < steps; t++) {
    const z = row(t);
    augmented.set(z);
    const x = values.subarray(t * width, (t + 1) * width);
    outer(zz, z, z);
    outer(m.sxz, x, augmented);
    outer(m.sxx, x, x);
    if (t > 0) outer(m.s10, z, row(t - 1));
    for (let i = 0; i < k; i++) {
      m.szz.set(i, k, m.szz.get(i, k) + z[i]!);
      m.szz.set(k, i, m.szz.get(k, i) + z[i]!);
    }
  }
  m.szz.set(k, k, m.szz.get(k, k) + steps);
  const all = zz.clone().add(sums.all);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) m.szz.set(i, j, m.szz.get(i, j) + all.get(i, j));
  m.s10.add(sums.lagged);
  const firstSquare = sums.first.clone();
  outer(firstSquare, row(0), row(0));
  const lastSquare = sums.last.clone();
  outer(lastSquare, row(steps - 1), row(steps - 1));
  m.s11.add(all).sub(firstSquare);
  m.s00.add(all).sub(lastSquare);
  m.firstSquare.add(firstSquare);
  m.first.add(Matrix.columnVector(row(0)));
}

/** Least variance of a noise, relative to standardised channels. */
const LEAST_NOISE = 1e-6;

function maximise(m: Moments, sequences: number, steps: number, before: StateSpace): StateSpace {
  const k = m.s00.rows;
  const width = m.sxx.rows;
  const moves = steps - sequences;
  const a = moves > 0 ? m.s10.mmul(inverse(m.s00)) : before.a;
  const q = moves > 0 ? symmetric(m.s11.clone().sub(a.mmul(m.s10.transpose()))).div(moves) : before.q;
  const cd = m.sxz.mmul(inverse(m.szz));
  const r = symmetric(m.sxx.clone().sub(cd.mmul(m.sxz.transpose()))).div(steps);
  const first = m.first.clone().div(sequences);
  const initialCovariance = symmetric(
    m.firstSquare.clone().div(sequences).sub(first.mmul(first.transpose())),
  );
  for (let f = 0; f < width; f++) r.set(f, f, Math.max(r.get(f, f), LEAST_NOISE));
  for (let i = 0; i < k; i++) {
    q.set(i, i, Math.max(q.get(i, i), LEAST_NOISE));
    initialCovariance.set(i, i, Math.max(initialCovariance.get(i, i), LEAST_NOISE));
  }
  return {
    a,
    c: cd.subMatrix(0, width - 1, 0, k - 1),
    d: Float64Array.from(cd.getColumn(k)),
    q,
    r,
    initialMean: Float64Array.from(first.to1DArray()),
    initialCovariance,
  };
}
