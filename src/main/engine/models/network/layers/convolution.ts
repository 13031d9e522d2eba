import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DenseOps } from '../../../kernels/dense-ops';
import { dense } from './dense';

export interface ConvolutionWeights {
  /** [width, inputs, filters] */
  readonly kernel: Tensor3D;
  /** [filters] */
  readonly bias: Tensor1D;
}

/** Steps that a sequence has left after a convolution of this stride. */
export const stridden = (steps: number, stride: number): number => Math.ceil(steps / stride);

/**
 * A causal strided convolution over time with ReLU, as Keras' `Conv1D(padding='causal', activation='relu')`:
 *
 *     y_t = ReLU(b + Σ_k x_{t·stride − width + 1 + k} W_k)
 *
 * Causal, because then no step of an example looks beyond the example's own end, however far its batch is padded: an
 * answer to a batch is the answer to each example alone. The windows are cut as whole blocks of `stride` steps, so that
 * only slices, joins and one product are needed.
 *
 * @param x [batch, time, inputs]
 * @returns [batch, ⌈time / stride⌉, filters]
 */
export function convolve(
  ops: DenseOps,
  x: Tensor3D,
  { kernel, bias }: ConvolutionWeights,
  stride: number,
): Tensor3D {
  const [batch, time, inputs] = x.shape;
  const [width, , filters] = kernel.shape;
  const steps = stridden(time, stride);
  const blocks = Math.ceil(width / stride);
  const used = (steps - 1) * stride + 1;
  const lead = blocks * stride - 1;
  const seen = used === time ? x : tf.slice(x, [0, 0, 0], [batch, used, inputs]);
  const padded = tf.pad(seen, [
    [0, 0],
    [lead, 0],
    [0, 0],
  ]);
  const cut = tf.reshape(padded, [batch, steps + blocks - 1, stride * inputs]);
  const windows =
    blocks === 1
      ? cut
      : tf.concat(
          Array.from({ length: blocks }, (_, k) => tf.slice(cut, [0, k, 0], [batch, steps, stride * inputs])),
          2,
        );
  const flat = tf.reshape(kernel, [width * inputs, filters]);
  const missing = (blocks * stride - width) * inputs;
  const weights =
    missing === 0
      ? flat
      : tf.pad(flat, [
          [missing, 0],
          [0, 0],
        ]);
  const rows = dense(ops, tf.reshape(windows, [batch * steps, blocks * stride * inputs]), {
    kernel: weights as tf.Tensor2D,
    bias,
  });
  return tf.reshape(tf.relu(rows), [batch, steps, filters]);
}
