import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../../shared/domain/error';
import type { TraceTensorName } from '../../../../shared/domain/trace';
import { remark } from '../../../../shared/sentences/say';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { checkLengths } from '../check-lengths';
import { HeldMemory } from '../held-memory';
import type { GateTrace, RecurrentForward, RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../kernel';
import { referenceKernel } from '../reference/reference-kernel';
import { agreesWithReference } from '../self-check';
import type { Binding, Handle } from './binding';
import { cellInputs } from './cell';
import type { CellMemory, FusedCell } from './cell';
import { cudnn } from './cudnn';
import { blockGru } from './gru';
import { loadTensorflow } from './load';
import { blockLstm } from './lstm';
import { computing } from './ops';
import type { Ops } from './ops';
import type { TensorflowRuntime } from './runtime';
import { Sequence } from './sequence';

type CellChoice = (spec: RecurrentSpec) => FusedCell | null;

/** TensorFlow's own fused cells. Null: there is none that computes this, and the reference's steps do. */
const fusedCell: CellChoice = ({ cell, resetAfter, coupled }) => {
  if (cell === 'lstm') return coupled === true ? null : blockLstm;
  return cell === 'gru' && !resetAfter ? blockGru : null;
};

const cudnnLstm = cudnn('lstm', 'lstm');
const cudnnGru = cudnn('gru', 'gru');
const cudnnTanh = cudnn('rnn', 'rnn_tanh');
const cudnnRelu = cudnn('rnn', 'rnn_relu');

const gpuCell: CellChoice = (spec) => {
  if (spec.cell === 'lstm')
    return spec.coupled === true || spec.peepholes === true ? fusedCell(spec) : cudnnLstm;
  if (spec.cell === 'gru') return spec.resetAfter ? cudnnGru : blockGru;
  if (spec.activation === 'tanh') return cudnnTanh;
  return spec.activation === 'relu' ? cudnnRelu : null;
};

class FusedMemory extends HeldMemory<CellMemory> {
  constructor(
    readonly cell: FusedCell,
    handles: CellMemory,
    binding: Binding,
  ) {
    super(handles, (held) => {
      for (const { id } of Object.values(held)) binding.deleteTensor(id);
    });
  }
}

const sequenceOf = (ops: Ops, { reverse }: RecurrentSpec, { inputs, lengths }: RecurrentInputs): Sequence =>
  new Sequence(ops, lengths, inputs.shape[1], reverse);

function kernelWith(runtime: TensorflowRuntime, choose: CellChoice): RecurrentKernel {
  const failing = <R>(work: (ops: Ops) => R): R => {
    try {
      return computing(runtime, work);
    } catch (thrown) {
      if (thrown instanceof UnrollError) throw thrown;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw failure('COMPUTE_FAILED.tensorflow', { reason: foreign(reason) }, { cause: thrown });
    }
  };

  function run(cell: FusedCell, spec: RecurrentSpec, given: RecurrentInputs): RecurrentForward {
    return failing((ops) => {
      const sequence = sequenceOf(ops, spec, given);
      const found = cell.forward(ops, sequence, cellInputs(ops, sequence, spec, given), spec.units);
      const outputs = ops.toTensor(sequence.write(found.outputs)) as Tensor3D;
      const finalHidden = ops.toTensor(found.finalHidden) as Tensor2D;
      const finalCell = found.finalCell === null ? null : (ops.toTensor(found.finalCell) as Tensor2D);
      Object.values(found.memory).forEach((handle) => ops.take(handle));
      return {
        outputs,
        finalHidden,
        finalCell,
        memory: new FusedMemory(cell, found.memory, runtime.binding),
      };
    });
  }

  /** The same pass by a cell that shows what is inside. */
  const opened = <R>(
    spec: RecurrentSpec,
    inputs: RecurrentInputs,
    work: (forward: RecurrentForward) => R,
  ): R => released(run(fusedCell(spec)!, spec, inputs), work);

  const kernel: RecurrentKernel = {
    name: 'tensorflow',

    forward(spec, inputs) {
      checkLengths(inputs);
      const cell = choose(spec);
      return cell === null ? referenceKernel.forward(spec, inputs) : run(cell, spec, inputs);
    },

    backward(spec, given, forward, upstream, options = {}) {
      const { memory } = forward;
      if (!(memory instanceof FusedMemory))
        return referenceKernel.backward(spec, given, forward, upstream, options);
      const wants = { inputs: options.inputs !== false, hidden: options.hidden === true };
      if (wants.hidden && memory.cell.traced === null) {
        if (fusedCell(spec) === null)
          return recomputed(spec, given, (again) =>
            referenceKernel.backward(spec, given, again, upstream, options),
          );
        return opened(spec, given, (again) => kernel.backward(spec, given, again, upstream, options));
      }
      return failing((ops) => {
        const sequence = sequenceOf(ops, spec, given);
        const state = (tensor: Tensor | null): Handle | null => (tensor === null ? null : ops.from(tensor));
        const from = {
          outputs: upstream.outputs === null ? null : sequence.read(upstream.outputs),
          finalHidden: state(upstream.finalHidden),
          finalCell: state(upstream.finalCell),
        };
        const inputs = cellInputs(ops, sequence, spec, given);
        const found = memory.cell.backward(ops, sequence, inputs, memory.held, from, wants, spec.units);
        const tensor = <T extends Tensor>(handle: Handle | null): T | null =>
          handle === null ? null : (ops.toTensor(handle) as T);
        const wide = (handle: Handle | null): Tensor3D | null =>
          tensor(handle === null ? null : sequence.write(handle));
        return {
          inputs: wants.inputs ? wide(found.inputs) : null,
          kernel: tensor<Tensor2D>(found.kernel)!,
          recurrentKernel: tensor<Tensor2D>(found.recurrentKernel)!,
          bias: tensor<Tensor1D>(found.bias)!,
          ...(found.peephole && { peephole: tensor<Tensor2D>(found.peephole)! }),
          initialHidden: tensor<Tensor2D>(found.initialHidden)!,
          initialCell: tensor<Tensor2D>(found.initialCell),
          hidden: wide(found.hidden),
        };
      });
    },

    async trace(spec, inputs) {
      checkLengths(inputs);
      const cell = fusedCell(spec);
      if (cell === null || cell.traced === null) return referenceKernel.trace(spec, inputs);
      const { traced } = cell;
      return opened(spec, inputs, ({ memory }) =>
        failing((ops) => {
          const sequence = sequenceOf(ops, spec, inputs);
          const trace: GateTrace = {};
          for (const [gate, name] of Object.entries(traced))
            trace[gate as TraceTensorName] = ops.read(sequence.write((memory as FusedMemory).held[name]!));
          return trace;
        }),
      );
    },
  };
  return kernel;
}

/** The reference's own forward pass for a backward pass of its own. */
const recomputed = <R>(
  spec: RecurrentSpec,
  inputs: RecurrentInputs,
  work: (forward: RecurrentForward) => R,
): R => released(referenceKernel.forward(spec, inputs), work);

/** Works with a forward pass and lets go of all of it. */
function released<R>(forward: RecurrentForward, work: (forward: RecurrentForward) => R): R {
  try {
    return work(forward);
  } finally {
    forward.memory.dispose();
    forward.outputs.dispose();
    forward.finalHidden.dispose();
    forward.finalCell?.dispose();
  }
}

async function agrees(kernel: RecurrentKernel): Promise<boolean> {
  try {
    return await agreesWithReference(kernel);
  } catch {
    return false;
  }
}

/**
 * TensorFlow's fused operations: `BlockLSTMV2`, `GRUBlockCell`; on a GPU cuDNN, once it has agreed with the reference on
 * this very machine. What none of them computes (a plain RNN, on a CPU a GRU that resets after the product) is done by
 * the reference's steps, on whichever backend is in use.
 */
export async function createTensorflowKernel(): Promise<RecurrentKernel | { readonly unavailable: string }> {
  const runtime = loadTensorflow();
  if ('unavailable' in runtime) return runtime;
  const fused = kernelWith(runtime, fusedCell);
  if (!runtime.gpu) return fused;
  const onCudnn = kernelWith(runtime, gpuCell);
  if (await agrees(onCudnn))
    return {
      ...onCudnn,
      remarks: [remark('compute.cudnn')],
    };
  return {
    ...fused,
    remarks: [remark('compute.cudnnWrong')],
  };
}
