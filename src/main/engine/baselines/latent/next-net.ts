import type { NetworkWeights } from '../../models/network/weights';
import type { Sequence } from '../sequences';

/**
 * A recurrent net that says the next step: h_t = g(x_t, h_{t−1}), and x_{t+1} is expected at the line through x_t plus
 * a correction W h_t + b. Numbers as the lab's layers have them: gates of a GRU in the order z, r, h.
 */
export interface NextNet {
  readonly cell: 'rnn' | 'gru';
  readonly units: number;
  readonly width: number;
  /** [width, gates · units] */
  readonly kernel: Float64Array;
  /** [units, gates · units] */
  readonly recurrentKernel: Float64Array;
  /** [gates · units] */
  readonly bias: Float64Array;
  /** [units, width], in the unit of the correction's own channel. */
  readonly head: Float64Array;
  /** [width] */
  readonly headBias: Float64Array;
  /** [1 + width, width]: the line from one step to the next, intercept first. */
  readonly line: Float64Array;
}

export const gatesOf = { rnn: 1, gru: 3 } as const;

/** @param size [width] what one unit of the network's output is */
export function netOf(
  { weights }: NetworkWeights,
  cell: NextNet['cell'],
  size: Float64Array,
  line: Float64Array,
): NextNet {
  const read = (name: string): Float64Array =>
    Float64Array.from(weights.find((weight) => weight.name === name)!.data);
  const width = size.length;
  const head = read('head/kernel').map((value, k) => value * size[k % width]!);
  return {
    cell,
    width,
    units: head.length / width,
    kernel: read('recurrent_1/kernel'),
    recurrentKernel: read('recurrent_1/recurrent_kernel'),
    bias: read('recurrent_1/bias'),
    head,
    headBias: read('head/bias').map((value, k) => value * size[k]!),
    line,
  };
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Writes h_t over h_{t−1}. @param x [width] */
function advance(net: NextNet, state: Float64Array, x: Float64Array): void {
  const { cell, units, width, kernel, recurrentKernel, bias } = net;
  const columns = gatesOf[cell] * units;
  const into = (column: number): number => {
    let sum = bias[column]!;
    for (let f = 0; f < width; f++) sum += x[f]! * kernel[f * columns + column]!;
    return sum;
  };
  const back = (column: number, gate: (u: number) => number): number => {
    let sum = 0;
    for (let u = 0; u < units; u++) sum += gate(u) * recurrentKernel[u * columns + column]!;
    return sum;
  };
  const before = state.slice();
  const own = (u: number): number => before[u]!;
  if (cell === 'rnn') {
    for (let u = 0; u < units; u++) state[u] = Math.tanh(into(u) + back(u, own));
    return;
  }
  const reset = Float64Array.from({ length: units }, (_, u) =>
    sigmoid(into(units + u) + back(units + u, own)),
  );
  for (let u = 0; u < units; u++) {
    const z = sigmoid(into(u) + back(u, own));
    const candidate = Math.tanh(into(2 * units + u) + back(2 * units + u, (k) => reset[k]! * before[k]!));
    state[u] = z * before[u]! + (1 - z) * candidate;
  }
}

/** What is expected after `x` in this state, [width]. */
function expectNext(
  { units, width, head, headBias, line }: NextNet,
  state: Float64Array,
  x: Float64Array,
): Float64Array {
  return Float64Array.from({ length: width }, (_, f) => {
    let sum = headBias[f]! + line[f]!;
    for (let k = 0; k < width; k++) sum += x[k]! * line[(1 + k) * width + f]!;
    for (let u = 0; u < units; u++) sum += state[u]! * head[u * width + f]!;
    return sum;
  });
}

export interface NextStates {
  /** [steps, units] h_t given x_1 … x_t. */
  readonly path: Float64Array;
  /** [steps, width] of each step given those before; of the first, `first`. */
  readonly expected: Float64Array;
}

/** Reads a sequence. @param first what the first step is expected to be, [width] */
export function follow(net: NextNet, { values, steps, width }: Sequence, first: Float64Array): NextStates {
  const path = new Float64Array(steps * net.units);
  const expected = new Float64Array(steps * width);
  const state = new Float64Array(net.units);
  expected.set(first);
  for (let t = 0; t < steps; t++) {
    const x = values.subarray(t * width, (t + 1) * width);
    advance(net, state, x);
    path.set(state, t * net.units);
    if (t + 1 < steps) expected.set(expectNext(net, state, x), (t + 1) * width);
  }
  return { path, expected };
}

/** Goes on by itself after x_T = `last` in the state h_T, each step going in again and moved by an `error`, [horizon, width]. */
export function goOn(
  net: NextNet,
  state: Float64Array,
  last: Float64Array,
  horizon: number,
  error: () => Float64Array | null = () => null,
): Float64Array {
  const { width } = net;
  const said = new Float64Array(horizon * width);
  const now = state.slice();
  let x = last;
  for (let h = 0; h < horizon; h++) {
    const next = expectNext(net, now, x);
    error()?.forEach((moved, f) => (next[f]! += moved));
    said.set(next, h * width);
    x = next;
    advance(net, now, x);
  }
  return said;
}
