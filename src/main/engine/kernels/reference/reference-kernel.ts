import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { TraceTensorName } from '../../../../shared/domain/trace';
import { failure } from '../../../../shared/sentences/failure';
import { checkLengths } from '../check-lengths';
import { numbers } from '../numbers';
import type { GateTrace, KernelMemory, RecurrentKernel } from '../kernel';
import type { CellState } from './cell';
import { gruCell } from './gru';
import { lstmCell } from './lstm';
import { rnnCell } from './rnn';
import { activeAt, backpropagate, unroll } from './through-time';
import type { Unrolled } from './through-time';
import { disposingAsync, scoped } from '../scope';

const cells = { rnn: rnnCell, lstm: lstmCell, gru: gruCell };

class UnrolledMemory implements KernelMemory {
  #tensors: readonly tf.Tensor[];

  constructor(readonly unrolled: Unrolled) {
    const tensors = new Set<tf.Tensor>();
    const add = ({ hidden, cell }: CellState): void => {
      tensors.add(hidden);
      if (cell !== null) tensors.add(cell);
    };
    unrolled.before.forEach(add);
    for (const { state, gates } of unrolled.after) {
      add(state);
      Object.values(gates).forEach((tensor) => tensors.add(tensor));
    }
    this.#tensors = [...tensors].map((tensor) => tf.keep(tensor));
  }

  dispose(): void {
    this.#tensors.forEach((tensor) => tensor.dispose());
    this.#tensors = [];
  }
}

/** The kernel that every other kernel is tested against. */
export const referenceKernel: RecurrentKernel = {
  name: 'reference',

  forward(spec, inputs) {
    checkLengths(inputs);
    let memory: UnrolledMemory | undefined;
    const tensors = scoped(() => {
      const { unrolled, outputs, final } = unroll(cells[spec.cell](spec), spec, inputs);
      memory = new UnrolledMemory(unrolled);
      // Clones, because the first and last states also belong to the memory.
      return { outputs, hidden: tf.clone(final.hidden), cell: final.cell && tf.clone(final.cell) };
    });
    return {
      outputs: tensors.outputs,
      finalHidden: tensors.hidden,
      finalCell: tensors.cell,
      memory: memory!,
    };
  },

  backward(spec, inputs, forward, upstream, options = {}) {
    if (!(forward.memory instanceof UnrolledMemory)) throw failure('COMPUTE_FAILED.otherKernel');
    const { unrolled } = forward.memory;
    return scoped(() => {
      const gradients = backpropagate(cells[spec.cell](spec), spec, inputs, unrolled, upstream);
      return {
        ...gradients,
        inputs: options.inputs === false ? null : gradients.inputs,
        hidden: options.hidden === true ? gradients.hidden : null,
      };
    });
  },

  trace(spec, inputs) {
    return disposingAsync(async () => {
      checkLengths(inputs);
      const { unrolled, outputs } = unroll(cells[spec.cell](spec), spec, inputs);
      const active = tf.stack(
        unrolled.after.map((_, t) => activeAt(t, inputs.lengths)),
        1,
      );
      const over = (tensors: readonly Tensor2D[]): Promise<Float32Array> =>
        numbers(tf.mul(active, tf.stack([...tensors], 1)));
      const trace: GateTrace = { h: await numbers(outputs) };
      if (spec.cell === 'lstm') trace.c = await over(unrolled.after.map(({ state }) => state.cell!));
      for (const name of Object.keys(unrolled.after[0]!.gates) as TraceTensorName[])
        trace[name] = await over(unrolled.after.map(({ gates }) => gates[name]!));
      return trace;
    });
  },
};
