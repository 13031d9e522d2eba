import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DenseOps } from '../../../kernels/dense-ops';
import type { BatchNormLayout, ConvolutionUnitLayout } from '../layout';
import type { LayerOf } from '../stack';
import { batchNorm, batchNormOfBatch, masked } from './batch-norm';
import type { RealSteps } from './batch-norm';
import { depthwiseConvolution, tapsOf, timeConvolution } from './time-convolution';
import { batchNormAt } from './weights-of';
import type { SlotTensors } from './weights-of';

export interface BlockOptions {
  readonly ops: DenseOps;
  readonly steps: RealSteps;
  /** Of the channels between a block's units. */
  readonly drop: (between: Tensor3D) => Tensor3D;
  /** While training: norms go by the batch itself, and its mean and variance are handed out; else by the running ones. */
  readonly onStatistics?: ((norm: BatchNormLayout, mean: Tensor1D, variance: Tensor1D) => void) | undefined;
}

/** So far below anything that a step which is not there is never the greatest of its neighbours. */
const NOT_THERE = -1e9;

/** The greatest of each step and its two neighbours. @param x [batch, time, inputs], as is what is returned */
function greatestOfThree(x: Tensor3D, { mask }: RealSteps): Tensor3D {
  const known: Tensor3D = mask === null ? x : tf.add(x, tf.mul(tf.sub(1, mask), NOT_THERE));
  const [batch, time, inputs] = x.shape;
  const padded = tf.pad(
    known,
    [
      [0, 0],
      [1, 1],
      [0, 0],
    ],
    NOT_THERE,
  );
  const shifted = (by: number): Tensor3D => tf.slice(padded, [0, by, 0], [batch, time, inputs]);
  const greatest = tf.maximum(tf.maximum(shifted(0), known), shifted(2)) as Tensor3D;
  return mask === null ? greatest : tf.mul(greatest, mask);
}

/** Paths side by side, before the norm. */
function convolvedUnit(
  ops: DenseOps,
  x: Tensor3D,
  { bottleneck, paths, pooled }: ConvolutionUnitLayout,
  weights: SlotTensors,
  { dilation, causal }: Pick<LayerOf<'residual'>, 'dilation' | 'causal'>,
  steps: RealSteps,
): Tensor3D {
  const kernelAt = (slot: number): Tensor3D => weights[slot] as Tensor3D;
  const one = tapsOf(1, 1, causal);
  const narrow = bottleneck === null ? x : timeConvolution(ops, x, kernelAt(bottleneck), one);
  const made = paths.map(({ depthwise, kernel }) => {
    const own = kernelAt(kernel);
    if (depthwise === null) return timeConvolution(ops, narrow, own, tapsOf(own.shape[0], dilation, causal));
    const each = weights[depthwise] as Tensor2D;
    const taps = tapsOf(each.shape[0], dilation, causal);
    return timeConvolution(ops, depthwiseConvolution(ops, narrow, each, taps), own, one);
  });
  if (pooled !== null) made.push(timeConvolution(ops, greatestOfThree(x, steps), kernelAt(pooled), one));
  return made.length === 1 ? made[0]! : tf.concat(made, 2);
}

/**
 * Units of convolutions and a batch norm each, with ReLU between them, and what went in added at the end (He et al. 2016):
 *
 *     y = ReLU(unit_n(… ReLU(unit_1(x))) + shortcut(x))
 *
 * @param x [batch, time, inputs], zero where there is no step
 * @returns [batch, time, outputs], the same
 */
export function residualBlock(
  layer: LayerOf<'residual'>,
  x: Tensor3D,
  weights: SlotTensors,
  { ops, steps, drop, onStatistics }: BlockOptions,
): Tensor3D {
  const normed = (values: Tensor3D, norm: BatchNormLayout): Tensor3D => {
    const own = batchNormAt(weights, norm);
    if (onStatistics === undefined) return masked(batchNorm(values, own), steps);
    return batchNormOfBatch(values, own, steps, (mean, variance) => onStatistics(norm, mean, variance));
  };
  const { units, shortcut } = layer.weights;
  let made = x;
  units.forEach((unit, k) => {
    const isLast = k === units.length - 1;
    const own = normed(convolvedUnit(ops, made, unit, weights, layer, steps), unit.norm);
    made = isLast && !layer.rectified ? own : tf.relu(own);
    if (!isLast) made = drop(made);
  });
  const passed: Tensor =
    shortcut === null
      ? x
      : normed(
          timeConvolution(ops, x, weights[shortcut.kernel] as Tensor3D, tapsOf(1, 1, false)),
          shortcut.norm,
        );
  return tf.relu(tf.add(made, passed)) as Tensor3D;
}
