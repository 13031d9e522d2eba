import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * The mean of each sequence [batch, time, units] over its example's own steps, [batch, units]: a product with a row of
 * weights, 1 / length at the example's steps and 0 beyond. The gradient hands each step its share.
 */
export function meansOverTime(sequences: readonly Tensor3D[], lengths: Int32Array): Tensor2D[] {
  const batch = lengths.length;
  const time = sequences[0]!.shape[1];
  const shares = new Float32Array(batch * time);
  lengths.forEach((length, example) => shares.fill(1 / length, example * time, example * time + length));
  // tfjs would multiply matrices for the gradient too; spreading a row over time is many times faster.
  const mean = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [sequence] = args as [Tensor3D];
    return {
      value: tf.squeeze<tf.Tensor>(tf.matMul(tf.tensor3d(shares, [batch, 1, time]), sequence), [1]),
      gradFunc: (upstream: tf.Tensor) =>
        tf.mul(tf.tensor3d(shares, [batch, time, 1]), tf.expandDims(upstream, 1)),
    };
  });
  return sequences.map((sequence) => mean(sequence) as Tensor2D);
}
