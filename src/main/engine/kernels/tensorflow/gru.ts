import type { Handle } from './binding';
import { hiddenUpstream } from './cell';
import type { CellInputs, CellMemory, FusedCell } from './cell';
import type { Ops } from './ops';

interface Weights {
  /** [inputs + units, 2 · units]: r, then z. */
  readonly gates: Handle;
  /** [inputs + units, units] */
  readonly candidate: Handle;
  readonly gatesBias: Handle;
  readonly candidateBias: Handle;
}

/** From Keras' z, r, h in one matrix each for inputs and state to what `GRUBlockCell` takes. */
function weightsOf(ops: Ops, { kernel, recurrentKernel, bias }: CellInputs, units: number): Weights {
  const three = (matrix: Handle, axis: number): Handle[] => ops.split(matrix, [units, units, units], axis);
  const [kz, kr, kh] = three(kernel, 1) as [Handle, Handle, Handle];
  const [uz, ur, uh] = three(recurrentKernel, 1) as [Handle, Handle, Handle];
  const [bz, br, bh] = three(bias, 0) as [Handle, Handle, Handle];
  return {
    gates: ops.concat([ops.concat([kr, kz], 1), ops.concat([ur, uz], 1)], 0),
    candidate: ops.concat([kh, uh], 0),
    gatesBias: ops.concat([br, bz], 0),
    candidateBias: bh,
  };
}

/**
 * GRU that resets before the product, through `GRUBlockCell` and `GRUBlockCellGrad`, a step at a time; the weights'
 * gradient is one product over all steps. Source: tensorflow/core/ops/rnn_ops.cc, kernels/rnn/gru_ops.h.
 */
export const blockGru: FusedCell = {
  traced: { h: 'h', z: 'z', r: 'r', g: 'g' },

  forward(ops, sequence, inputs, units) {
    const { gates, candidate, gatesBias, candidateBias } = weightsOf(ops, inputs, units);
    const steps: { r: Handle; z: Handle; g: Handle; h: Handle }[] = [];
    let state = inputs.initialHidden;
    for (const x of ops.unstack(inputs.inputs)) {
      const call = [x, state, gates, candidate, gatesBias, candidateBias];
      const [r, z, g, h] = ops.call('GRUBlockCell', call, 4) as [Handle, Handle, Handle, Handle];
      steps.push({ r, z, g, h });
      state = h;
    }
    const memory: CellMemory = Object.fromEntries(
      (['r', 'z', 'g', 'h'] as const).map((name) => [name, ops.stack(steps.map((step) => step[name]))]),
    );
    return { outputs: memory['h']!, finalHidden: sequence.last(memory['h']!), finalCell: null, memory };
  },

  backward(ops, sequence, inputs, memory, upstream, wants, units) {
    const [time, batch, features] = inputs.inputs.shape as [number, number, number];
    const { gates, candidate, gatesBias, candidateBias } = weightsOf(ops, inputs, units);
    const above = ops.unstack(hiddenUpstream(ops, sequence, upstream, [time, batch, units]));
    const x = ops.unstack(inputs.inputs);
    const [r, z, g, h] = ['r', 'z', 'g', 'h'].map((name) => ops.unstack(memory[name]!)) as [
      Handle[],
      Handle[],
      Handle[],
      Handle[],
    ];
    const before = [inputs.initialHidden, ...h.slice(0, -1)];
    const steps: { x: Handle; h: Handle; g: Handle; rz: Handle }[] = new Array(time);
    let later: Handle | null = null;
    for (let t = time - 1; t >= 0; t--) {
      const dHidden = later === null ? above[t]! : ops.add(above[t]!, later);
      const call = [
        x[t]!,
        before[t]!,
        gates,
        candidate,
        gatesBias,
        candidateBias,
        r[t]!,
        z[t]!,
        g[t]!,
        dHidden,
      ];
      const [dx, dBefore, dCandidate, dGates] = ops.call('GRUBlockCellGrad', call, 4) as [
        Handle,
        Handle,
        Handle,
        Handle,
      ];
      steps[t] = { x: dx, h: dHidden, g: dCandidate, rz: dGates };
      later = dBefore;
    }
    const rows = (parts: readonly Handle[], width: number): Handle =>
      ops.reshape(ops.stack(parts), [time * batch, width]);
    const read = ops.reshape(inputs.inputs, [time * batch, features]);
    const state = rows(before, units);
    const reset = ops.multiply(ops.reshape(memory['r']!, [time * batch, units]), state);
    const dGates = rows(
      steps.map(({ rz }) => rz),
      2 * units,
    );
    const dCandidate = rows(
      steps.map(({ g }) => g),
      units,
    );
    /** [inputs or units, 3 · units] in the order z, r, h. */
    const keras = (towardsGates: Handle, towardsCandidate: Handle): Handle => {
      const [dr, dz] = ops.split(ops.product(towardsGates, dGates, true), [units, units], 1) as [
        Handle,
        Handle,
      ];
      return ops.concat([dz, dr, ops.product(towardsCandidate, dCandidate, true)], 1);
    };
    const [biasR, biasZ] = ops.split(ops.sumRows(dGates), [units, units], 0) as [Handle, Handle];
    return {
      inputs: wants.inputs ? ops.stack(steps.map((step) => step.x)) : null,
      kernel: keras(read, read),
      recurrentKernel: keras(state, reset),
      bias: ops.concat([biasZ, biasR, ops.sumRows(dCandidate)], 0),
      initialHidden: later!,
      initialCell: null,
      hidden: wants.hidden ? ops.stack(steps.map((step) => step.h)) : null,
    };
  },
};
