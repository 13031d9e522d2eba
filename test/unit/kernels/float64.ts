import type { Tensor } from '@tensorflow/tfjs-core';
import type {
  RecurrentInputs,
  RecurrentSpec,
  RecurrentUpstream,
} from '../../../src/main/engine/kernels/kernel';
import { numbers } from '../../../src/main/engine/kernels/numbers';

/** A recurrent layer's numbers in double precision, row-major. */
export interface Numbers {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly lengths: readonly number[];
  readonly inputs: Float64Array;
  readonly kernel: Float64Array;
  readonly recurrentKernel: Float64Array;
  readonly bias: Float64Array;
  readonly initialHidden: Float64Array;
  readonly initialCell: Float64Array;
}

export type NumbersName = 'inputs' | 'kernel' | 'recurrentKernel' | 'bias' | 'initialHidden' | 'initialCell';

export interface Upstream64 {
  readonly outputs: Float64Array | null;
  readonly finalHidden: Float64Array | null;
  readonly finalCell: Float64Array | null;
}

export interface Result64 {
  readonly outputs: Float64Array;
  readonly finalHidden: Float64Array;
  readonly finalCell: Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const activations = {
  tanh: Math.tanh,
  relu: (x: number) => Math.max(0, x),
  sigmoid,
  linear: (x: number) => x,
};

const in64 = async (tensor: Tensor): Promise<Float64Array> => Float64Array.from(await numbers(tensor));

export async function numbersOf(inputs: RecurrentInputs, units: number): Promise<Numbers> {
  const [batch, time, features] = inputs.inputs.shape;
  const zeros = new Float64Array(batch * units);
  return {
    batch,
    time,
    features,
    lengths: [...inputs.lengths],
    inputs: await in64(inputs.inputs),
    kernel: await in64(inputs.kernel),
    recurrentKernel: await in64(inputs.recurrentKernel),
    bias: await in64(inputs.bias),
    initialHidden: inputs.initialHidden ? await in64(inputs.initialHidden) : zeros,
    initialCell: inputs.initialCell ? await in64(inputs.initialCell) : zeros.slice(),
  };
}

export async function upstreamOf(upstream: RecurrentUpstream): Promise<Upstream64> {
  return {
    outputs: upstream.outputs && (await in64(upstream.outputs)),
    finalHidden: upstream.finalHidden && (await in64(upstream.finalHidden)),
    finalCell: upstream.finalCell && (await in64(upstream.finalCell)),
  };
}

/** One step of one example, written as in the papers, unit by unit. */
function stepOf(spec: RecurrentSpec, n: Numbers) {
  const { units } = spec;
  const gates = spec.cell === 'rnn' ? 1 : spec.cell === 'lstm' ? 4 : 3;
  const width = gates * units;
  const fromInput = (x: Float64Array, gate: number, u: number): number => {
    let sum = 0;
    for (let k = 0; k < n.features; k++) sum += x[k]! * n.kernel[k * width + gate * units + u]!;
    return sum;
  };
  const fromState = (h: ArrayLike<number>, gate: number, u: number): number => {
    let sum = 0;
    for (let k = 0; k < units; k++) sum += h[k]! * n.recurrentKernel[k * width + gate * units + u]!;
    return sum;
  };
  const bias = (gate: number, u: number): number => n.bias[gate * units + u]!;
  const range = Array.from({ length: units }, (_, u) => u);

  return (x: Float64Array, h: number[], c: number[]): { h: number[]; c: number[] } => {
    const sum = (gate: number, u: number): number =>
      fromInput(x, gate, u) + fromState(h, gate, u) + bias(gate, u);
    if (spec.cell === 'rnn') return { h: range.map((u) => activations[spec.activation](sum(0, u))), c };
    if (spec.cell === 'lstm') {
      const next = range.map((u) => sigmoid(sum(1, u)) * c[u]! + sigmoid(sum(0, u)) * Math.tanh(sum(2, u)));
      return { h: range.map((u) => sigmoid(sum(3, u)) * Math.tanh(next[u]!)), c: next };
    }
    const recurrentBias = (gate: number, u: number): number =>
      spec.resetAfter ? n.bias[width + gate * units + u]! : 0;
    const z = range.map((u) => sigmoid(sum(0, u) + recurrentBias(0, u)));
    const r = range.map((u) => sigmoid(sum(1, u) + recurrentBias(1, u)));
    const reset = h.map((value, u) => r[u]! * value);
    const candidate = range.map((u) =>
      Math.tanh(
        fromInput(x, 2, u) +
          bias(2, u) +
          (spec.resetAfter ? r[u]! * (fromState(h, 2, u) + recurrentBias(2, u)) : fromState(reset, 2, u)),
      ),
    );
    return { h: range.map((u) => z[u]! * h[u]! + (1 - z[u]!) * candidate[u]!), c };
  };
}

/** The whole layer in double precision; `only` restricts it to one example, the others stay zero. */
export function forward64(spec: RecurrentSpec, n: Numbers, only?: number): Result64 {
  const { units } = spec;
  const step = stepOf(spec, n);
  const outputs = new Float64Array(n.batch * n.time * units);
  const finalHidden = new Float64Array(n.batch * units);
  const finalCell = new Float64Array(n.batch * units);
  for (let b = 0; b < n.batch; b++) {
    if (only !== undefined && b !== only) continue;
    let h = [...n.initialHidden.subarray(b * units, (b + 1) * units)];
    let c = [...n.initialCell.subarray(b * units, (b + 1) * units)];
    for (let t = 0; t < n.lengths[b]!; t++) {
      const row = b * n.time + (spec.reverse ? n.lengths[b]! - 1 - t : t);
      ({ h, c } = step(n.inputs.subarray(row * n.features, (row + 1) * n.features), h, c));
      outputs.set(h, row * units);
    }
    finalHidden.set(h, b * units);
    finalCell.set(c, b * units);
  }
  return { outputs, finalHidden, finalCell };
}

/** The scalar whose gradient backward computes: Σ result · upstream. */
function loss64(spec: RecurrentSpec, n: Numbers, upstream: Upstream64, only?: number): number {
  const result = forward64(spec, n, only);
  const dot = (a: Float64Array, b: Float64Array | null): number =>
    b === null ? 0 : a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  return (
    dot(result.outputs, upstream.outputs) +
    dot(result.finalHidden, upstream.finalHidden) +
    (spec.cell === 'lstm' ? dot(result.finalCell, upstream.finalCell) : 0)
  );
}

/**
 * ∂loss/∂numbers[name][index] by central differences. With steps of 10⁻⁵ in double precision the error is below 10⁻⁸
 * for numbers around 1.
 */
export function slope64(
  spec: RecurrentSpec,
  n: Numbers,
  upstream: Upstream64,
  name: NumbersName,
  index: number,
): number {
  const delta = 1e-5;
  // Weights concern every example; the rest only its own.
  const perExample = { inputs: n.time * n.features, initialHidden: spec.units, initialCell: spec.units };
  const size = name in perExample ? perExample[name as keyof typeof perExample] : null;
  const only = size === null ? undefined : Math.floor(index / size);
  const at = (shift: number): number => {
    const values = n[name].slice();
    values[index] = values[index]! + shift;
    return loss64(spec, { ...n, [name]: values }, upstream, only);
  };
  return (at(delta) - at(-delta)) / (2 * delta);
}
