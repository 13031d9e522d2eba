import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/**
 * Each sequence [batch, time, units] summed over time with `shares` [batch, time], [batch, units]: a product with a row of
 * weights. The gradient hands each step its share.
 */
function summedOverTime(sequences: readonly Tensor3D[], shares: Float32Array, batch: number): Tensor2D[] {
  const time = sequences[0]!.shape[1];
  // tfjs would multiply matrices for the gradient too; spreading a row over time is many times faster.
  const sum = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [sequence] = args as [Tensor3D];
    return {
      value: tf.squeeze<tf.Tensor>(tf.matMul(tf.tensor3d(shares, [batch, 1, time]), sequence), [1]),
      gradFunc: (upstream: tf.Tensor) =>
        tf.mul(tf.tensor3d(shares, [batch, time, 1]), tf.expandDims(upstream, 1)),
    };
  });
  return sequences.map((sequence) => sum(sequence) as Tensor2D);
}

/** The mean of each sequence over its example's own steps. */
export function meansOverTime(sequences: readonly Tensor3D[], lengths: Int32Array): Tensor2D[] {
  const time = sequences[0]!.shape[1];
  const shares = new Float32Array(lengths.length * time);
  lengths.forEach((length, example) => shares.fill(1 / length, example * time, example * time + length));
  return summedOverTime(sequences, shares, lengths.length);
}

/** Each example's own last step of a sequence. */
export function lastOfEach(sequence: Tensor3D, lengths: Int32Array): Tensor2D {
  const time = sequence.shape[1];
  const shares = new Float32Array(lengths.length * time);
  lengths.forEach((length, example) => (shares[example * time + length - 1] = 1));
  return summedOverTime([sequence], shares, lengths.length)[0]!;
}
