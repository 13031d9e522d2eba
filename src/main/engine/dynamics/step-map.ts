import type { Activation } from '../../../shared/domain/model';
import type { RecurrentSpec, WeightArrays } from '../kernels/kernel';
import { gatesOf } from '../kernels/kernel';

/**
 * One step of a recurrent layer under an input that stays the same, in float64: state → next state, and its Jacobian.
 * The state is h, [units]; of an LSTM h and then c, [2 · units].
 */
export interface StepMap {
  readonly size: number;
  /** Writes F(state) into `next`, [size]. */
  step(state: Float64Array, next: Float64Array): void;
  /** Writes F(state) into `next` and ∂F/∂state into `jacobian`, [size, size], row i for the i-th next value. */
  linearise(state: Float64Array, next: Float64Array, jacobian: Float64Array): void;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** φ and φ′, the latter where φ = y. */
const activations: Readonly<
  Record<Activation, { value: (x: number) => number; slope: (y: number) => number }>
> = {
  tanh: { value: Math.tanh, slope: (y) => 1 - y * y },
  relu: { value: (x) => Math.max(0, x), slope: (y) => Number(y > 0) },
  sigmoid: { value: sigmoid, slope: (y) => y * (1 - y) },
  linear: { value: (x) => x, slope: () => 1 },
};

/** `sums` + state · U, for the gates' columns [from, to). */
function addProduct(
  sums: Float64Array,
  state: Float64Array,
  recurrent: Float64Array,
  { units, width, from = 0, to = width }: { units: number; width: number; from?: number; to?: number },
): void {
  for (let k = 0; k < units; k++) {
    const value = state[k]!;
    const row = k * width;
    for (let j = from; j < to; j++) sums[j]! += value * recurrent[row + j]!;
  }
}

/** x W, [G · units], for the input that stays. */
function inputSums(kernel: Float32Array, input: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  input.forEach((value, k) => {
    for (let j = 0; j < width; j++) sums[j]! += value * kernel[k * width + j]!;
  });
  return sums;
}

/**
 * @param weights of one direction of a layer, as {@link WeightArrays} has them
 * @param input [inputs], what the layer reads at every step
 */
export function stepMapOf(spec: RecurrentSpec, weights: WeightArrays, input: Float64Array): StepMap {
  const width = gatesOf(spec) * spec.units;
  const given: Given = {
    units: spec.units,
    sums: inputSums(weights.kernel, input, width),
    recurrent: Float64Array.from(weights.recurrentKernel),
    bias: Float64Array.from(weights.bias),
  };
  if (spec.cell === 'rnn') return rnnMap(given, spec.activation);
  if (spec.cell === 'gru') return gruMap(given, spec.resetAfter);
  const peephole = weights.peephole === undefined ? null : Float64Array.from(weights.peephole);
  return lstmMap(given, spec.coupled === true, peephole);
}

interface Given {
  readonly units: number;
  /** x W, [G · units]. */
  readonly sums: Float64Array;
  /** [units, G · units] */
  readonly recurrent: Float64Array;
  readonly bias: Float64Array;
}

/** h′ = φ(a), a = x W + h U + b; ∂h′ᵢ/∂hⱼ = φ′ᵢ U_ji. */
function rnnMap({ units, sums, recurrent, bias }: Given, activation: Activation): StepMap {
  const { value, slope } = activations[activation];
  const still = sums.map((sum, k) => sum + bias[k]!);
  const a = new Float64Array(units);
  const step = (state: Float64Array, next: Float64Array): void => {
    a.set(still);
    addProduct(a, state, recurrent, { units, width: units });
    for (let k = 0; k < units; k++) next[k] = value(a[k]!);
  };
  return {
    size: units,
    step,
    linearise(state, next, jacobian) {
      step(state, next);
      for (let i = 0; i < units; i++) {
        const own = slope(next[i]!);
        for (let j = 0; j < units; j++) jacobian[i * units + j] = own * recurrent[j * units + i]!;
      }
    },
  };
}

/** As in `kernels/reference/gru.ts`: h′ = z ⊙ h + (1 − z) ⊙ g. */
function gruMap({ units, sums, recurrent, bias }: Given, resetAfter: boolean): StepMap {
  const width = 3 * units;
  const still = sums.map((sum, k) => sum + bias[k]!);
  const a = new Float64Array(width);
  /** h U_h + b′_h with resetAfter, else (r ⊙ h) U_h. */
  const past = new Float64Array(width);
  const [z, r, g] = [new Float64Array(units), new Float64Array(units), new Float64Array(units)];
  const reset = new Float64Array(units);

  const step = (state: Float64Array, next: Float64Array): void => {
    a.set(still);
    addProduct(a, state, recurrent, { units, width, to: 2 * units });
    for (let k = 0; k < units; k++) {
      z[k] = sigmoid(a[k]! + (resetAfter ? bias[width + k]! : 0));
      r[k] = sigmoid(a[units + k]! + (resetAfter ? bias[width + units + k]! : 0));
      reset[k] = resetAfter ? state[k]! : r[k]! * state[k]!;
    }
    past.fill(0);
    if (resetAfter) past.set(bias.subarray(width + 2 * units), 2 * units);
    addProduct(past, reset, recurrent, { units, width, from: 2 * units });
    for (let k = 0; k < units; k++) {
      const own = past[2 * units + k]!;
      g[k] = Math.tanh(a[2 * units + k]! + (resetAfter ? r[k]! * own : own));
      next[k] = z[k]! * state[k]! + (1 - z[k]!) * g[k]!;
    }
  };

  /** ∂(past)ᵢ/∂hⱼ without resetAfter: U_h of h itself and through r, [units, units]. */
  const pastSlopes = (state: Float64Array): Float64Array => {
    const slopes = new Float64Array(units * units);
    const through = new Float64Array(units);
    for (let j = 0; j < units; j++) {
      for (let k = 0; k < units; k++)
        through[k] = state[k]! * r[k]! * (1 - r[k]!) * recurrent[j * width + units + k]!;
      through[j]! += r[j]!;
      for (let k = 0; k < units; k++) {
        const value = through[k]!;
        const row = k * width + 2 * units;
        for (let i = 0; i < units; i++) slopes[i * units + j]! += value * recurrent[row + i]!;
      }
    }
    return slopes;
  };

  return {
    size: units,
    step,
    linearise(state, next, jacobian) {
      step(state, next);
      const slopes = resetAfter ? null : pastSlopes(state);
      for (let i = 0; i < units; i++) {
        const byUpdate = z[i]! * (1 - z[i]!) * (state[i]! - g[i]!);
        const byCandidate = (1 - z[i]!) * (1 - g[i]! * g[i]!);
        const byReset = past[2 * units + i]! * r[i]! * (1 - r[i]!);
        for (let j = 0; j < units; j++) {
          const row = j * width;
          const inner =
            slopes === null
              ? r[i]! * recurrent[row + 2 * units + i]! + byReset * recurrent[row + units + i]!
              : slopes[i * units + j]!;
          jacobian[i * units + j] = byUpdate * recurrent[row + i]! + byCandidate * inner;
        }
        jacobian[i * units + i]! += z[i]!;
      }
    },
  };
}

/** As in `kernels/reference/lstm.ts`: c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh(c′). */
function lstmMap(
  { units, sums, recurrent, bias }: Given,
  coupled: boolean,
  peephole: Float64Array | null,
): StepMap {
  const width = sums.length;
  const size = 2 * units;
  const still = sums.map((sum, k) => sum + bias[k]!);
  const a = new Float64Array(width);
  /** Columns of i, f, g, o in U; f is i's where they are coupled. */
  const at = coupled ? [0, 0, units, 2 * units] : [0, units, 2 * units, 3 * units];
  const [atI, atF, atG, atO] = at as [number, number, number, number];
  const peep = (gate: 0 | 1 | 2, k: number): number => {
    if (peephole === null) return 0;
    const row = coupled ? (gate === 2 ? 1 : 0) : gate;
    return peephole[row * units + k]!;
  };
  const gates = Array.from({ length: 4 }, () => new Float64Array(units));
  const [i, f, g, o] = gates as [Float64Array, Float64Array, Float64Array, Float64Array];

  const step = (state: Float64Array, next: Float64Array): void => {
    a.set(still);
    addProduct(a, state, recurrent, { units, width });
    for (let k = 0; k < units; k++) {
      const cell = state[units + k]!;
      i[k] = sigmoid(a[atI + k]! + peep(0, k) * cell);
      f[k] = coupled ? 1 - i[k]! : sigmoid(a[atF + k]! + peep(1, k) * cell);
      g[k] = Math.tanh(a[atG + k]!);
      const after = f[k]! * cell + i[k]! * g[k]!;
      o[k] = sigmoid(a[atO + k]! + peep(2, k) * after);
      next[k] = o[k]! * Math.tanh(after);
      next[units + k] = after;
    }
  };

  return {
    size,
    step,
    linearise(state, next, jacobian) {
      step(state, next);
      jacobian.fill(0);
      for (let k = 0; k < units; k++) {
        const cell = state[units + k]!;
        const squashed = Math.tanh(next[units + k]!);
        const byInput = g[k]! * i[k]! * (1 - i[k]!) - (coupled ? cell * i[k]! * (1 - i[k]!) : 0);
        const byForget = coupled ? 0 : cell * f[k]! * (1 - f[k]!);
        const byCandidate = i[k]! * (1 - g[k]! * g[k]!);
        const byOutput = squashed * o[k]! * (1 - o[k]!);
        const byCell = o[k]! * (1 - squashed * squashed) + byOutput * peep(2, k);
        const [ofHidden, ofCell] = [k * size, (units + k) * size];
        for (let j = 0; j < units; j++) {
          const row = j * width;
          const toCell =
            byInput * recurrent[row + atI + k]! +
            byForget * recurrent[row + atF + k]! +
            byCandidate * recurrent[row + atG + k]!;
          jacobian[ofCell + j] = toCell;
          jacobian[ofHidden + j] = byCell * toCell + byOutput * recurrent[row + atO + k]!;
        }
        const toCell = f[k]! + byInput * peep(0, k) + byForget * peep(1, k);
        jacobian[ofCell + units + k] = toCell;
        jacobian[ofHidden + units + k] = byCell * toCell;
      }
    },
  };
}
