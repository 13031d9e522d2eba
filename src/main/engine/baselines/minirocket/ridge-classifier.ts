import { RocketCore } from './core';

/** Penalties that are tried, 10⁻³ … 10³. */
const penalties: readonly number[] = Array.from({ length: 10 }, (_, k) => 10 ** (-3 + (6 * k) / 9));
/** Columns whose products are added up in float32 before they join the sum in float64. */
const STRETCH = 256;

export interface RidgeClassifier {
  /** [features, classes], for features as they are given. */
  readonly weights: Float32Array;
  /** [classes] */
  readonly intercepts: Float64Array;
  readonly penalty: number;
  /** [rows, classes]: what each row is answered by a fit without it. */
  readonly leftOut: Float64Array;
}

interface Solved {
  /** (gram + penalty)⁻¹ targets, [rows, classes]. */
  readonly dual: Float64Array;
  /** [rows] diagonal of the inverse without the intercept's direction: (1 − leverage) / penalty. */
  readonly diagonal: Float64Array;
}

/**
 * One symmetric system, solved for several penalties. Rows are centred, so that the direction of the intercept (1, 1 …) has no
 * share in x xᵀ but what was rounded, which a small penalty would make much of: it is given the mean of the other directions.
 */
class Dual {
  readonly #core = new RocketCore();
  readonly #gramAt: number;
  readonly #kept: number;
  /** What the direction of the intercept was given. */
  readonly #intercept: number;

  /** @param x [rows, width], centred */
  constructor(
    x: Float32Array,
    readonly rows: number,
    width: number,
  ) {
    this.#gramAt = this.#core.take(8 * rows * rows);
    this.#core.view(Float64Array, this.#gramAt, rows * rows).fill(0);
    this.#kept = this.#core.mark();
    const xAt = this.#core.put(x);
    for (let from = 0; from < width; from += STRETCH)
      this.#core.exports.addGram(xAt, rows, width, from, Math.min(width, from + STRETCH), this.#gramAt);
    const gram = this.#core.view(Float64Array, this.#gramAt, rows * rows);
    let trace = 0;
    for (let i = 0; i < rows; i++) trace += gram[i * rows + i]!;
    this.#intercept = trace / rows;
    for (let k = 0; k < gram.length; k++) gram[k]! += this.#intercept / rows;
  }

  solve(targets: Float64Array, classes: number, penalty: number): Solved {
    const core = this.#core;
    const { rows } = this;
    core.release(this.#kept);
    const matrixAt = core.take(8 * rows * rows);
    const inverseAt = core.take(8 * rows * rows);
    core.view(Float64Array, matrixAt, rows * rows).set(core.view(Float64Array, this.#gramAt, rows * rows));
    core.exports.decompose(matrixAt, rows, penalty);
    core.exports.invert(matrixAt, rows, inverseAt);
    const inverse = core.view(Float64Array, inverseAt, rows * rows);
    const diagonal = new Float64Array(rows);
    const half = new Float64Array(rows * classes);
    const dual = new Float64Array(rows * classes);
    for (let i = 0; i < rows; i++)
      for (let r = i; r < rows; r++) {
        const value = inverse[i * rows + r]!;
        diagonal[i]! += value * value;
        for (let c = 0; c < classes; c++) half[r * classes + c]! += value * targets[i * classes + c]!;
      }
    for (let i = 0; i < rows; i++)
      for (let r = i; r < rows; r++) {
        const value = inverse[i * rows + r]!;
        for (let c = 0; c < classes; c++) dual[i * classes + c]! += value * half[r * classes + c]!;
      }
    // 1 − leverage is what the other directions leave.
    const own = 1 / ((this.#intercept + penalty) * rows);
    return { dual, diagonal: diagonal.map((value) => value - own) };
  }
}

/**
 * Ridge regression to ±1 for each class with the penalty that errs least when each row is left out: features in units of their
 * deviation, free intercepts (Golub, Heath & Wahba 1979; solved in the dual, Saunders et al. 1998, since rows are few).
 *
 * @param x [rows, width]; changed: centred and in units of its deviation
 * @param report tells how far it is, 0 … 1
 */
export async function ridgeClassifier(
  x: Float32Array,
  width: number,
  labels: ArrayLike<number>,
  classes: number,
  report: (share: number) => Promise<void> = () => Promise.resolve(),
): Promise<RidgeClassifier> {
  const rows = labels.length;
  const { mean, deviation } = standardise(x, rows, width);
  const targets = new Float64Array(rows * classes).fill(-1);
  for (let i = 0; i < rows; i++) targets[i * classes + labels[i]!] = 1;
  const targetMean = new Float64Array(classes);
  targets.forEach((value, k) => (targetMean[k % classes]! += value / rows));
  const centred = targets.map((value, k) => value - targetMean[k % classes]!);
  const system = new Dual(x, rows, width);
  let best: Pick<RidgeClassifier, 'penalty' | 'leftOut'> & { error: number; dual: Float64Array } = {
    ...{ penalty: NaN, error: Infinity, dual: centred, leftOut: targets },
  };
  for (const [tried, penalty] of penalties.entries()) {
    await report(tried / penalties.length);
    const { dual, diagonal } = system.solve(centred, classes, penalty);
    const leftOut = targets.slice();
    let error = 0;
    for (let i = 0; i < rows; i++)
      for (let c = 0; c < classes; c++) {
        const residual = dual[i * classes + c]! / diagonal[i]!;
        leftOut[i * classes + c]! -= residual;
        error += residual * residual;
      }
    if (error < best.error) best = { penalty, error, dual, leftOut };
  }
  const { penalty, dual, leftOut } = best;
  const weights = new Float64Array(width * classes);
  for (let i = 0; i < rows; i++)
    for (let f = 0; f < width; f++)
      for (let c = 0; c < classes; c++)
        weights[f * classes + c]! += x[i * width + f]! * dual[i * classes + c]!;
  const intercepts = targetMean.slice();
  for (let f = 0; f < width; f++)
    for (let c = 0; c < classes; c++) {
      weights[f * classes + c]! /= deviation[f]!;
      intercepts[c]! -= mean[f]! * weights[f * classes + c]!;
    }
  return { weights: Float32Array.from(weights), intercepts, penalty, leftOut };
}

function standardise(
  x: Float32Array,
  rows: number,
  width: number,
): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (let i = 0; i < rows; i++) for (let f = 0; f < width; f++) mean[f]! += x[i * width + f]! / rows;
  for (let i = 0; i < rows; i++)
    for (let f = 0; f < width; f++) deviation[f]! += (x[i * width + f]! - mean[f]!) ** 2 / rows;
  for (let f = 0; f < width; f++) deviation[f] = deviation[f]! > 1e-12 ? Math.sqrt(deviation[f]!) : 1;
  for (let i = 0; i < rows; i++)
    for (let f = 0; f < width; f++) x[i * width + f] = (x[i * width + f]! - mean[f]!) / deviation[f]!;
  return { mean, deviation };
}
