import type { RecurrentSpec } from '../../../src/main/engine/kernels/kernel';

/** One recurrent layer in plain float64 loops, written from the formulas alone, to test kernels against. */
export interface ScalarLayer {
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  /** [batch][time][inputs] */
  readonly x: number[][][];
  readonly lengths: readonly number[];
  /** [inputs][G · units], [units][G · units], [G · units] or with resetAfter [2][3 · units] flattened. */
  readonly w: number[][];
  readonly u: number[][];
  readonly b: number[];
  readonly h0: number[][];
  readonly c0: number[][];
}

export interface ScalarResult {
  readonly outputs: number[][][];
  readonly hidden: number[][];
  readonly cell: number[][];
}

const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
const activations = {
  tanh: Math.tanh,
  relu: (a: number) => Math.max(a, 0),
  sigmoid,
  linear: (a: number) => a,
};

function product(vector: readonly number[], matrix: readonly number[][], column: number): number {
  return vector.reduce((sum, value, row) => sum + value * matrix[row]![column]!, 0);
}

function step(
  spec: RecurrentSpec,
  layer: ScalarLayer,
  x: number[],
  h: number[],
  c: number[],
): [number[], number[]] {
  const n = spec.units;
  const { w, u, b } = layer;
  const pre = (gate: number, k: number): number =>
    product(x, w, gate * n + k) + product(h, u, gate * n + k) + b[gate * n + k]!;
  const units = [...Array(n).keys()];
  if (spec.cell === 'rnn') return [units.map((k) => activations[spec.activation](pre(0, k))), c];
  if (spec.cell === 'lstm') {
    const cell = units.map((k) => sigmoid(pre(1, k)) * c[k]! + sigmoid(pre(0, k)) * Math.tanh(pre(2, k)));
    return [units.map((k) => sigmoid(pre(3, k)) * Math.tanh(cell[k]!)), cell];
  }
  const second = (gate: number, k: number): number => (spec.resetAfter ? b[3 * n + gate * n + k]! : 0);
  const z = units.map((k) => sigmoid(pre(0, k) + second(0, k)));
  const r = units.map((k) => sigmoid(pre(1, k) + second(1, k)));
  const gated = r.map((value, k) => value * h[k]!);
  const candidate = units.map((k) => {
    const input = product(x, w, 2 * n + k) + b[2 * n + k]!;
    const past = spec.resetAfter
      ? r[k]! * (product(h, u, 2 * n + k) + second(2, k))
      : product(gated, u, 2 * n + k);
    return Math.tanh(input + past);
  });
  return [units.map((k) => z[k]! * h[k]! + (1 - z[k]!) * candidate[k]!), c];
}

export function runScalar(spec: RecurrentSpec, layer: ScalarLayer): ScalarResult {
  const outputs = layer.x.map((sequence) => sequence.map(() => Array<number>(spec.units).fill(0)));
  const hidden: number[][] = [];
  const cell: number[][] = [];
  layer.x.forEach((sequence, example) => {
    let h = layer.h0[example]!;
    let c = layer.c0[example]!;
    const length = layer.lengths[example]!;
    for (let k = 0; k < length; k++) {
      const t = spec.reverse ? length - 1 - k : k;
      [h, c] = step(spec, layer, sequence[t]!, h, c);
      outputs[example]![t] = h;
    }
    hidden.push(h);
    cell.push(c);
  });
  return { outputs, hidden, cell };
}
