import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { gate } from './cell';
import type { CellMath } from './cell';
import { sigmoidSlope, tanhSlope } from './derivatives';

/**
 * Long short-term memory with a forget gate (Hochreiter & Schmidhuber 1997; Gers et al. 2000), gates in Keras'
 * order i, f, c, o:
 *
 *     [aᵢ a_f a_g a_o] = x W + h U + b
 *     i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
 *     c′ = f ⊙ c + i ⊙ g
 *     h′ = o ⊙ tanh(c′)
 *
 * The gradient follows the same lines from the bottom up. The cell state is the only path on which a gradient
 * travels through time without meeting a weight: ∂c′/∂c = f.
 */
export function lstmCell(): CellMath {
  return {
    step(x, before, { kernel, recurrentKernel, bias }) {
      const a = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(before.hidden, recurrentKernel)), bias);
      const [ai, af, ag, ao] = tf.split(a as Tensor2D, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const i = tf.sigmoid(ai);
      const f = tf.sigmoid(af);
      const g = tf.tanh(ag);
      const o = tf.sigmoid(ao);
      const cell = tf.add(tf.mul(f, before.cell!), tf.mul(i, g)) as Tensor2D;
      const hidden = tf.mul(o, tf.tanh(cell)) as Tensor2D;
      return { state: { hidden, cell }, gates: { i, f, g, o } };
    },

    gradient(x, before, after, { kernel, recurrentKernel }, upstream) {
      const [i, f, g, o] = (['i', 'f', 'g', 'o'] as const).map((name) => gate(after.gates, name)) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const squashed = tf.tanh(after.state.cell!);

      // h′ = o ⊙ tanh(c′)
      const dOutput = tf.mul(upstream.hidden, squashed);
      const dCell = tf.add(
        upstream.cell!,
        tf.mul(tf.mul(upstream.hidden, o), tanhSlope(squashed)),
      ) as Tensor2D;

      // c′ = f ⊙ c + i ⊙ g
      const dForget = tf.mul(dCell, before.cell!);
      const dInput = tf.mul(dCell, g);
      const dCandidate = tf.mul(dCell, i);

      const da = tf.concat(
        [
          tf.mul(dInput, sigmoidSlope(i)),
          tf.mul(dForget, sigmoidSlope(f)),
          tf.mul(dCandidate, tanhSlope(g)),
          tf.mul(dOutput, sigmoidSlope(o)),
        ],
        1,
      ) as Tensor2D;
      return {
        inputs: tf.matMul(da, kernel, false, true),
        kernel: tf.matMul(x, da, true),
        recurrentKernel: tf.matMul(before.hidden, da, true),
        bias: tf.sum<Tensor1D>(da, 0),
        state: {
          hidden: tf.matMul(da, recurrentKernel, false, true),
          cell: tf.mul(dCell, f) as Tensor2D,
        },
      };
    },
  };
}
