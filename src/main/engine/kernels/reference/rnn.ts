import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { activate, slope } from './derivatives';
import type { CellMath, CellOptions } from './cell';

/** Elman 1990: h = φ(x W + h U + b). */
export function rnnCell({ activation }: CellOptions): CellMath {
  return {
    step(x, before, { kernel, recurrentKernel, bias }) {
      const a = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(before.hidden, recurrentKernel)), bias);
      const hidden = activate(activation, a as tf.Tensor2D);
      return { state: { hidden, cell: null }, gates: {} };
    },

    gradient(x, before, after, { kernel, recurrentKernel }, upstream) {
      const da = tf.mul(upstream.hidden, slope(activation, after.state.hidden)) as tf.Tensor2D;
      return {
        inputs: tf.matMul(da, kernel, false, true),
        kernel: tf.matMul(x, da, true),
        recurrentKernel: tf.matMul(before.hidden, da, true),
        bias: tf.sum<Tensor1D>(da, 0),
        state: { hidden: tf.matMul(da, recurrentKernel, false, true), cell: null },
      };
    },
  };
}
