import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Sequence } from '../sequences';
import { ridgeRegression, symmetric } from '../ridge';

/** Regressions of prefixes of length 1 … `steps`, one after the other. */
export interface PrefixWeights {
  readonly steps: number;
  readonly width: number;
  readonly outputs: number;
  /** Of prefix t at {@link prefixOffset}: weights [t · width, outputs], then intercepts [outputs]. */
  readonly weights: Float32Array;
}

/** Where the regression of prefix `t` (from 1) begins. */
export function prefixOffset(t: number, width: number, outputs: number): number {
  const before = t - 1;
  return outputs * ((width * before * (before + 1)) / 2 + before);
}

/** Answer to the first `t` steps, [outputs]. */
export function answerPrefix(
  { steps, width, outputs, weights }: PrefixWeights,
  values: ArrayLike<number>,
  t: number,
): Float64Array {
  const seen = Math.min(t, steps);
  const at = prefixOffset(seen, width, outputs);
  const answer = Float64Array.from(
    weights.subarray(at + seen * width * outputs, at + (seen * width + 1) * outputs),
  );
  for (let k = 0; k < seen * width; k++) {
    const x = values[k]!;
    for (let c = 0; c < outputs; c++) answer[c]! += x * weights[at + k * outputs + c]!;
  }
  return answer;
}

/** A symmetric system of n² · n / 3 steps takes so many seconds in JavaScript. */
const SECONDS_PER_PRODUCT = 6e-9;

/** Seconds that the fits of all prefixes take, about. */
export function fitSeconds(lengths: readonly number[], width: number): number {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  let products = 0;
  for (let t = 1; t <= longest; t++) {
    const rows = lengths.reduce((count, length) => count + Number(length >= t), 0);
    const inputs = t * width;
    const small = Math.min(rows, inputs);
    products += small ** 3 / 3 + rows * inputs * (small + 10);
  }
  return products * SECONDS_PER_PRODUCT;
}

const GRID = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100] as const;
const MOST_ROWS = 300;

/**
 * The ridge of {@link GRID} with the least leave-one-out error, which a ridge regression has in closed form
 * (Golub, Heath & Wahba 1979): residual k over (G + λ n)⁻¹_kk, G the centred Gram matrix. Averaged over a few prefixes.
 */
export function chooseRidge(
  sequences: readonly Sequence[],
  targets: Matrix,
  width: number,
): { ridge: number; error: number } {
  const stride = Math.ceil(sequences.length / MOST_ROWS);
  const kept = sequences.map((_, k) => k).filter((k) => k % stride === 0);
  const sorted = kept.map((k) => sequences[k]!.steps).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 1;
  const prefixes = [...new Set([0.34, 0.67, 1].map((share) => Math.max(1, Math.ceil(share * median))))];
  const errors = new Float64Array(GRID.length);
  for (const t of prefixes) {
    const rows = kept.filter((k) => sequences[k]!.steps >= t);
    if (rows.length < 3) continue;
    const x = prefixMatrix(sequences, rows, t, width);
    x.subRowVector(x.mean('column'));
    const y = rowsOf(targets, rows);
    y.subRowVector(y.mean('column'));
    const { realEigenvalues, eigenvectorMatrix: u } = new EigenvalueDecomposition(x.mmul(x.transpose()), {
      assumeSymmetric: true,
    });
    const rotated = u.transpose().mmul(y);
    const n = rows.length;
    GRID.forEach((ridge, g) => {
      const scale = realEigenvalues.map((value) => 1 / (Math.max(0, value) + ridge * n));
      const scaled = rotated.clone();
      scale.forEach((factor, i) => scaled.mulRow(i, factor));
      const alpha = u.mmul(scaled);
      for (let i = 0; i < n; i++) {
        // The free intercept takes 1 / n of every residual with it.
        let diagonal = 0;
        for (let j = 0; j < n; j++) diagonal += u.get(i, j) ** 2 * scale[j]!;
        diagonal -= 1 / (ridge * n) / n;
        for (let c = 0; c < y.columns; c++)
          errors[g]! += (alpha.get(i, c) / Math.max(diagonal, 1e-300)) ** 2 / n / prefixes.length;
      }
    });
  }
  const best = errors.indexOf(errors.reduce((a, b) => Math.min(a, b), Infinity));
  return { ridge: GRID[best]!, error: errors[best]! };
}

function prefixMatrix(
  sequences: readonly Sequence[],
  rows: readonly number[],
  t: number,
  width: number,
): Matrix {
  return new Matrix(rows.map((k) => [...sequences[k]!.values.subarray(0, t * width)]));
}

function rowsOf(targets: Matrix, rows: readonly number[]): Matrix {
  return targets.subMatrixRow([...rows], 0, targets.columns - 1);
}

/**
 * One ridge regression for every prefix length, of the sequences that are that long: minimises
 * Σ ‖y − W x − b‖² + ridge · n ‖W‖². Whichever is smaller is solved: n × n, grown with every step, or inputs × inputs.
 *
 * @param targets [sequences, outputs]
 */
export async function fitPrefixes(
  sequences: readonly Sequence[],
  targets: Matrix,
  width: number,
  ridge: number,
  report: (share: number) => Promise<void>,
): Promise<PrefixWeights> {
  const steps = sequences.reduce((most, one) => Math.max(most, one.steps), 0);
  const outputs = targets.columns;
  const weights = new Float32Array(prefixOffset(steps + 1, width, outputs));
  const gram = new GrowingGram(sequences, width);
  for (let t = 1; t <= steps; t++) {
    const rows = sequences.map((_, k) => k).filter((k) => sequences[k]!.steps >= t);
    gram.grow(t);
    const y = rowsOf(targets, rows);
    const solved =
      t * width > rows.length
        ? gram.solve(rows, t, y, ridge * rows.length)
        : ridgeRegression(prefixMatrix(sequences, rows, t, width), y, ridge * rows.length);
    const at = prefixOffset(t, width, outputs);
    weights.set(solved.weights.to1DArray(), at);
    weights.set(solved.intercept, at + t * width * outputs);
    await report(t / steps);
  }
  return { steps, width, outputs, weights };
}

/** X Xᵀ of prefixes that grow by a step at a time, so that a step costs n² · width instead of n² · t · width. */
class GrowingGram {
  readonly #gram: Float64Array[];

  constructor(
    private readonly sequences: readonly Sequence[],
    private readonly width: number,
  ) {
    this.#gram = sequences.map((_, k) => new Float64Array(k + 1));
  }

  /** Adds step t (from 1) of every pair that has it. */
  grow(t: number): void {
    const from = (t - 1) * this.width;
    this.sequences.forEach(({ values, steps }, i) => {
      if (steps < t) return;
      const row = this.#gram[i]!;
      for (let j = 0; j <= i; j++) {
        const other = this.sequences[j]!;
        if (other.steps < t) continue;
        let sum = 0;
        for (let f = 0; f < this.width; f++) sum += values[from + f]! * other.values[from + f]!;
        row[j]! += sum;
      }
    });
  }

  /** The ridge regression of these rows in its dual form. */
  solve(
    rows: readonly number[],
    t: number,
    y: Matrix,
    penalty: number,
  ): { weights: Matrix; intercept: number[] } {
    const n = rows.length;
    const gram = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        const value = this.#gram[rows[i]!]![rows[j]!]!;
        gram.set(i, j, value);
        gram.set(j, i, value);
      }
    const means = gram.mean('row');
    const all = means.reduce((sum, mean) => sum + mean / n, 0);
    const centred = symmetric(gram.subColumnVector(means).subRowVector(means).add(all));
    for (let k = 0; k < n; k++) centred.set(k, k, centred.get(k, k) + Math.max(penalty, 1e-10));
    const yMean = y.mean('column');
    const alpha = new CholeskyDecomposition(centred).solve(y.clone().subRowVector(yMean));
    const x = prefixMatrix(this.sequences, rows, t, this.width);
    const xMean = x.mean('column');
    const weights = x.subRowVector(xMean).transpose().mmul(alpha);
    const intercept = yMean.map(
      (mean, c) => mean - xMean.reduce((sum, m, k) => sum + m * weights.get(k, c), 0),
    );
    return { weights, intercept };
  }
}
