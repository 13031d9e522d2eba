import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DenseOps, Taps } from '../../../kernels/dense-ops';

/** Which steps a convolution of `size` reads: all before, or as many before as after (one fewer before where `size` is even). */
export function tapsOf(size: number, dilation: number, causal: boolean): Taps {
  const span = (size - 1) * dilation;
  return { size, dilation, lead: causal ? span : Math.floor(span / 2) };
}

const rowsOf = (x: Tensor3D): Tensor2D => tf.reshape(x, [-1, x.shape[2]]);

/**
 * A convolution over time without a bias, which leaves as many steps as there were:
 *
 *     y_t = Σ_k x_{t − lead + k · dilation} W_k
 *
 * Differentiable in both; what is read is laid side by side anew for the gradient instead of being kept.
 *
 * @param x [batch, time, inputs]
 * @param kernel [size, inputs, filters]
 * @returns [batch, time, filters]
 */
export function timeConvolution(ops: DenseOps, x: Tensor3D, kernel: Tensor3D, taps: Taps): Tensor3D {
  const [batch, time, inputs] = x.shape;
  const [size, , filters] = kernel.shape;
  const read = (values: Tensor3D): Tensor2D => (size === 1 ? rowsOf(values) : ops.unfold(values, taps));
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [values, weights] = args as [Tensor3D, Tensor3D];
    save([values, weights]);
    const rows = ops.product(read(values), tf.reshape(weights, [size * inputs, filters]));
    return {
      value: tf.reshape(rows, [batch, time, filters]),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [before, own] = saved as [Tensor3D, Tensor3D];
        const d = rowsOf(upstream as Tensor3D);
        const columns = ops.product(d, tf.reshape(own, [size * inputs, filters]), false, true);
        const dx = size === 1 ? tf.reshape(columns, before.shape) : ops.fold(columns, before.shape, taps);
        return [dx, tf.reshape(ops.product(read(before), d, true), own.shape)];
      },
    };
  });
  return op(x, kernel) as Tensor3D;
}

/** {@link timeConvolution} of each channel by itself. @param kernel [size, inputs] @returns as `x` */
export function depthwiseConvolution(ops: DenseOps, x: Tensor3D, kernel: Tensor2D, taps: Taps): Tensor3D {
  const [batch, time, inputs] = x.shape;
  const { size } = taps;
  const read = (values: Tensor3D): Tensor3D =>
    tf.reshape(ops.unfold(values, taps), [batch * time, size, inputs]);
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [values, weights] = args as [Tensor3D, Tensor2D];
    save([values, weights]);
    return {
      value: tf.reshape(tf.sum(tf.mul(read(values), weights), 1), x.shape),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [before, own] = saved as [Tensor3D, Tensor2D];
        const d = tf.reshape(upstream, [batch * time, 1, inputs]);
        const columns = tf.reshape(tf.mul(d, own), [batch * time, size * inputs]);
        return [ops.fold(columns as Tensor2D, before.shape, taps), tf.sum(tf.mul(read(before), d), 0)];
      },
    };
  });
  return op(x, kernel) as Tensor3D;
}
