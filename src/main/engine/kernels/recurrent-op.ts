import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import './gradients';
import type { RecurrentForward, RecurrentInputs, RecurrentKernel, RecurrentSpec } from './kernel';

export interface RecurrentOptions {
  /** The inputs are data, not a result of other weights: their gradient is not computed. */
  readonly constantInputs?: boolean;
  /** Receives ∂L/∂h_t, [batch, time, units], while the gradient is computed; the tensor is disposed afterwards. */
  readonly onHiddenGradient?: (gradient: Tensor3D) => void;
  /** Receives the milliseconds that each call of the kernel took. */
  readonly onKernelTime?: (elapsedMs: number) => void;
}

/** What a layer's result depends on. */
type SourceName = keyof Omit<RecurrentInputs, 'lengths'>;

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
  const names: SourceName[] = ['kernel', 'recurrentKernel', 'bias'];
  if (options.constantInputs !== true) names.push('inputs');
  if (inputs.peephole !== undefined) names.push('peephole');
  if (inputs.initialHidden !== undefined) names.push('initialHidden');
  if (inputs.initialCell !== undefined) names.push('initialCell');
  const sources = names.map((name) => inputs[name]!);

  /** The inputs again, from tensors that live as long as the tape; constant ones come last. */
  const gather = (saved: readonly tf.Tensor[]): RecurrentInputs => ({
    ...inputs,
    inputs: saved[saved.length - 1] as Tensor3D,
    ...Object.fromEntries(names.map((name, k) => [name, saved[k]!])),
  });

  const recordsGradient = tf.engine().isTapeOn();
  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.pop() as tf.GradSaveFunc;
    const current = gather([...(args as tf.Tensor[]), inputs.inputs]);
    const forward = timed(() => implementation.forward(spec, current), options.onKernelTime);
    const { outputs, finalHidden, finalCell, memory } = forward;
    const results = [outputs, finalHidden, ...(finalCell === null ? [] : [finalCell])];
    save([...(args as tf.Tensor[]), ...results, inputs.inputs]);
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
      const wants = { inputs: names.includes('inputs'), hidden: options.onHiddenGradient !== undefined };
      const gradients = timed(
        () => implementation.backward(spec, gather(saved), then, upstream, wants),
        options.onKernelTime,
      );
      memory.dispose();
      if (gradients.hidden !== null) options.onHiddenGradient?.(gradients.hidden);
      return names.map((name, k) => gradients[name] ?? tf.zerosLike(sources[k]!));
    };
    return { value: wanted === 'outputs' ? outputs : finalHidden, gradFunc };
  });
  return op(...sources) as Tensor3D | Tensor2D;
}
