import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DenseOps } from '../../../kernels/dense-ops';
import { dense } from './dense';
import type { DenseWeights } from './dense';

export interface AttentionPoolingWeights {
  /** [features, attention] */
  readonly scorer: DenseWeights;
  /** [attention]: what is looked for. */
  readonly context: Tensor1D;
}

/** Far below any score, so that e to its power is zero. */
const MASKED = -1e9;

/**
 * One sum over an example's own steps, weighted by what each step holds (Yang et al. 2016, eq. 5 to 7; Bahdanau et al.
 * 2015): αₜ = softmaxₜ(u · tanh(hₜ W + b)), Σ αₜ hₜ.
 *
 * @param x [batch, time, features]
 * @returns `pooled` [batch, features] and `weights` [batch, time], zero beyond an example's length
 */
export function attentionPooling(
  ops: DenseOps,
  x: Tensor3D,
  lengths: Int32Array,
  { scorer, context }: AttentionPoolingWeights,
): { pooled: Tensor2D; weights: Tensor2D } {
  const [batch, time, features] = x.shape;
  const rows = tf.reshape(x, [batch * time, features]) as Tensor2D;
  const looked = tf.tanh(dense(ops, rows, scorer));
  const scores = tf.reshape(tf.sum(tf.mul(looked, context), 1), [batch, time]);
  const beyond = new Float32Array(batch * time);
  lengths.forEach((length, example) => beyond.fill(MASKED, example * time + length, (example + 1) * time));
  const weights = tf.softmax(tf.add(scores, tf.tensor2d(beyond, [batch, time]))) as Tensor2D;
  const pooled = tf.sum(tf.mul(x, tf.expandDims(weights, 2)), 1);
  return { pooled: pooled as Tensor2D, weights };
}
