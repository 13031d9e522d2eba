import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { RecurrentWeights } from '../kernel';
import { gate } from './cell';
import type { CellMath, CellOptions } from './cell';
import { sigmoidSlope, tanhSlope } from './derivatives';

type Three = [Tensor2D, Tensor2D, Tensor2D];

/** Splits the last axis, 3 · units wide, into z, r and candidate. */
const three = (tensor: Tensor2D): Three => tf.split(tensor, 3, 1) as Three;

/** Bias of the input's product and of the state's product, each [1, 3 · units]; the second only with resetAfter. */
function biases({ bias }: RecurrentWeights, resetAfter: boolean): [Tensor2D, Tensor2D | null] {
  if (!resetAfter) return [tf.reshape(bias, [1, -1]), null];
  const [input, recurrent] = tf.split(bias as Tensor2D, 2, 0) as [Tensor2D, Tensor2D];
  return [input, recurrent];
}

/**
 * Gated recurrent unit (Cho et al. 2014) in Keras' convention, gates in the order z, r, h:
 *
 *     z = σ(x W_z + h U_z + b_z)   r = σ(x W_r + h U_r + b_r)
 *     resetAfter false   g = tanh(x W_h + (r ⊙ h) U_h + b_h)
 *     resetAfter true    g = tanh(x W_h + b_h + r ⊙ (h U_h + b′_h))        as in cuDNN and PyTorch
 *     h′ = z ⊙ h + (1 − z) ⊙ g
 */
export function gruCell({ resetAfter }: CellOptions): CellMath {
  return {
    step(x, before, weights) {
      const { hidden: h } = before;
      const [inputBias, recurrentBias] = biases(weights, resetAfter);
      const [xz, xr, xh] = three(tf.add(tf.matMul(x, weights.kernel), inputBias) as Tensor2D);
      const [uz, ur, uh] = three(weights.recurrentKernel);
      const [bz, br, bh] = recurrentBias === null ? [0, 0, 0] : three(recurrentBias);
      const z = tf.sigmoid(tf.add(tf.add(xz, tf.matMul(h, uz)), bz)) as Tensor2D;
      const r = tf.sigmoid(tf.add(tf.add(xr, tf.matMul(h, ur)), br)) as Tensor2D;
      const past = resetAfter
        ? tf.mul(r, tf.add(tf.matMul(h, uh), bh))
        : tf.matMul(tf.mul(r, h) as Tensor2D, uh);
      const g = tf.tanh(tf.add(xh, past)) as Tensor2D;
      const hidden = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), g)) as Tensor2D;
      return { state: { hidden, cell: null }, gates: { z, r, g } };
    },

    gradient(x, before, after, weights, upstream) {
      const { hidden: h } = before;
      const z = gate(after.gates, 'z');
      const r = gate(after.gates, 'r');
      const g = gate(after.gates, 'g');
      const [uz, ur, uh] = three(weights.recurrentKernel);

      // h′ = z ⊙ h + (1 − z) ⊙ g
      const dz = tf.mul(tf.mul(upstream.hidden, tf.sub(h, g)), sigmoidSlope(z)) as Tensor2D;
      const dg = tf.mul(tf.mul(upstream.hidden, tf.sub(1, z)), tanhSlope(g)) as Tensor2D;
      const dDirect = tf.mul(upstream.hidden, z);

      let dReset: tf.Tensor;
      let dPast: Tensor2D;
      let dUh: Tensor2D;
      let dHidden: tf.Tensor;
      if (resetAfter) {
        const [, recurrentBias] = biases(weights, true);
        const [, , bh] = three(recurrentBias!);
        dReset = tf.mul(dg, tf.add(tf.matMul(h, uh), bh));
        dPast = tf.mul(dg, r) as Tensor2D;
        dUh = tf.matMul(h, dPast, true);
        dHidden = tf.matMul(dPast, uh, false, true);
      } else {
        const dGated = tf.matMul(dg, uh, false, true);
        dReset = tf.mul(dGated, h);
        dPast = dg;
        dUh = tf.matMul(tf.mul(r, h) as Tensor2D, dg, true);
        dHidden = tf.mul(dGated, r);
      }
      const dr = tf.mul(dReset, sigmoidSlope(r)) as Tensor2D;

      const da = tf.concat([dz, dr, dg], 1) as Tensor2D;
      const inputBias = tf.sum<Tensor1D>(da, 0);
      return {
        inputs: tf.matMul(da, weights.kernel, false, true),
        kernel: tf.matMul(x, da, true),
        recurrentKernel: tf.concat([tf.matMul(h, dz, true), tf.matMul(h, dr, true), dUh], 1) as Tensor2D,
        bias: resetAfter
          ? (tf.stack([inputBias, tf.sum(tf.concat([dz, dr, dPast], 1), 0)]) as Tensor2D)
          : inputBias,
        state: {
          hidden: tf.addN([
            dDirect,
            dHidden,
            tf.matMul(dz, uz, false, true),
            tf.matMul(dr, ur, false, true),
          ]) as Tensor2D,
          cell: null,
        },
      };
    },
  };
}
