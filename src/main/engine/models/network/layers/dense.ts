import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DenseOps } from '../../../kernels/dense-ops';

export interface DenseWeights {
  /** [inputs, outputs] */
  readonly kernel: Tensor2D;
  /** [outputs] */
  readonly bias: Tensor1D;
}

/** x W + b for rows x [rows, inputs], differentiable in all three. @returns [rows, outputs] */
export function dense(ops: DenseOps, x: Tensor2D, { kernel, bias }: DenseWeights): Tensor2D {
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [rows, w, b] = args as [Tensor2D, Tensor2D, Tensor1D];
    save([rows, w]);
    return {
      value: tf.add(ops.product(rows, w), b),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [before, weights] = saved as [Tensor2D, Tensor2D];
        const d = upstream as Tensor2D;
        return [ops.product(d, weights, false, true), ops.product(before, d, true), tf.sum(d, 0)];
      },
    };
  });
  return op(x, kernel, bias) as Tensor2D;
}

/** {@link dense} at every step of [batch, time, inputs]. */
export function denseOverTime(ops: DenseOps, x: Tensor3D, weights: DenseWeights): Tensor3D {
  const [batch, time, inputs] = x.shape;
  const rows = dense(ops, tf.reshape(x, [batch * time, inputs]), weights);
  return tf.reshape(rows, [batch, time, weights.kernel.shape[1]]);
}
