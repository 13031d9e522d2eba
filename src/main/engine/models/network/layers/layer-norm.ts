import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

export interface LayerNormWeights {
  /** [features] each. */
  readonly gamma: Tensor1D;
  readonly beta: Tensor1D;
}

/** PyTorch's; Keras' own default is 10⁻³, so exports say it. */
export const NORM_EPSILON = 1e-5;

/**
 * Every step's features with mean 0 and variance 1, then γ x̂ + β (Ba et al. 2016, eq. 4), over the last axis.
 * With σ the deviation and overlines for means over the features:
 *
 *     ∂L/∂x = (d − d̄ − x̂ · mean(d ⊙ x̂)) / σ,   d = γ ⊙ ∂L/∂y
 */
export function layerNorm<T extends Tensor>(x: T, { gamma, beta }: LayerNormWeights): T {
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [values, scale, shift] = args as [Tensor, Tensor1D, Tensor1D];
    const centred = tf.sub(values, tf.mean(values, -1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), NORM_EPSILON));
    const normal = tf.mul(centred, inverse);
    save([normal, inverse, scale]);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [unit, overDeviation, factor] = saved as [Tensor, Tensor, Tensor1D];
        const d = tf.mul(upstream, factor);
        const along = tf.mean(tf.mul(d, unit), -1, true);
        const dx = tf.mul(tf.sub(tf.sub(d, tf.mean(d, -1, true)), tf.mul(unit, along)), overDeviation);
        const features = factor.shape[0];
        const overRows = (t: Tensor): Tensor => tf.sum(tf.reshape(t, [-1, features]), 0);
        return [dx, overRows(tf.mul(upstream, unit)), overRows(upstream)];
      },
    };
  });
  return op(x, gamma, beta) as T;
}
