import { gateCount } from '../../models/network/layout';
import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import type { Cell64, Step64 } from './cell64';
import { jacobian } from './cell64';

export function norm(values: Float64Array): number {
  let greatest = 0;
  for (const value of values) greatest = Math.max(greatest, Math.abs(value));
  if (greatest === 0 || !Number.isFinite(greatest)) return greatest;
  let sum = 0;
  for (const value of values) sum += (value / greatest) ** 2;
  return greatest * Math.sqrt(sum);
}

/** Every step of a sequence from a state of zeros. @param inputs [steps][inputs] */
export function unroll(cell: Cell64, inputs: readonly Float64Array[]): Step64[] {
  let state = new Float64Array(cell.stateSize);
  return inputs.map((input) => {
    const step = cell.step(input, state);
    state = step.after as Float64Array<ArrayBuffer>;
    return step;
  });
}

/**
 * Largest singular value of a square matrix [n, n] by power iteration on AᵀA, and the right singular vector that it
 * came from, which is a good start for the next matrix of a chain.
 */
export function largestSingularValue(
  matrix: Float64Array,
  start: Float64Array,
  iterations = 40,
): { value: number; vector: Float64Array } {
  const n = start.length;
  let vector = start;
  let value = 0;
  for (let k = 0; k < iterations; k++) {
    const image = new Float64Array(n);
    for (let row = 0; row < n; row++)
      for (let column = 0; column < n; column++)
        image[row] = image[row]! + matrix[row * n + column]! * vector[column]!;
    const back = new Float64Array(n);
    for (let row = 0; row < n; row++)
      for (let column = 0; column < n; column++)
        back[column] = back[column]! + matrix[row * n + column]! * image[row]!;
    const length = norm(back);
    if (length === 0) return { value: 0, vector: start };
    const next = Math.sqrt(length);
    vector = back.map((entry) => entry / length);
    if (Math.abs(next - value) <= 1e-8 * next) return { value: next, vector };
    value = next;
  }
  return { value, vector };
}

/** A vector of any size: 10^log10 · mantissa. */
class Scaled {
  log10 = -Infinity;
  constructor(readonly mantissa: Float64Array) {}

  /** Adds 10^log10 · values. */
  add(values: Float64Array, log10: number): void {
    if (log10 > this.log10) {
      const factor = 10 ** (this.log10 - log10);
      for (let k = 0; k < this.mantissa.length; k++) this.mantissa[k] = this.mantissa[k]! * factor;
      this.log10 = log10;
    }
    const factor = 10 ** (log10 - this.log10);
    for (let k = 0; k < values.length; k++) this.mantissa[k] = this.mantissa[k]! + factor * values[k]!;
  }

  get log10Norm(): number {
    return this.log10 + Math.log10(norm(this.mantissa));
  }
}

export interface GradientFlow {
  /** log₁₀ ‖∂L/∂h_t‖₂ for t = 1 … T. */
  readonly log10GradientNorms: number[];
  /** log₁₀ of the product of the largest singular values of ∂s_k/∂s_{k−1} for k = t + 1 … T: a bound of the above. */
  readonly log10JacobianProducts: number[];
  /** log₁₀ of the norm of the gradient with respect to all weights of the layer. */
  readonly log10WeightGradientNorm: number;
}

/** Adds the weight gradient of one step to `into`: kernel, recurrent kernel, bias, one after the other. */
function weightGradient(cell: Cell64, step: Step64, da: Float64Array, gates: number): Float64Array {
  const { inputs, units } = cell.weights;
  const width = gates * units;
  const gradient = new Float64Array((inputs + units + 1) * width);
  for (let k = 0; k < inputs; k++)
    for (let j = 0; j < width; j++) gradient[k * width + j] = step.input[k]! * da[j]!;
  for (let gate = 0; gate < gates; gate++) {
    const past = cell.recurrentInput(step, gate);
    for (let k = 0; k < units; k++)
      for (let j = gate * units; j < (gate + 1) * units; j++)
        gradient[(inputs + k) * width + j] = past[k]! * da[j]!;
  }
  gradient.set(da, (inputs + units) * width);
  return gradient;
}

/**
 * Backpropagation through time (Werbos 1990) of L = v · h_T, the gradient brought back to length 1 after every step
 * and its size kept as a logarithm, so that nothing under- or overflows however long the sequence is.
 *
 * @param readout v, [units]
 */
export function gradientFlow(
  cell: Cell64,
  spec: RecurrentNetworkSpec,
  steps: readonly Step64[],
  readout: Float64Array,
): GradientFlow {
  const { units } = cell.weights;
  const gates = gateCount[spec.cell];
  const total = new Scaled(new Float64Array((cell.weights.inputs + units + 1) * gates * units));
  const norms: number[] = new Array<number>(steps.length);
  const products: number[] = new Array<number>(steps.length);
  let state: Float64Array = new Float64Array(cell.stateSize);
  state.set(readout);
  let log10 = 0;
  let product = 0;
  let vector = new Float64Array(cell.stateSize).fill(1 / Math.sqrt(cell.stateSize)) as Float64Array;
  for (let t = steps.length - 1; t >= 0; t--) {
    const step = steps[t]!;
    norms[t] = log10 + Math.log10(norm(state.subarray(0, units)));
    products[t] = product;
    const pulled = cell.pull(step, state);
    total.add(weightGradient(cell, step, pulled.preActivations, gates), log10);
    const length = norm(pulled.state);
    // A gradient that is exactly zero (every ReLU is off) stays zero.
    state = length > 0 ? pulled.state.map((value) => value / length) : pulled.state;
    log10 += Math.log10(length);
    if (t > 0) {
      const largest = largestSingularValue(jacobian(cell, step), vector);
      product += Math.log10(largest.value);
      vector = largest.vector;
    }
  }
  return {
    log10GradientNorms: norms,
    log10JacobianProducts: products,
    log10WeightGradientNorm: total.log10Norm,
  };
}
