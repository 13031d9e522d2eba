import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { AttentionSpec, DenseOps } from '../../../kernels/dense-ops';
import { selfAttention } from './attention';
import type { MultiHeadWeights, OnAttention } from './attention';
import { denseOverTime } from './dense';
import type { DenseWeights } from './dense';
import { layerNorm } from './layer-norm';
import type { LayerNormWeights } from './layer-norm';

export interface EncoderBlockWeights {
  readonly attentionNorm: LayerNormWeights;
  readonly attention: MultiHeadWeights;
  readonly feedForwardNorm: LayerNormWeights;
  /** [width, feedForward] and back. */
  readonly widen: DenseWeights;
  readonly narrow: DenseWeights;
}

/** Dropout of what a branch adds: the same tensor, or one with parts of it zero. */
export type DropBranch = (branch: Tensor3D, which: 0 | 1) => Tensor3D;

/**
 * One block of a Transformer encoder with the norms first (Vaswani et al. 2017; Xiong et al. 2020):
 *
 *     x ← x + attention(norm(x))
 *     x ← x + W₂ ReLU(W₁ norm(x) + b₁) + b₂
 *
 * [batch, time, width] → same. Steps beyond an example's length hold numbers that nothing else ever reads.
 */
export function encoderBlock(
  ops: DenseOps,
  spec: AttentionSpec,
  x: Tensor3D,
  weights: EncoderBlockWeights,
  drop: DropBranch = (branch) => branch,
  onWeights?: OnAttention,
): Tensor3D {
  const looked = selfAttention(ops, spec, layerNorm(x, weights.attentionNorm), weights.attention, onWeights);
  const between = tf.add(x, drop(looked, 0)) as Tensor3D;
  const wide = tf.relu(denseOverTime(ops, layerNorm(between, weights.feedForwardNorm), weights.widen));
  return tf.add(between, drop(denseOverTime(ops, wide, weights.narrow), 1));
}

/**
 * Where a step stands (Vaswani et al. 2017, section 3.5): sin(t / 10000^(2k/width)) in column 2k, the cosine in column
 * 2k + 1. @returns [time, width]
 */
export function sinusoids(time: number, width: number): Float32Array {
  const table = new Float32Array(time * width);
  for (let t = 0; t < time; t++)
    for (let column = 0; column < width; column++) {
      const angle = t / 10000 ** ((column - (column % 2)) / width);
      table[t * width + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  return table;
}
