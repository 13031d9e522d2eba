import { Matrix } from 'ml-matrix';
import type { Sequence } from '../sequences';

/** One autoregression: what the next step is expected to be. */
export interface Autoregression {
  readonly order: number;
  readonly width: number;
  /** Linear: [1 + order · width, width]. With hidden units: those of the next value, [1 + hidden, width]. */
  readonly weights: Float64Array;
  /** [1 + order · width, hidden]; null when linear. */
  readonly hidden: Float64Array | null;
  /** [1 + order · width, width]: the line that hidden units correct; null without, as in files of earlier versions. */
  readonly line: Float64Array | null;
}

/** Σ rows of inputs · weights, intercept first. */
function affine(
  weights: Float64Array,
  outputs: number,
  inputs: number,
  input: (k: number) => number,
  into: Float64Array,
): void {
  for (let c = 0; c < outputs; c++) into[c] = weights[c]!;
  for (let k = 0; k < inputs; k++) {
    const x = input(k);
    if (x === 0) continue;
    const at = (k + 1) * outputs;
    for (let c = 0; c < outputs; c++) into[c]! += x * weights[at + c]!;
  }
}

/**
 * Writes the expectation of the step after the first `t` of `values` [t, width] into `into`. Steps before the
 * beginning count as the mean, 0.
 */
function predictNext(
  { order, width, weights, hidden, line }: Autoregression,
  values: Float64Array,
  t: number,
  into: Float64Array,
): void {
  const lag = (k: number): number => {
    const row = t - 1 - Math.floor(k / width);
    return row < 0 ? 0 : values[row * width + (k % width)]!;
  };
  if (hidden === null) return affine(weights, width, order * width, lag, into);
  const units = weights.length / width - 1;
  const states = new Float64Array(units);
  affine(hidden, units, order * width, lag, states);
  for (let u = 0; u < units; u++) states[u] = Math.tanh(states[u]!);
  affine(weights, width, units, (k) => states[k]!, into);
  if (line === null) return;
  const straight = new Float64Array(width);
  affine(line, width, order * width, lag, straight);
  for (let f = 0; f < width; f++) into[f]! += straight[f]!;
}

/** One-step predictions of every step, [steps, width]; the first `order` see a shorter past. */
export function predictSteps(model: Autoregression, { values, steps, width }: Sequence): Float64Array {
  const predicted = new Float64Array(steps * width);
  for (let t = 0; t < steps; t++)
    predictNext(model, values, t, predicted.subarray(t * width, (t + 1) * width));
  return predicted;
}

/** The next `horizon` steps, each predicted from those before and moved by an `error` where there is one, [horizon, width]. */
export function iterate(
  model: Autoregression,
  past: Sequence,
  horizon: number,
  error: () => Float64Array | null = () => null,
): Float64Array {
  const { width, order } = model;
  const kept = Math.min(order, past.steps);
  const values = new Float64Array((kept + horizon) * width);
  values.set(past.values.subarray((past.steps - kept) * width, past.steps * width));
  for (let h = 0; h < horizon; h++) {
    const next = values.subarray((kept + h) * width, (kept + h + 1) * width);
    predictNext(model, values, kept + h, next);
    error()?.forEach((moved, f) => (next[f]! += moved));
  }
  return values.slice(kept * width);
}

/**
 * Standard deviation of the error of each step of a linear model's forecast, [horizon, width]: Σ_{j<h} Ψ_j Σ Ψ_jᵀ with
 * Ψ_0 = 1 and Ψ_j = Σ_i A_i Ψ_{j−i} (Lütkepohl 2005, 2.2.11). Uncertainty of the coefficients is left out.
 */
export function forecastDeviations(
  { order, width, weights }: Autoregression,
  covariance: Matrix,
  horizon: number,
): Float64Array {
  const lags = Array.from({ length: order }, (_, lag) =>
    Matrix.from1DArray(
      width,
      width,
      weights.subarray((1 + lag * width) * width, (1 + (lag + 1) * width) * width),
    ).transpose(),
  );
  const psi: Matrix[] = [Matrix.eye(width, width)];
  const sum = Matrix.zeros(width, width);
  const deviations = new Float64Array(horizon * width);
  for (let h = 0; h < horizon; h++) {
    const own = psi[h]!;
    sum.add(own.mmul(covariance).mmul(own.transpose()));
    for (let f = 0; f < width; f++) deviations[h * width + f] = Math.sqrt(Math.max(0, sum.get(f, f)));
    const next = Matrix.zeros(width, width);
    for (let i = 1; i <= Math.min(order, h + 1); i++) next.add(lags[i - 1]!.mmul(psi[h + 1 - i]!));
    psi.push(next);
  }
  return deviations;
}

/** Autocorrelation of each channel of residuals at lags 1 … `most`, [most, width]. @param values [steps, width] */
export function autocorrelation(
  values: Float64Array,
  steps: number,
  width: number,
  most: number,
): Float64Array {
  const found = new Float64Array(most * width);
  for (let f = 0; f < width; f++) {
    let mean = 0;
    for (let t = 0; t < steps; t++) mean += values[t * width + f]! / steps;
    let variance = 0;
    for (let t = 0; t < steps; t++) variance += (values[t * width + f]! - mean) ** 2;
    for (let lag = 1; lag <= most; lag++) {
      let sum = 0;
      for (let t = lag; t < steps; t++)
        sum += (values[t * width + f]! - mean) * (values[(t - lag) * width + f]! - mean);
      found[(lag - 1) * width + f] = variance > 0 ? sum / variance : 0;
    }
  }
  return found;
}
