import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { AttentionSpec, DenseOps } from '../../../kernels/dense-ops';
import { denseOverTime } from './dense';
import type { DenseWeights } from './dense';

/** Kernels [width, width]; heads lie side by side in the columns of the first three and in the rows of `output`. */
export interface MultiHeadWeights {
  readonly query: DenseWeights;
  readonly key: DenseWeights;
  readonly value: DenseWeights;
  readonly output: DenseWeights;
}

/** Receives the weights [batch, heads, time, time] of a layer; they are disposed afterwards. */
export type OnAttention = (weights: Tensor4D) => void;

function attend(
  ops: DenseOps,
  spec: AttentionSpec,
  sources: readonly [Tensor3D, Tensor3D, Tensor3D],
  onWeights?: OnAttention,
): Tensor3D {
  const op = tf.customGrad((...args: (Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [query, key, value] = args as [Tensor3D, Tensor3D, Tensor3D];
    const { output, weights } = ops.attention(spec, { query, key, value });
    onWeights?.(weights);
    save([query, key, value, weights]);
    return {
      value: output,
      gradFunc: (upstream: Tensor, saved: Tensor[]) => {
        const [q, k, v, kept] = saved as [Tensor3D, Tensor3D, Tensor3D, Tensor4D];
        const inputs = { query: q, key: k, value: v };
        const gradients = ops.attentionGradient(spec, inputs, kept, upstream as Tensor3D);
        return [gradients.query, gradients.key, gradients.value];
      },
    };
  });
  return op(...sources) as Tensor3D;
}

/** Multi-head self-attention over each example's own steps (Vaswani et al. 2017, section 3.2.2). [batch, time, width] → same. */
export function selfAttention(
  ops: DenseOps,
  spec: AttentionSpec,
  x: Tensor3D,
  weights: MultiHeadWeights,
  onWeights?: OnAttention,
): Tensor3D {
  const project = (part: DenseWeights): Tensor3D => denseOverTime(ops, x, part);
  const sources = [project(weights.query), project(weights.key), project(weights.value)] as const;
  return denseOverTime(ops, attend(ops, spec, sources, onWeights), weights.output);
}
