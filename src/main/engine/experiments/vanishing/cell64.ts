import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { initialise } from '../../models/network/initialise';
import { gateCount, layoutOf } from '../../models/network/layout';

/**
 * The lab's cells once more, in float64 and one step at a time: a float32 kernel loses a gradient below 10⁻⁴⁵, which a
 * sigmoid RNN reaches within 70 steps. Initial weights are the lab's own; `test/unit/experiments` holds the gradients
 * to finite differences and to the kernels.
 */
export interface Weights64 {
  readonly inputs: number;
  readonly units: number;
  /** [inputs, G · units], [units, G · units], [G · units], row-major, gates in Keras' order. */
  readonly kernel: Float64Array;
  readonly recurrentKernel: Float64Array;
  readonly bias: Float64Array;
}

/** What one step led to. The state is [h] or, for an LSTM, [h, c]. */
export interface Step64 {
  readonly input: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Activations, [G · units], in the order of the weights; an RNN's are its h. */
  readonly gates: Float64Array;
}

interface Pull64 {
  /** ∂L/∂(state before). */
  readonly state: Float64Array;
  /** ∂L/∂(pre-activations), [G · units]. */
  readonly preActivations: Float64Array;
}

export interface Cell64 {
  readonly weights: Weights64;
  readonly stateSize: number;
  step(input: Float64Array, before: Float64Array): Step64;
  /** The chain rule through one step: from ∂L/∂(state after) to what lies before it. */
  pull(step: Step64, upstream: Float64Array): Pull64;
  /** What the recurrent kernel of gate `gate` was multiplied with at this step, [units]. */
  recurrentInput(step: Step64, gate: number): Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const activations = {
  tanh: { apply: Math.tanh, slope: (y: number) => 1 - y * y },
  sigmoid: { apply: sigmoid, slope: (y: number) => y * (1 - y) },
  relu: { apply: (x: number) => Math.max(0, x), slope: (y: number) => (y > 0 ? 1 : 0) },
  linear: { apply: (x: number) => x, slope: () => 1 },
} as const;

/** The lab's initial weights of one recurrent layer, the recurrent kernel multiplied by `recurrentScale`. */
export function initialWeights(
  spec: RecurrentNetworkSpec,
  inputs: number,
  seed: number,
  recurrentScale = 1,
): Weights64 {
  const shape = { features: inputs, outputs: 1, head: 'linear' } as const;
  const layout = layoutOf(spec, shape);
  const parameters = initialise(layout, spec, shape, seed);
  const direction = layout.layers[0]![0]!;
  const view = (slot: number): Float64Array => {
    const { offset, size } = layout.slots[slot]!;
    return Float64Array.from(parameters.subarray(offset, offset + size));
  };
  return {
    inputs,
    units: spec.units,
    kernel: view(direction.kernel),
    recurrentKernel: view(direction.recurrentKernel).map((value) => value * recurrentScale),
    bias: view(direction.bias),
  };
}

/** into += rowᵀ · matrix, [columns], from column `first` on, `columns` of `width`. */
function addProduct(
  into: Float64Array,
  row: Float64Array,
  matrix: Float64Array,
  width: number,
  first: number,
  columns: number,
): void {
  for (let k = 0; k < row.length; k++) {
    const value = row[k]!;
    if (value === 0) continue;
    const start = k * width + first;
    for (let j = 0; j < columns; j++) into[first + j] = into[first + j]! + value * matrix[start + j]!;
  }
}

/** into += matrix[:, first … first + columns] · upstream of the same columns. */
function addPulled(
  into: Float64Array,
  matrix: Float64Array,
  upstream: Float64Array,
  width: number,
  first: number,
  columns: number,
): void {
  for (let k = 0; k < into.length; k++) {
    let sum = 0;
    const start = k * width + first;
    for (let j = 0; j < columns; j++) sum += matrix[start + j]! * upstream[first + j]!;
    into[k] = into[k]! + sum;
  }
}

/** x W + b, [G · units]. */
function fromInput({ kernel, bias }: Weights64, input: Float64Array): Float64Array {
  const sums = bias.slice();
  addProduct(sums, input, kernel, bias.length, 0, bias.length);
  return sums;
}

/** h′ = φ(x W + h U + b) (Elman 1990). */
function rnnCell(weights: Weights64, activation: RecurrentNetworkSpec['activation']): Cell64 {
  const { units, recurrentKernel } = weights;
  const { apply, slope } = activations[activation];
  return {
    weights,
    stateSize: units,
    step(input, before) {
      const sums = fromInput(weights, input);
      addProduct(sums, before, recurrentKernel, units, 0, units);
      const after = sums.map(apply);
      return { input, before, after, gates: after };
    },
    pull({ after }, upstream) {
      const preActivations = upstream.map((value, k) => value * slope(after[k]!));
      const state = new Float64Array(units);
      addPulled(state, recurrentKernel, preActivations, units, 0, units);
      return { state, preActivations };
    },
    recurrentInput: ({ before }) => before,
  };
}

/** As `kernels/reference/lstm.ts`, gates i, f, c, o. */
function lstmCell(weights: Weights64): Cell64 {
  const { units: n, recurrentKernel } = weights;
  return {
    weights,
    stateSize: 2 * n,
    step(input, before) {
      const gates = fromInput(weights, input);
      addProduct(gates, before.subarray(0, n), recurrentKernel, 4 * n, 0, 4 * n);
      for (let k = 0; k < 4 * n; k++)
        gates[k] = k >= 2 * n && k < 3 * n ? Math.tanh(gates[k]!) : sigmoid(gates[k]!);
      const after = new Float64Array(2 * n);
      for (let k = 0; k < n; k++) {
        const cell = gates[n + k]! * before[n + k]! + gates[k]! * gates[2 * n + k]!;
        after[n + k] = cell;
        after[k] = gates[3 * n + k]! * Math.tanh(cell);
      }
      return { input, before, after, gates };
    },
    pull({ before, after, gates }, upstream) {
      const preActivations = new Float64Array(4 * n);
      const state = new Float64Array(2 * n);
      for (let k = 0; k < n; k++) {
        const [i, f, g, o] = [gates[k]!, gates[n + k]!, gates[2 * n + k]!, gates[3 * n + k]!];
        const squashed = Math.tanh(after[n + k]!);
        const dCell = upstream[n + k]! + upstream[k]! * o * (1 - squashed * squashed);
        preActivations[k] = dCell * g * i * (1 - i);
        preActivations[n + k] = dCell * before[n + k]! * f * (1 - f);
        preActivations[2 * n + k] = dCell * i * (1 - g * g);
        preActivations[3 * n + k] = upstream[k]! * squashed * o * (1 - o);
        state[n + k] = dCell * f;
      }
      addPulled(state.subarray(0, n), recurrentKernel, preActivations, 4 * n, 0, 4 * n);
      return { state, preActivations };
    },
    recurrentInput: ({ before }) => before.subarray(0, n),
  };
}

/** As `kernels/reference/gru.ts` with resetAfter false, gates z, r, h. */
function gruCell(weights: Weights64): Cell64 {
  const { units: n, recurrentKernel } = weights;
  const gated = ({ before, gates }: Step64): Float64Array =>
    Float64Array.from({ length: n }, (_, k) => gates[n + k]! * before[k]!);
  return {
    weights,
    stateSize: n,
    step(input, before) {
      const gates = fromInput(weights, input);
      addProduct(gates, before, recurrentKernel, 3 * n, 0, 2 * n);
      for (let k = 0; k < 2 * n; k++) gates[k] = sigmoid(gates[k]!);
      const past = Float64Array.from({ length: n }, (_, k) => gates[n + k]! * before[k]!);
      addProduct(gates, past, recurrentKernel, 3 * n, 2 * n, n);
      const after = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        gates[2 * n + k] = Math.tanh(gates[2 * n + k]!);
        after[k] = gates[k]! * before[k]! + (1 - gates[k]!) * gates[2 * n + k]!;
      }
      return { input, before, after, gates };
    },
    pull(step, upstream) {
      const { before, gates } = step;
      const preActivations = new Float64Array(3 * n);
      const state = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        const [z, g] = [gates[k]!, gates[2 * n + k]!];
        preActivations[k] = upstream[k]! * (before[k]! - g) * z * (1 - z);
        preActivations[2 * n + k] = upstream[k]! * (1 - z) * (1 - g * g);
        state[k] = upstream[k]! * z;
      }
      const dGated = new Float64Array(n);
      addPulled(dGated, recurrentKernel, preActivations, 3 * n, 2 * n, n);
      for (let k = 0; k < n; k++) {
        const r = gates[n + k]!;
        preActivations[n + k] = dGated[k]! * before[k]! * r * (1 - r);
        state[k] = state[k]! + dGated[k]! * r;
      }
      addPulled(state, recurrentKernel, preActivations, 3 * n, 0, 2 * n);
      return { state, preActivations };
    },
    recurrentInput: (step, gate) => (gate === 2 ? gated(step) : step.before),
  };
}

export function cell64(spec: RecurrentNetworkSpec, weights: Weights64): Cell64 {
  if (weights.bias.length !== gateCount[spec.cell] * weights.units)
    throw new RangeError('float64 cells know the GRU without resetAfter alone');
  if (spec.cell === 'lstm') return lstmCell(weights);
  return spec.cell === 'gru' ? gruCell(weights) : rnnCell(weights, spec.activation);
}

/** ∂(state after)/∂(state before), [stateSize, stateSize], row-major. */
export function jacobian(cell: Cell64, step: Step64): Float64Array {
  const n = cell.stateSize;
  const matrix = new Float64Array(n * n);
  const basis = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    basis[row] = 1;
    matrix.set(cell.pull(step, basis).state, row * n);
    basis[row] = 0;
  }
  return matrix;
}
