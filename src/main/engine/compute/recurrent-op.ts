import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import './gradients';
import type { RecurrentForward, RecurrentInputs, RecurrentKernel, RecurrentSpec } from './kernel';

export interface RecurrentOptions {
  /** Receives ∂L/∂h_t, [batch, time, units], while the gradient is computed; the tensor is disposed afterwards. */
  readonly onHiddenGradient?: (gradient: Tensor3D) => void;
  /** Receives the milliseconds that each call of the kernel took. */
  readonly onKernelTime?: (elapsedMs: number) => void;
}

/** [sequence or final state] of one recurrent layer; `outputs` [batch, time, units], `final` [batch, units]. */
export type RecurrentResult = 'outputs' | 'final';

function timed<T>(work: () => T, report: ((elapsedMs: number) => void) | undefined): T {
  const start = performance.now();
  const result = work();
  report?.(performance.now() - start);
  return result;
}

/**
 * One recurrent layer in one direction over a whole sequence, differentiable with respect to its inputs, its weights
 * and its initial state. The gradient is the kernel's own; tfjs only carries it on.
 *
 * @param wanted which result the network goes on with; the kernel is spared the gradient of the other.
 * @returns [batch, time, units] for `outputs`, [batch, units] for `final`; belongs to the caller.
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
 */
export function recurrent(
  implementation: RecurrentKernel,
  spec: RecurrentSpec,
  inputs: RecurrentInputs,
  wanted: RecurrentResult,
  options: RecurrentOptions = {},
): Tensor3D | Tensor2D {
  const { lengths, initialHidden, initialCell } = inputs;
  const sources: tf.Tensor[] = [inputs.inputs, inputs.kernel, inputs.recurrentKernel, inputs.bias];
  if (initialHidden !== undefined) sources.push(initialHidden);
  if (initialCell !== undefined) sources.push(initialCell);

  /** The inputs again, from tensors that live as long as the tape. */
  const gather = (saved: readonly tf.Tensor[]): RecurrentInputs => ({
    inputs: saved[0] as Tensor3D,
    kernel: saved[1] as Tensor2D,
    recurrentKernel: saved[2] as Tensor2D,
    bias: saved[3] as Tensor1D | Tensor2D,
    lengths,
    ...(initialHidden === undefined ? {} : { initialHidden: saved[4] as Tensor2D }),
    ...(initialCell === undefined ? {} : { initialCell: saved[sources.length - 1] as Tensor2D }),
  });

  const recordsGradient = tf.engine().isTapeOn();
  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const current = gather(args as tf.Tensor[]);
    const forward = timed(() => implementation.forward(spec, current), options.onKernelTime);
    const { outputs, finalHidden, finalCell, memory } = forward;
    save([...(args as tf.Tensor[]), outputs, finalHidden, ...(finalCell === null ? [] : [finalCell])]);
    if (!recordsGradient) memory.dispose();

    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const then: RecurrentForward = {
        outputs: saved[sources.length] as Tensor3D,
        finalHidden: saved[sources.length + 1] as Tensor2D,
        finalCell: finalCell === null ? null : (saved[sources.length + 2] as Tensor2D),
        memory,
      };
      const upstream = {
        outputs: wanted === 'outputs' ? (dy as Tensor3D) : null,
        finalHidden: wanted === 'final' ? (dy as Tensor2D) : null,
        finalCell: null,
      };
      const hidden = options.onHiddenGradient !== undefined;
      const gradients = timed(
        () => implementation.backward(spec, gather(saved), then, upstream, { hidden }),
        options.onKernelTime,
      );
      memory.dispose();
      if (gradients.hidden !== null) options.onHiddenGradient?.(gradients.hidden);
      const result: tf.Tensor[] = [
        gradients.inputs,
        gradients.kernel,
        gradients.recurrentKernel,
        gradients.bias,
      ];
      if (initialHidden !== undefined) result.push(gradients.initialHidden);
      if (initialCell !== undefined) result.push(gradients.initialCell ?? tf.zerosLike(initialCell));
      return result;
    };
    return { value: wanted === 'outputs' ? outputs : finalHidden, gradFunc };
  });
  return op(...sources) as Tensor3D | Tensor2D;
}
