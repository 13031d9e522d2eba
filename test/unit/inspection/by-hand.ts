import type { NamedWeight } from '../../../src/main/engine/models/network/weights';
import type { Cell } from '../../../src/shared/domain/model';

/**
 * The recurrent cells written out unit by unit in double precision, from the papers' formulas and Keras' order of
 * gates, with none of the lab's own code: what traces are compared with.
 */
export type Vector = number[];
export type Step = Record<string, Vector>;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export interface Weights {
  /** [inputs][gates · units] */
  readonly kernel: Vector[];
  /** [units][gates · units] */
  readonly recurrent: Vector[];
  /** One row, or two for a GRU with resetAfter. */
  readonly bias: Vector[];
}

function rows({ shape, data }: NamedWeight): Vector[] {
  const columns = shape.at(-1)!;
  return Array.from({ length: data.length / columns }, (_, r) =>
    Array.from(data.subarray(r * columns, (r + 1) * columns)),
  );
}

export function weightsOf(all: readonly NamedWeight[], prefix: string): Weights {
  const find = (name: string): Vector[] => rows(all.find((weight) => weight.name === `${prefix}/${name}`)!);
  return { kernel: find('kernel'), recurrent: find('recurrent_kernel'), bias: find('bias') };
}

export function headOf(all: readonly NamedWeight[]): { kernel: Vector[]; bias: Vector } {
  const find = (name: string): Vector[] => rows(all.find((weight) => weight.name === name)!);
  return { kernel: find('head/kernel'), bias: find('head/bias')[0]! };
}

const dot = (x: Vector, matrix: Vector[], column: number): number =>
  x.reduce((sum, value, row) => sum + value * matrix[row]![column]!, 0);

/** One step of unit j for each cell; `previous` holds h and, for an LSTM, c. */
export function cellStep(cell: Cell, w: Weights, x: Vector, previous: Step): Step {
  const units = w.recurrent.length;
  const h = previous['h']!;
  const input = (gate: number, j: number): number =>
    dot(x, w.kernel, gate * units + j) + w.bias[0]![gate * units + j]!;
  const memory = (gate: number, j: number): number =>
    dot(h, w.recurrent, gate * units + j) + (w.bias[1]?.[gate * units + j] ?? 0);
  const each = (f: (j: number) => number): Vector => Array.from({ length: units }, (_, j) => f(j));
  if (cell === 'rnn') return { h: each((j) => Math.tanh(input(0, j) + memory(0, j))) };
  if (cell === 'lstm') {
    const i = each((j) => sigmoid(input(0, j) + memory(0, j)));
    const f = each((j) => sigmoid(input(1, j) + memory(1, j)));
    const g = each((j) => Math.tanh(input(2, j) + memory(2, j)));
    const o = each((j) => sigmoid(input(3, j) + memory(3, j)));
    const c = each((j) => f[j]! * previous['c']![j]! + i[j]! * g[j]!);
    return { h: each((j) => o[j]! * Math.tanh(c[j]!)), c, i, f, g, o };
  }
  const z = each((j) => sigmoid(input(0, j) + memory(0, j)));
  const r = each((j) => sigmoid(input(1, j) + memory(1, j)));
  const resetAfter = w.bias.length === 2;
  const reset = h.map((value, j) => r[j]! * value);
  const g = each((j) =>
    Math.tanh(input(2, j) + (resetAfter ? r[j]! * memory(2, j) : dot(reset, w.recurrent, 2 * units + j))),
  );
  return { h: each((j) => z[j]! * h[j]! + (1 - z[j]!) * g[j]!), z, r, g };
}

/** All steps of one direction, in input time order. */
export function runCell(cell: Cell, w: Weights, xs: readonly Vector[], reverse = false): Step[] {
  const zeros = w.recurrent.map(() => 0);
  let state: Step = { h: zeros, c: zeros };
  const order = reverse ? [...xs].reverse() : xs;
  const steps = order.map((x) => (state = cellStep(cell, w, x, state)));
  return reverse ? steps.reverse() : steps;
}

export function softmax(logits: Vector): Vector {
  const powers = logits.map((value) => Math.exp(value - Math.max(...logits)));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

export function applyHead(head: { kernel: Vector[]; bias: Vector }, pooled: Vector): Vector {
  return head.bias.map((bias, k) => bias + dot(pooled, head.kernel, k));
}
