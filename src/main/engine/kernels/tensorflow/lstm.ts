import type { Handle } from './binding';
import { hiddenUpstream } from './cell';
import type { CellInputs, FusedCell } from './cell';
import type { Ops } from './ops';

/** wci, wcf and wco, which `BlockLSTMV2` needs also where there are none. */
function peepholes(ops: Ops, peephole: Handle | null, units: number): Handle[] {
  const none = peephole === null ? ops.zeros([units]) : null;
  return none === null ? ops.unstack(peephole!) : [none, none, none];
}

/** Inputs of both operations up to the bias: gates in the order i, f, c, o as ours (`IFCO` of BlockLSTMV2). */
function layer(ops: Ops, { inputs, kernel, recurrentKernel, ...rest }: CellInputs, units: number): Handle[] {
  const [time] = inputs.shape as [number];
  const weights = ops.concat([kernel, recurrentKernel], 0);
  const state = [rest.initialCell, rest.initialHidden];
  return [ops.long(time), inputs, ...state, weights, ...peepholes(ops, rest.peephole, units), rest.bias];
}

const names = ['i', 'c', 'f', 'o', 'g', 'squashed', 'h'] as const;

/**
 * LSTM through `BlockLSTMV2` and `BlockLSTMGradV2`, which take a whole sequence each.
 * Source: tensorflow/core/ops/rnn_ops.cc, kernels/rnn/lstm_ops.h.
 */
export const blockLstm: FusedCell = {
  traced: { h: 'h', c: 'c', i: 'i', f: 'f', g: 'g', o: 'o' },

  forward(ops, sequence, inputs, units) {
    const results = ops.call('BlockLSTMV2', layer(ops, inputs, units), 7, {
      use_peephole: inputs.peephole !== null,
    });
    const memory = Object.fromEntries(names.map((name, k) => [name, results[k]!]));
    return {
      outputs: memory['h']!,
      finalHidden: sequence.last(memory['h']!),
      finalCell: sequence.last(memory['c']!),
      memory,
    };
  },

  backward(ops, sequence, given, memory, upstream, wants, units) {
    const [time, batch, features] = given.inputs.shape as [number, number, number];
    const shape = [time, batch, units];
    // The operation has no gradient of the states within. It has one of the inputs, ∂L/∂a W ᵀ: with U beside W and
    // zeros beside x, it is ∂L/∂a U ᵀ as well, which is what a state gets from the step after it.
    const inputs = wants.hidden
      ? {
          ...given,
          inputs: ops.concat([given.inputs, ops.zeros(shape)], 2),
          kernel: ops.concat([given.kernel, given.recurrentKernel], 0),
        }
      : given;
    const width = features + (wants.hidden ? units : 0);
    const hidden = hiddenUpstream(ops, sequence, upstream, shape);
    const cell = upstream.finalCell === null ? ops.zeros(shape) : sequence.spread(upstream.finalCell);
    const results = ops.call(
      'BlockLSTMGradV2',
      [...layer(ops, inputs, units), ...names.map((name) => memory[name]!), cell, hidden],
      8,
      { use_peephole: given.peephole !== null },
    );
    const [dInputs, initialCell, initialHidden, weights] = results as [Handle, Handle, Handle, Handle];
    const bias = results[7]!;
    const [kernel, , recurrentKernel] = ops.split(weights, [features, width - features, units], 0) as [
      Handle,
      Handle,
      Handle,
    ];
    const peephole = given.peephole === null ? null : ops.stack(results.slice(4, 7));
    const gradients = { kernel, recurrentKernel, bias, peephole, initialHidden, initialCell };
    if (!wants.hidden) return { ...gradients, inputs: dInputs, hidden: null };
    const [own, toState] = ops.split(dInputs, [features, units], 2) as [Handle, Handle];
    return { ...gradients, inputs: own, hidden: ops.add(hidden, earlier(ops, toState)) };
  },
};

/** [time, …]: what step t gets is what step t + 1 gave; the last step gets nothing. */
function earlier(ops: Ops, gradient: Handle): Handle {
  const [time, ...rest] = gradient.shape as [number, ...number[]];
  if (time === 1) return ops.zeros(gradient.shape);
  const [, after] = ops.split(gradient, [1, time - 1], 0) as [Handle, Handle];
  return ops.concat([after, ops.zeros([1, ...rest])], 0);
}
