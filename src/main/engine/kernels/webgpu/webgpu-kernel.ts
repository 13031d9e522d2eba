import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Cell } from '../../../../shared/domain/model';
import type { TraceTensorName } from '../../../../shared/domain/trace';
import { failure } from '../../../../shared/sentences/failure';
import { checkLengths } from '../check-lengths';
import { HeldMemory } from '../held-memory';
import type { GateTrace, RecurrentKernel } from '../kernel';
import { numbers } from '../numbers';
import type { AdapterFacts } from './dawn';
import { Sequence } from './sequence';
import type { SequenceMemory } from './sequence';

/** Where the shaders keep what a trace shows: a slot of the gates, or the states. */
const traced: Readonly<Record<Cell, Partial<Record<TraceTensorName, 'states' | 'cells' | number>>>> = {
  rnn: { h: 'states' },
  lstm: { h: 'states', c: 'cells', i: 0, f: 1, g: 2, o: 3 },
  gru: { h: 'states', z: 0, r: 1, g: 2 },
};

class GpuMemory extends HeldMemory<SequenceMemory> {}

function backendInUse(): WebGPUBackend {
  if (tf.getBackend() !== 'webgpu') throw failure('COMPUTE_FAILED.webgpuOnly');
  return tf.backend() as WebGPUBackend;
}

/** Whole sequences in WGSL on the device of tfjs' `webgpu` backend; numbers never leave the GPU. */
export function createWebgpuKernel({ name, isSoftware }: AdapterFacts): RecurrentKernel {
  return {
    name: 'webgpu',
    ...(isSoftware && {
      onlyWhenAsked: `${name} imitates a GPU in software and is slow: only when it is asked for.`,
    }),

    lacks: ({ peepholes, coupled }) =>
      peepholes === true || coupled === true
        ? 'The webgpu kernel computes LSTMs without peepholes and coupled gates only.'
        : null,

    forward(spec, inputs) {
      checkLengths(inputs);
      const sequence = new Sequence(backendInUse(), spec, inputs);
      const { memory, ...results } = sequence.forward(inputs);
      return { ...results, memory: new GpuMemory(memory, (held) => sequence.release(held)) };
    },

    backward(spec, inputs, { memory }, upstream, options = {}) {
      if (!(memory instanceof GpuMemory)) throw failure('COMPUTE_FAILED.otherKernel');
      return new Sequence(backendInUse(), spec, inputs).backward(inputs, memory.held, upstream, options);
    },

    async trace(spec, inputs) {
      const { outputs, finalHidden, finalCell, memory } = this.forward(spec, inputs);
      const sequence = new Sequence(backendInUse(), spec, inputs);
      const trace: GateTrace = {};
      try {
        const { held } = memory as GpuMemory;
        for (const [gate, what] of Object.entries(traced[spec.cell])) {
          const tensor = sequence.traced(held, what);
          trace[gate as TraceTensorName] = await numbers(tensor);
          tensor.dispose();
        }
      } finally {
        memory.dispose();
        tf.dispose([outputs, finalHidden, ...(finalCell === null ? [] : [finalCell])]);
      }
      return trace;
    },
  };
}
