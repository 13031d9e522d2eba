import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../../shared/domain/error';
import type { NetworkSpec, TransformerSpec } from '../../../../shared/domain/model';
import type { DenseOps } from '../../kernels/dense-ops';
import type { RecurrentOptions } from '../../kernels/recurrent-op';
import { attentionPooling } from './layers/attention-pooling';
import { convolve } from './layers/convolution';
import { denseOverTime } from './layers/dense';
import { encoderBlock, sinusoids } from './layers/encoder-block';
import { layerNorm } from './layers/layer-norm';
import { lastOfEach, meansOverTime } from './layers/pooling';
import { blockAt, convolutionAt, denseAt, normAt, poolingAt } from './layers/weights-of';
import type { SlotTensors } from './layers/weights-of';
import { stepsAfter } from './layout';
import type { NetworkLayout } from './layout';

/** Inverted dropout while training: factors 0 or 1 / (1 − p), `rows` × `columns`, for one place in the network. */
export type DropoutMask = (place: number, rows: number, columns: number) => Float32Array;

export interface ForwardOptions extends RecurrentOptions {
  readonly dropout?: DropoutMask;
  /** Of the hidden units that each recurrence sees: one row for a whole batch. */
  readonly recurrentDropout?: DropoutMask;
  /** Receives ∂L/∂h_t of each layer and direction, [batch, time, units]. */
  readonly onLayerGradient?: (layer: number, direction: number, gradient: Tensor3D) => void;
  /** What a Transformer block hands on instead of its output, [batch, time, width]. */
  readonly editBlock?: (block: number, outputs: Tensor3D) => Tensor3D;
  /** Receives each Transformer block's weights [batch, heads, time, time], which are disposed afterwards. */
  readonly onAttention?: (block: number, weights: Tensor4D) => void;
}

/** What a forward pass needs of its network. */
export interface ForwardContext {
  readonly spec: NetworkSpec;
  readonly layout: NetworkLayout;
  readonly ops: DenseOps;
  readonly weights: SlotTensors;
}

/** Sequences [batch, time, …] with each example's own length. */
export interface Sequences {
  readonly x: Tensor3D;
  readonly lengths: Int32Array;
}

/** Places of dropout inside a Transformer; a recurrent layer's place is its index, the head's the number of layers. */
const ENCODER_PLACES = 1000;

export function join<T extends Tensor2D | Tensor3D>(parts: readonly T[], axis: number): T {
  return parts.length === 1 ? parts[0]! : tf.concat([...parts], axis);
}

/** The convolutions before everything else; lengths follow. */
export function frontEnd({ spec, layout, ops, weights }: ForwardContext, input: Sequences): Sequences {
  const x = layout.convolutions.reduce(
    (before, slots, k) => convolve(ops, before, convolutionAt(weights, slots), spec.convolutions[k]!.stride),
    input.x,
  );
  return { x, lengths: input.lengths.map((length) => stepsAfter(spec, length)) };
}

/** The same tensor; its gradient is reported as it passes. */
function watched(x: Tensor3D, report: (gradient: Tensor3D) => void): Tensor3D {
  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => ({
    value: tf.clone(args[0] as Tensor3D),
    gradFunc: (upstream: tf.Tensor) => {
      report(upstream as Tensor3D);
      return upstream;
    },
  }));
  return op(x) as Tensor3D;
}

/** Longest sequence that attention looks over: its weights are time × time for every head. */
const MOST_ATTENTION_STEPS = 4096;

/** [batch, time, features] → [batch, time, width]. @throws UnrollError MODEL_TOO_LARGE */
export function encode(
  { layout, ops, weights, ...context }: ForwardContext,
  { x, lengths }: Sequences,
  { dropout, onAttention, editBlock, onLayerGradient }: ForwardOptions,
): Tensor3D {
  const { heads, causal, width } = context.spec as TransformerSpec;
  const { embedding, blocks, norm } = layout.encoder!;
  const [size, time] = x.shape;
  if (time > MOST_ATTENTION_STEPS)
    throw new UnrollError(
      'MODEL_TOO_LARGE',
      `A Transformer looks from every step at every other, and ${time} steps are more than the ${MOST_ATTENTION_STEPS} that it has memory for; put convolutions with a stride in front.`,
      { steps: time, most: MOST_ATTENTION_STEPS },
    );
  const drop = (branch: Tensor3D, place: number): Tensor3D =>
    dropout === undefined
      ? branch
      : tf.mul(branch, tf.tensor3d(dropout(ENCODER_PLACES + place, size * time, width), [size, time, width]));
  const embedded = denseOverTime(ops, x, denseAt(weights, embedding));
  const placed = tf.add(embedded, tf.tensor3d(sinusoids(time, width), [1, time, width]));
  const encoded = blocks.reduce(
    (before, block, k) =>
      tf.tidy(() => {
        const outputs = encoderBlock(
          ops,
          { heads, causal, lengths },
          before,
          blockAt(weights, block),
          (branch, which) => drop(branch, 1 + 2 * k + which),
          onAttention && ((found) => onAttention(k, found)),
        );
        const edited = editBlock === undefined ? outputs : editBlock(k, outputs);
        return onLayerGradient === undefined
          ? edited
          : watched(edited, (gradient) => onLayerGradient(k, 0, gradient));
      }),
    drop(placed as Tensor3D, 0),
  );
  return layerNorm(encoded, normAt(weights, norm));
}

/**
 * What the head sees of sequences that lie side by side (the directions of a last layer), [batch, headInputs]. `last` is
 * for sequences that are read forwards. `onWeights` receives the weights of attention pooling, [batch, time].
 */
export function pool(
  { spec, layout, ops, weights }: ForwardContext,
  sequences: readonly Tensor3D[],
  lengths: Int32Array,
  onWeights?: (weights: Tensor2D) => void,
): Tensor2D {
  if (layout.pooling !== null) {
    const pooled = attentionPooling(ops, join(sequences, 2), lengths, poolingAt(weights, layout.pooling));
    onWeights?.(pooled.weights);
    return pooled.pooled;
  }
  // Pooled before they are joined: joining whole sequences would cost more than the pooling.
  if (spec.pooling === 'mean') return join(meansOverTime(sequences, lengths), 1);
  return lastOfEach(join(sequences, 2), lengths);
}
