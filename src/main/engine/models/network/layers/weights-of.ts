import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { BatchNormLayout, DenseLayout, EncoderBlockLayout, NetworkLayout, NormLayout } from '../layout';
import type { AttentionPoolingWeights } from './attention-pooling';
import type { BatchNormWeights } from './batch-norm';
import type { ConvolutionWeights } from './convolution';
import type { DenseWeights } from './dense';
import type { EncoderBlockWeights } from './encoder-block';
import type { LayerNormWeights } from './layer-norm';

/** Tensors of a network's slots, in their order. */
export type SlotTensors = readonly Tensor[];

export const denseAt = (weights: SlotTensors, { kernel, bias }: DenseLayout): DenseWeights => ({
  kernel: weights[kernel] as Tensor2D,
  bias: weights[bias] as Tensor1D,
});

export const normAt = (weights: SlotTensors, { gamma, beta }: NormLayout): LayerNormWeights => ({
  gamma: weights[gamma] as Tensor1D,
  beta: weights[beta] as Tensor1D,
});

export const batchNormAt = (weights: SlotTensors, layout: BatchNormLayout): BatchNormWeights => ({
  ...normAt(weights, layout),
  mean: weights[layout.mean] as Tensor1D,
  variance: weights[layout.variance] as Tensor1D,
});

export const convolutionAt = (weights: SlotTensors, { kernel, bias }: DenseLayout): ConvolutionWeights => ({
  kernel: weights[kernel] as Tensor3D,
  bias: weights[bias] as Tensor1D,
});

export const blockAt = (weights: SlotTensors, block: EncoderBlockLayout): EncoderBlockWeights => ({
  attentionNorm: normAt(weights, block.attentionNorm),
  attention: {
    query: denseAt(weights, block.query),
    key: denseAt(weights, block.key),
    value: denseAt(weights, block.value),
    output: denseAt(weights, block.output),
  },
  feedForwardNorm: normAt(weights, block.feedForwardNorm),
  widen: denseAt(weights, block.widen),
  narrow: denseAt(weights, block.narrow),
});

export const poolingAt = (
  weights: SlotTensors,
  { scorer, context }: NonNullable<NetworkLayout['pooling']>,
): AttentionPoolingWeights => ({ scorer: denseAt(weights, scorer), context: weights[context] as Tensor1D });
