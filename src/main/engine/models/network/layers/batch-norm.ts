import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { LayerNormWeights } from './layer-norm';

export interface BatchNormWeights extends LayerNormWeights {
  /** [features] each: running means over the batches of the training. */
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

/** Keras' default; PyTorch's is 10⁻⁵, so exports say it. */
export const BATCH_NORM_EPSILON = 1e-3;

/** Steps that are real: [batch, time, 1] of ones and zeros, and how many; null where all are. */
export interface RealSteps {
  readonly mask: Tensor3D | null;
  readonly count: number;
}

export function realSteps(lengths: Int32Array, time: number): RealSteps {
  const count = lengths.reduce((sum, length) => sum + length, 0);
  if (count === lengths.length * time) return { mask: null, count };
  const real = new Float32Array(lengths.length * time);
  lengths.forEach((length, k) => real.fill(1, k * time, k * time + length));
  return { mask: tf.tensor3d(real, [lengths.length, time, 1]), count };
}

/** Zero where there is no step, so that a convolution that looks both ways reads what it would read of the example alone. */
export const masked = <T extends Tensor>(x: T, { mask }: RealSteps): T =>
  mask === null ? x : tf.mul(x, mask);

/** Every channel by the running statistics: γ (x − μ) / √(σ² + ε) + β. @param x [batch, time, features] */
export function batchNorm(x: Tensor3D, { gamma, beta, mean, variance }: BatchNormWeights): Tensor3D {
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  return tf.add(tf.mul(x, scale), tf.sub(beta, tf.mul(mean, scale)));
}

/**
 * Every channel with mean 0 and variance 1 over the batch's real steps, then γ x̂ + β (Ioffe & Szegedy 2015). With σ the
 * deviation and overlines for means over those steps:
 *
 *     ∂L/∂x = γ (d − d̄ − x̂ · mean(d ⊙ x̂)) / σ,   d = ∂L/∂y
 *
 * @param x [batch, time, features], as is what is returned, zero where there is no step
 * @param onStatistics receives the batch's own mean and variance, [features] each; disposed afterwards
 */
export function batchNormOfBatch(
  x: Tensor3D,
  { gamma, beta }: LayerNormWeights,
  steps: RealSteps,
  onStatistics: (mean: Tensor1D, variance: Tensor1D) => void,
): Tensor3D {
  const overSteps = (values: Tensor): Tensor1D => tf.sum(values, [0, 1]);
  const meanOf = (values: Tensor): Tensor1D => tf.div(overSteps(values), steps.count);
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [values, scale, shift] = args as [Tensor3D, Tensor1D, Tensor1D];
    const mean = meanOf(masked(values, steps));
    const centred = masked(tf.sub(values, mean), steps);
    const variance = meanOf(tf.square(centred));
    onStatistics(mean, variance);
    const inverse = tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON));
    const normal = tf.mul(centred, inverse);
    // The mask too: what a gradient needs lives only where it is saved.
    save([normal, inverse, scale, ...(steps.mask === null ? [] : [steps.mask])]);
    return {
      value: masked(tf.add(tf.mul(normal, scale), shift), steps),
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [unit, overDeviation, factor, mask = null] = saved as [Tensor3D, Tensor1D, Tensor1D, Tensor3D?];
        const kept: RealSteps = { mask, count: steps.count };
        const d = masked(upstream, kept);
        const along = overSteps(tf.mul(d, unit));
        const shared = overSteps(d);
        const own = tf.sub(d, tf.add(tf.div(shared, steps.count), tf.mul(unit, tf.div(along, steps.count))));
        return [masked(tf.mul(own, tf.mul(factor, overDeviation)), kept), along, shared];
      },
    };
  });
  return op(x, gamma, beta) as Tensor3D;
}
