import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../../shared/domain/error';
import type { Cell, KernelName } from '../../../../shared/domain/model';
import type { TraceTensorName } from '../../../../shared/domain/trace';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { checkLengths } from '../check-lengths';
import { HeldMemory } from '../held-memory';
import { denseOpsOf } from '../dense-ops';
import type { DenseCore } from '../dense-ops';
import type { GateTrace, RecurrentForward, RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../kernel';
import { throughArrays } from '../tensor-memory';

/**
 * The kernels of src/main/engine/kernels/cpp as JavaScript calls them, natively or as WebAssembly. `M` is what forward leaves for
 * backward. Arrays after the blank line of a signature are filled.
 */
export interface KernelCore<M> extends DenseCore {
  /** @param header [cell, activation, resetAfter, reverse, batch, time, inputs, units, coupled, threads] */
  forward(
    header: Int32Array,
    lengths: Int32Array,
    inputs: Float32Array,
    kernel: Float32Array,
    recurrentKernel: Float32Array,
    bias: Float32Array,
    initialHidden: Float32Array | null,
    initialCell: Float32Array | null,
    peephole: Float32Array | null,

    outputs: Float32Array,
    finalHidden: Float32Array,
    finalCell: Float32Array | null,
  ): M;
  backward(
    memory: M,
    inputs: Float32Array,
    kernel: Float32Array,
    recurrentKernel: Float32Array,
    upstreamOutputs: Float32Array | null,
    upstreamHidden: Float32Array | null,
    upstreamCell: Float32Array | null,
    peephole: Float32Array | null,

    inputsGradient: Float32Array | null,
    kernelGradient: Float32Array,
    recurrentKernelGradient: Float32Array,
    biasGradient: Float32Array,
    initialHiddenGradient: Float32Array,
    initialCellGradient: Float32Array | null,
    hiddenGradient: Float32Array | null,
    peepholeGradient: Float32Array | null,
  ): void;
  /** @param what a value of {@link traced} */
  trace(memory: M, what: number, out: Float32Array): void;
  release(memory: M): void;
}

const cells: Readonly<Record<Cell, number>> = { rnn: 0, lstm: 1, gru: 2 };
const activations = { tanh: 0, relu: 1, sigmoid: 2, linear: 3 } as const;

/** `Traced` of src/main/engine/kernels/cpp/recurrent.h: the order of a cell's gates in its buffers. */
const traced: Readonly<Record<Cell, Partial<Record<TraceTensorName, number>>>> = {
  rnn: { h: 0 },
  lstm: { h: 0, c: 1, i: 2, f: 3, g: 4, o: 5 },
  gru: { h: 0, z: 2, r: 3, g: 4 },
};

/** A coupled LSTM has no forget gate of its own. */
const tracedCoupled = { h: 0, c: 1, i: 2, g: 3, o: 4 } as const;

/** 1 − i at the examples' own steps, zero beyond. */
function oneMinus(gate: Float32Array, lengths: Int32Array, stride: number, units: number): Float32Array {
  const result = new Float32Array(gate.length);
  lengths.forEach((length, example) => {
    for (let k = example * stride; k < example * stride + length * units; k++) result[k] = 1 - gate[k]!;
  });
  return result;
}

class CoreMemory<M> extends HeldMemory<M> {}

interface Extent {
  readonly batch: number;
  readonly time: number;
  readonly features: number;
  readonly threads: number;
}

function headerOf(spec: RecurrentSpec, { batch, time, features, threads }: Extent): Int32Array {
  return Int32Array.of(
    cells[spec.cell],
    activations[spec.activation],
    Number(spec.resetAfter),
    Number(spec.reverse),
    batch,
    time,
    features,
    spec.units,
    Number(spec.cell === 'lstm' && spec.coupled === true),
    threads,
  );
}

/** A {@link RecurrentKernel} out of the C++ kernels, whatever they were compiled to. */
export function kernelOf<M>(name: KernelName, core: KernelCore<M>, threads: number): RecurrentKernel {
  const failing = <R>(work: () => R): R => {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof UnrollError) throw thrown;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw failure('COMPUTE_FAILED.kernel', { kernel: name, reason: foreign(reason) }, { cause: thrown });
    }
  };

  function forward(spec: RecurrentSpec, inputs: RecurrentInputs): RecurrentForward {
    const [batch, time, features] = inputs.inputs.shape;
    const { units } = spec;
    const isLstm = spec.cell === 'lstm';
    checkLengths(inputs);
    const header = headerOf(spec, { batch, time, features, threads });
    const given = {
      inputs: inputs.inputs as Tensor,
      kernel: inputs.kernel as Tensor,
      recurrentKernel: inputs.recurrentKernel as Tensor,
      bias: inputs.bias as Tensor,
      hidden: (inputs.initialHidden ?? null) as Tensor | null,
      cell: (inputs.initialCell ?? null) as Tensor | null,
      peephole: (inputs.peephole ?? null) as Tensor | null,
    };
    const wanted = {
      outputs: [batch, time, units],
      finalHidden: [batch, units],
      finalCell: (isLstm ? [batch, units] : null) as number[] | null,
    };
    let handle: M | undefined;
    const tensors = failing(() =>
      throughArrays(given, wanted, (x, out) => {
        handle = core.forward(
          header,
          inputs.lengths,
          x.inputs,
          x.kernel,
          x.recurrentKernel,
          x.bias,
          x.hidden,
          x.cell,
          x.peephole,
          out.outputs,
          out.finalHidden,
          out.finalCell,
        );
      }),
    );
    return {
      outputs: tensors.outputs as Tensor3D,
      finalHidden: tensors.finalHidden as Tensor2D,
      finalCell: tensors.finalCell as Tensor2D | null,
      memory: new CoreMemory(handle!, (held) => core.release(held)),
    };
  }

  return {
    name,
    dense: denseOpsOf(core, threads),
    forward,

    advance(spec, weights, inputs, { hidden, cell }, outputs) {
      const steps = outputs.length / spec.units;
      const header = headerOf(spec, { batch: 1, time: steps, features: inputs.length / steps, threads: 1 });
      const { kernel, recurrentKernel, bias, peephole = null } = weights;
      const memory = failing(() =>
        core.forward(
          header,
          Int32Array.of(steps),
          ...([inputs, kernel, recurrentKernel, bias, hidden, cell, peephole] as const),
          ...([outputs, hidden, cell] as const),
        ),
      );
      core.release(memory);
    },

    backward(spec, inputs, { memory }, upstream, options = {}) {
      if (!(memory instanceof CoreMemory)) throw failure('COMPUTE_FAILED.otherKernel');
      const handle = (memory as CoreMemory<M>).held;
      const [batch, time] = inputs.inputs.shape;
      const { units } = spec;
      const given = {
        inputs: inputs.inputs as Tensor,
        kernel: inputs.kernel as Tensor,
        recurrentKernel: inputs.recurrentKernel as Tensor,
        outputs: upstream.outputs as Tensor | null,
        finalHidden: upstream.finalHidden as Tensor | null,
        finalCell: upstream.finalCell as Tensor | null,
        peephole: (inputs.peephole ?? null) as Tensor | null,
      };
      const wanted = {
        inputs: (options.inputs === false ? null : inputs.inputs.shape) as number[] | null,
        kernel: inputs.kernel.shape as number[],
        recurrentKernel: inputs.recurrentKernel.shape as number[],
        bias: inputs.bias.shape as number[],
        initialHidden: [batch, units],
        initialCell: (spec.cell === 'lstm' ? [batch, units] : null) as number[] | null,
        hidden: (options.hidden === true ? [batch, time, units] : null) as number[] | null,
        peephole: (inputs.peephole?.shape ?? null) as number[] | null,
      };
      const gradients = failing(() =>
        throughArrays(given, wanted, (x, out) => {
          core.backward(
            handle,
            x.inputs,
            x.kernel,
            x.recurrentKernel,
            x.outputs,
            x.finalHidden,
            x.finalCell,
            x.peephole,
            out.inputs,
            out.kernel,
            out.recurrentKernel,
            out.bias,
            out.initialHidden,
            out.initialCell,
            out.hidden,
            out.peephole,
          );
        }),
      );
      return {
        inputs: gradients.inputs as Tensor3D | null,
        kernel: gradients.kernel as Tensor2D,
        recurrentKernel: gradients.recurrentKernel as Tensor2D,
        bias: gradients.bias as Tensor1D | Tensor2D,
        ...(gradients.peephole !== null && { peephole: gradients.peephole as Tensor2D }),
        initialHidden: gradients.initialHidden as Tensor2D,
        initialCell: gradients.initialCell as Tensor2D | null,
        hidden: gradients.hidden as Tensor3D | null,
      };
    },

    async trace(spec, inputs) {
      const [batch, time] = inputs.inputs.shape;
      const { outputs, finalHidden, finalCell, memory } = forward(spec, inputs);
      try {
        const trace: GateTrace = {};
        const isCoupled = spec.cell === 'lstm' && spec.coupled === true;
        for (const [gate, what] of Object.entries(isCoupled ? tracedCoupled : traced[spec.cell])) {
          const out = new Float32Array(batch * time * spec.units);
          failing(() => core.trace((memory as CoreMemory<M>).held, what, out));
          trace[gate as TraceTensorName] = out;
        }
        if (isCoupled) trace.f = oneMinus(trace.i!, inputs.lengths, time * spec.units, spec.units);
        return trace;
      } finally {
        memory.dispose();
        outputs.dispose();
        finalHidden.dispose();
        finalCell?.dispose();
      }
    },
  };
}
