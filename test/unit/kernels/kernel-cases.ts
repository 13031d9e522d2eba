import * as tf from '@tensorflow/tfjs-core';
import type {
  RecurrentInputs,
  RecurrentSpec,
  RecurrentUpstream,
} from '../../../src/main/engine/kernels/kernel';
import { runScalar } from './scalar-network';
import type { ScalarLayer } from './scalar-network';

/** Numbers in (−1, 1), the same every time (Park & Miller 1988). */
function numbers(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

const gates = { rnn: 1, lstm: 4, gru: 3 } as const;

export interface KernelCase {
  readonly spec: RecurrentSpec;
  readonly layer: ScalarLayer;
  /** Weights of the loss Σ outputs · r₁ + Σ hidden · r₂ + Σ cell · r₃. */
  readonly upstream: {
    readonly outputs: number[][][];
    readonly hidden: number[][];
    readonly cell: number[][];
  };
}

export function makeCase(
  spec: RecurrentSpec,
  size: { batch: number; time: number; inputs: number; lengths?: readonly number[] },
  seed = 1,
): KernelCase {
  const next = numbers(seed);
  const { batch, time, inputs } = size;
  const matrix = (rows: number, columns: number, scale = 1): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => next() * scale));
  const width = gates[spec.cell] * spec.units;
  const biases = spec.cell === 'gru' && spec.resetAfter ? 2 * width : width;
  const scale = 1 / Math.sqrt(spec.units);
  return {
    spec,
    layer: {
      batch,
      time,
      inputs,
      x: Array.from({ length: batch }, () => matrix(time, inputs)),
      lengths: size.lengths ?? Array.from({ length: batch }, (_, e) => 1 + ((time - 1 + e * 3) % time)),
      w: matrix(inputs, width),
      u: matrix(spec.units, width, scale),
      b: matrix(1, biases, 0.5)[0]!,
      h0: matrix(batch, spec.units, 0.5),
      c0: matrix(batch, spec.units, 0.5),
    },
    upstream: {
      outputs: Array.from({ length: batch }, () => matrix(time, spec.units)),
      hidden: matrix(batch, spec.units),
      cell: matrix(batch, spec.units),
    },
  };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, k) => sum + v * b[k]!, 0);

function scalarLoss({ spec, layer, upstream }: KernelCase): number {
  const { outputs, hidden, cell } = runScalar(spec, layer);
  let loss = dot(hidden.flat(), upstream.hidden.flat());
  if (spec.cell === 'lstm') loss += dot(cell.flat(), upstream.cell.flat());
  return loss + dot(outputs.flat(2), upstream.outputs.flat(2));
}

/** Central differences of the scalar loss in float64 with respect to each element of `values`, changed in place. */
export function differences(kernelCase: KernelCase, values: number[]): number[] {
  const step = 1e-5;
  return values.map((value, k) => {
    values[k] = value + step;
    const above = scalarLoss(kernelCase);
    values[k] = value - step;
    const below = scalarLoss(kernelCase);
    values[k] = value;
    return (above - below) / (2 * step);
  });
}

export function tensorsOf({ spec, layer, upstream }: KernelCase): {
  inputs: RecurrentInputs;
  upstream: RecurrentUpstream;
} {
  const lstm = spec.cell === 'lstm';
  const bias = tf.tensor1d(layer.b);
  return {
    inputs: {
      inputs: tf.tensor3d(layer.x),
      lengths: Int32Array.from(layer.lengths),
      kernel: tf.tensor2d(layer.w),
      recurrentKernel: tf.tensor2d(layer.u),
      bias: spec.cell === 'gru' && spec.resetAfter ? (tf.reshape(bias, [2, -1]) as tf.Tensor2D) : bias,
      initialHidden: tf.tensor2d(layer.h0),
      ...(lstm ? { initialCell: tf.tensor2d(layer.c0) } : {}),
    },
    upstream: {
      outputs: tf.tensor3d(upstream.outputs),
      finalHidden: tf.tensor2d(upstream.hidden),
      finalCell: lstm ? tf.tensor2d(upstream.cell) : null,
    },
  };
}

export function greatestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((worst, value, k) => Math.max(worst, Math.abs(value - actual[k]!)), 0);
}

const spec = (part: Partial<RecurrentSpec>): RecurrentSpec => ({
  cell: 'lstm',
  activation: 'tanh',
  resetAfter: false,
  units: 3,
  reverse: false,
  ...part,
});

/** Every cell, activation, direction and reset convention. */
export const everySpec: readonly RecurrentSpec[] = [false, true].flatMap((reverse) => [
  ...(['tanh', 'relu', 'sigmoid', 'linear'] as const).map((activation) =>
    spec({ cell: 'rnn', activation, reverse }),
  ),
  spec({ cell: 'lstm', reverse }),
  spec({ cell: 'gru', resetAfter: false, reverse }),
  spec({ cell: 'gru', resetAfter: true, reverse }),
]);

export const specName = ({ cell, activation, resetAfter, reverse }: RecurrentSpec): string =>
  [cell, cell === 'rnn' ? activation : '', resetAfter ? 'reset after' : '', reverse ? 'reversed' : '']
    .filter(Boolean)
    .join(' ');
