import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { GateTrace } from '../../kernels/kernel';
import type { DirectionRun, Flow, ForwardOptions, Pass } from './forward';
import { directionsOf, joined, tensorExecutor } from './forward';
import type { Executor, Layer, LayerOf } from './stack';
import { walk } from './stack';

/** What a layer did with a batch. Tensors are disposed when the observer is through: read them, or keep a clone. */
export interface LayerSeen {
  readonly layer: Layer;
  /** [batch] steps of each example that are real, behind this layer. */
  readonly lengths: Int32Array;
  /** [batch, time, inputs]; the head's [batch, width], or [batch, time, width] where every step is answered. */
  readonly inputs: Tensor2D | Tensor3D;
  /** [batch, time, outputs]; [batch, outputs] of pooling; the head's logits, [batch or batch · time, outputs]. */
  readonly outputs: Tensor2D | Tensor3D;
  /**
   * Of a recurrent layer, direction by direction: gates and states by their names (h, c, i, f, o, z, r … as
   * `shared/domain/trace.ts` lists them), each [batch, time, units] in input time order, zero beyond the lengths.
   */
  readonly gates: readonly GateTrace[];
  /** Of a Transformer's block: whom each step looks at, [batch, heads, time, time]. */
  readonly attention: Tensor4D | null;
  /** Of attention pooling: what each step counts, [batch, time]. */
  readonly poolingWeights: Tensor2D | null;
}

/**
 * Watches one batch pass through the layers, forwards and back. Nothing is computed for it but what it has a function
 * for, and nothing at all where there is none: training hands one over for the batches that somebody wants to see.
 */
export interface LayerObserver {
  /** Called in the order of the layers, each awaited. */
  onLayer?(seen: LayerSeen): void | Promise<void>;
  /**
   * Called after the batch's gradient is known, last layer first: ∂L/∂h_t in full (from above and from later steps) of one
   * direction of a recurrent layer, or ∂L/∂ of what a block hands on, [batch, time, units].
   */
  onGradient?(layer: Layer, direction: number, gradient: Tensor3D): void | Promise<void>;
}

/** Gates and states of one direction, as `RecurrentKernel.trace` gives them. */
type RunDirection = (run: DirectionRun, layer: LayerOf<'recurrent'>, direction: number) => Promise<GateTrace>;

export interface ObserveOptions extends Pick<ForwardOptions, 'dropout' | 'recurrentDropout'> {
  /** What computes the recurrences; the kernel's trace when left out. */
  readonly run?: RunDirection;
  /** What else computes otherwise than in training. */
  readonly change?: (executor: Executor<Flow>) => Partial<Executor<Flow>>;
}

/**
 * A forward pass that shows every layer's arrays; recurrences are computed by their kernel's trace, so that the last bit
 * may differ from a pass in training. Final states are taken from whole sequences.
 *
 * @returns the head's logits. Tensors are for the caller's scope to dispose
 * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED, MODEL_TOO_LARGE
 */
export async function observe(
  pass: Pass,
  input: { readonly x: Tensor3D; readonly lengths: Int32Array },
  observer: LayerObserver,
  { run, change, ...dropout }: ObserveOptions = {},
): Promise<Flow> {
  let gates: GateTrace[] = [];
  let attention: Tensor4D | null = null;
  let poolingWeights: Tensor2D | null = null;
  const plain = tensorExecutor(pass, {
    ...dropout,
    onAttention: (layer, weights) => {
      // A block's own scope ends before the observer is called.
      if (layer.kind === 'block') attention = tf.keep(tf.clone(weights)) as Tensor4D;
      else poolingWeights = weights as Tensor2D;
    },
  });
  const executor: Executor<Flow, Flow | Promise<Flow>> = {
    ...plain,
    async recurrent(layer, flow) {
      const parts: Tensor3D[] = [];
      for (const [k, one] of directionsOf(pass, layer, flow, dropout).entries()) {
        const found = await (run?.(one, layer, k) ?? pass.kernel.trace(one.spec, one.given));
        gates.push(found);
        const [size, time] = one.given.inputs.shape;
        parts.push(tf.tensor3d(found.h!, [size, time, one.spec.units]));
      }
      return { ...flow, parts };
    },
    ...change?.(plain),
  };
  let flow: Flow = { parts: [input.x], lengths: input.lengths };
  for (const layer of pass.layers) {
    [gates, attention, poolingWeights] = [[], null, null];
    try {
      const after: Flow = await walk([layer], executor, flow);
      const [inputs, outputs] = [joined<Tensor3D>(flow), joined<Tensor3D>(after)];
      await observer.onLayer?.({
        ...{ layer, lengths: after.lengths, inputs, outputs, gates, attention, poolingWeights },
      });
      flow = { ...after, parts: [outputs] };
    } finally {
      tf.dispose(attention ?? []);
    }
  }
  return flow;
}
