import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { gate } from './cell';
import type { CellMath, CellOptions } from './cell';
import { sigmoidSlope, tanhSlope } from './derivatives';

type Three = readonly [Tensor2D, Tensor2D, Tensor2D];

/** Rows [1, units] of the peephole weights for i, f and o; a coupled cell has none for f. */
function peepholesOf(peephole: Tensor2D | undefined, coupled: boolean): Three | null {
  if (peephole === undefined) return null;
  const rows = tf.split(peephole, coupled ? 2 : 3, 0) as Tensor2D[];
  return coupled ? [rows[0]!, rows[0]!, rows[1]!] : [rows[0]!, rows[1]!, rows[2]!];
}

/**
 * Long short-term memory with a forget gate (Hochreiter & Schmidhuber 1997; Gers et al. 2000), gates in Keras'
 * order i, f, c, o:
 *
 *     [aᵢ a_f a_g a_o] = x W + h U + b
 *     i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
 *     c′ = f ⊙ c + i ⊙ g
 *     h′ = o ⊙ tanh(c′)
 *
 * With peepholes p (Gers et al. 2002) aᵢ and a_f gain pᵢ ⊙ c and p_f ⊙ c, a_o gains p_o ⊙ c′. Coupled (Greff et al.
 * 2017, CIFG) there is no a_f: f = 1 − i.
 *
 * The gradient follows the same lines from the bottom up. Without peepholes the cell state is the only path on which a
 * gradient travels through time without meeting a weight: ∂c′/∂c = f.
 */
export function lstmCell({ coupled = false }: Pick<CellOptions, 'coupled'> = {}): CellMath {
  return {
    step(x, before, { kernel, recurrentKernel, bias, peephole }) {
      const p = peepholesOf(peephole, coupled);
      const a = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(before.hidden, recurrentKernel)), bias);
      const parts = tf.split(a as Tensor2D, coupled ? 3 : 4, 1) as Tensor2D[];
      const peep = (sum: Tensor2D, row: 0 | 1 | 2, cell: Tensor2D): Tensor2D =>
        p === null ? sum : tf.add(sum, tf.mul(p[row], cell));
      const i = tf.sigmoid(peep(parts[0]!, 0, before.cell!));
      const f = coupled ? (tf.sub(1, i) as Tensor2D) : tf.sigmoid(peep(parts[1]!, 1, before.cell!));
      const g = tf.tanh(parts.at(-2)!);
      const cell = tf.add(tf.mul(f, before.cell!), tf.mul(i, g)) as Tensor2D;
      const o = tf.sigmoid(peep(parts.at(-1)!, 2, cell));
      const hidden = tf.mul(o, tf.tanh(cell)) as Tensor2D;
      return { state: { hidden, cell }, gates: { i, f, g, o } };
    },

    gradient(x, before, after, { kernel, recurrentKernel, peephole }, upstream) {
      const p = peepholesOf(peephole, coupled);
      const [i, f, g, o] = (['i', 'f', 'g', 'o'] as const).map((name) => gate(after.gates, name)) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const squashed = tf.tanh(after.state.cell!);

      // h′ = o ⊙ tanh(c′)
      const dOutputSum = tf.mul(tf.mul(upstream.hidden, squashed), sigmoidSlope(o)) as Tensor2D;
      const dSquashed = tf.mul(tf.mul(upstream.hidden, o), tanhSlope(squashed));
      const dThroughGate = p === null ? 0 : tf.mul(dOutputSum, p[2]);
      const dCell = tf.add(tf.add(upstream.cell!, dSquashed), dThroughGate) as Tensor2D;

      // c′ = f ⊙ c + i ⊙ g
      const dForget = tf.mul(dCell, before.cell!);
      const dInput = tf.mul(dCell, g);
      const dCandidateSum = tf.mul(tf.mul(dCell, i), tanhSlope(g)) as Tensor2D;
      const dInputSum = tf.mul(coupled ? tf.sub(dInput, dForget) : dInput, sigmoidSlope(i)) as Tensor2D;
      const dForgetSum = tf.mul(dForget, sigmoidSlope(f)) as Tensor2D;

      const da = tf.concat(
        coupled ? [dInputSum, dCandidateSum, dOutputSum] : [dInputSum, dForgetSum, dCandidateSum, dOutputSum],
        1,
      ) as Tensor2D;
      let dBefore = tf.mul(dCell, f) as Tensor2D;
      if (p !== null) dBefore = tf.add(dBefore, tf.mul(dInputSum, p[0]));
      if (p !== null && !coupled) dBefore = tf.add(dBefore, tf.mul(dForgetSum, p[1]));
      const overBatch = (d: Tensor2D, cell: Tensor2D): Tensor1D => tf.sum<Tensor1D>(tf.mul(d, cell), 0);
      return {
        inputs: tf.matMul(da, kernel, false, true),
        kernel: tf.matMul(x, da, true),
        recurrentKernel: tf.matMul(before.hidden, da, true),
        bias: tf.sum<Tensor1D>(da, 0),
        ...(p !== null && {
          peephole: tf.stack([
            overBatch(dInputSum, before.cell!),
            ...(coupled ? [] : [overBatch(dForgetSum, before.cell!)]),
            overBatch(dOutputSum, after.state.cell!),
          ]) as Tensor2D,
        }),
        state: {
          hidden: tf.matMul(da, recurrentKernel, false, true),
          cell: dBefore,
        },
      };
    },
  };
}
