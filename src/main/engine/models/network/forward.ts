import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NetworkSpec, TransformerSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import type { DenseOps } from '../../kernels/dense-ops';
import type { RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../../kernels/kernel';
import { recurrent } from '../../kernels/recurrent-op';
import { attentionPooling } from './layers/attention-pooling';
import { convolve, stridden } from './layers/convolution';
import { denseOverTime } from './layers/dense';
import { encoderBlock, sinusoids } from './layers/encoder-block';
import { layerNorm } from './layers/layer-norm';
import { masked, realSteps } from './layers/batch-norm';
import { lastOfEach, meansOverTime } from './layers/pooling';
import { residualBlock } from './layers/residual-block';
import { blockAt, convolutionAt, denseAt, normAt, poolingAt } from './layers/weights-of';
import type { SlotTensors } from './layers/weights-of';
import type { BatchNormLayout, NetworkLayout } from './layout';
import type { Executor, Layer, LayerOf } from './stack';
import { recurrentSpecOf } from './stack';

/** Inverted dropout while training: factors 0 or 1 / (1 − p), `rows` × `columns`, for one place in the network. */
export type DropoutMask = (place: number, rows: number, columns: number) => Float32Array;

export interface ForwardOptions {
  readonly dropout?: DropoutMask;
  /** Of the hidden units that each recurrence sees: one row for a whole batch. */
  readonly recurrentDropout?: DropoutMask;
  /** Receives the milliseconds that each call of the recurrent kernel took. */
  readonly onKernelTime?: (elapsedMs: number) => void;
  /**
   * Receives ∂L/∂h_t of a recurrent layer's direction or of what a block hands on, [batch, time, units],
   * while the gradient is computed; the tensor is disposed afterwards.
   */
  readonly onHiddenGradient?: (layer: Layer, direction: number, gradient: Tensor3D) => void;
  /** Whether ∂L/∂ what goes in is wanted too, which training has no use for. */
  readonly gradientOfData?: boolean;
  /** While training: batch norms go by the batch itself, whose mean and variance [features] are handed out; disposed afterwards. */
  readonly onStatistics?: (norm: BatchNormLayout, mean: Tensor1D, variance: Tensor1D) => void;
  /** Receives a block's weights [batch, heads, time, time], or attention pooling's [batch, time]; disposed afterwards. */
  readonly onAttention?: (layer: Layer, weights: Tensor4D | Tensor2D) => void;
}

/** A network with its weights as tensors, through which sequences go. */
export interface Pass {
  readonly spec: NetworkSpec;
  readonly layout: NetworkLayout;
  readonly layers: readonly Layer[];
  readonly kernel: RecurrentKernel;
  readonly ops: DenseOps;
  readonly weights: SlotTensors;
}

/**
 * What goes from layer to layer. Joining whole sequences costs more than pooling them, so that a recurrent layer's
 * directions stay side by side until something needs them as one.
 */
export interface Flow {
  /** [batch, time, width] each; [batch, width] once there is one row for each example; at last [rows, outputs]. */
  readonly parts: readonly (Tensor2D | Tensor3D)[];
  /** [batch], each 1 … time. */
  readonly lengths: Int32Array;
}

/** The parts as one, along their last axis. */
export function joined<T extends Tensor2D | Tensor3D = Tensor3D>({ parts }: Flow): T {
  return (parts.length === 1 ? parts[0]! : tf.concat([...parts], parts[0]!.rank - 1)) as T;
}

/** Places of dropout inside a Transformer; a recurrent layer's place is its index, the head's the number of layers. */
const ENCODER_PLACES = 1000;
/** Of dropout between the convolutions of a residual block. */
const BLOCK_PLACES = 2000;

/** Longest sequence that attention looks over: its weights are time × time for every head. */
const MOST_ATTENTION_STEPS = 4096;

/** One direction of a recurrent layer with all that it computes from. */
export interface DirectionRun {
  readonly spec: RecurrentSpec;
  readonly given: RecurrentInputs;
}

function recurrentInputs(
  weights: SlotTensors,
  { kernel, recurrentKernel, bias, peephole }: LayerOf<'recurrent'>['directions'][number],
  inputs: Tensor3D,
  lengths: Int32Array,
): RecurrentInputs {
  return {
    inputs,
    lengths,
    kernel: weights[kernel] as Tensor2D,
    recurrentKernel: weights[recurrentKernel] as Tensor2D,
    bias: weights[bias] as Tensor1D | Tensor2D,
    ...(peephole !== null && { peephole: weights[peephole] as Tensor2D }),
  };
}

/** What each direction of a recurrent layer reads, behind dropout. */
export function directionsOf(
  { spec, weights }: Pass,
  { index, directions }: LayerOf<'recurrent'>,
  flow: Flow,
  { dropout, recurrentDropout }: ForwardOptions = {},
): DirectionRun[] {
  const whole = joined(flow);
  const [size, , width] = whole.shape;
  const inputs =
    index > 0 && dropout !== undefined
      ? tf.mul(whole, tf.tensor3d(dropout(index, size, width), [size, 1, width]))
      : whole;
  return directions.map((direction, k) => {
    const own = recurrentSpecOf(spec, direction);
    const given = recurrentInputs(weights, direction, inputs as Tensor3D, flow.lengths);
    if (recurrentDropout === undefined) return { spec: own, given };
    // A unit that the recurrence does not see is a row of U that is zero: any kernel can do it.
    const seen = tf.tensor2d(recurrentDropout(2 * index + k, 1, own.units), [own.units, 1]);
    return { spec: own, given: { ...given, recurrentKernel: tf.mul(given.recurrentKernel, seen) } };
  });
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

/** Where each example's own reading ended: its last step, and step 0 of the half that was read from the end. */
function finalStates(sequence: Tensor3D, lengths: Int32Array, bothWays: boolean): Tensor2D {
  if (!bothWays) return lastOfEach(sequence, lengths);
  const [size, , width] = sequence.shape;
  const [forward, backward] = tf.split(sequence, 2, 2) as [Tensor3D, Tensor3D];
  const first = tf.reshape(tf.slice(backward, [0, 0, 0], [size, 1, width / 2]), [size, width / 2]);
  return tf.concat([lastOfEach(forward, lengths), first as Tensor2D], 1);
}

/**
 * Layers in tensor operations, differentiable; a recurrence's gradient is its kernel's own. Steps beyond an example's
 * length hold numbers that nothing ever reads.
 */
export function tensorExecutor(pass: Pass, options: ForwardOptions = {}): Executor<Flow> {
  const { spec, layout, ops, weights } = pass;
  const {
    dropout,
    onKernelTime,
    onHiddenGradient,
    onAttention,
    onStatistics,
    gradientOfData = false,
  } = options;
  const headPlace = layout.layers.length;
  const drop = (branch: Tensor3D, place: number): Tensor3D =>
    dropout === undefined
      ? branch
      : tf.mul(
          branch,
          tf.tensor3d(
            dropout(ENCODER_PLACES + place, branch.shape[0] * branch.shape[1], branch.shape[2]),
            branch.shape,
          ),
        );
  const seenBack = (layer: Layer, made: Tensor3D): Tensor3D =>
    onHiddenGradient === undefined ? made : watched(made, (gradient) => onHiddenGradient(layer, 0, gradient));
  const next = ({ lengths }: Flow, ...parts: (Tensor2D | Tensor3D)[]): Flow => ({ parts, lengths });

  return {
    convolution: (layer, flow) => ({
      parts: [convolve(ops, joined(flow), convolutionAt(weights, layer.weights), layer.stride)],
      lengths: flow.lengths.map((length) => stridden(length, layer.stride)),
    }),

    recurrent: (layer, flow) =>
      next(
        flow,
        ...directionsOf(pass, layer, flow, options).map((direction, k) =>
          recurrent(pass.kernel, direction.spec, direction.given, layer.onlyFinal ? 'final' : 'outputs', {
            constantInputs: layer.onData && !gradientOfData,
            ...(onHiddenGradient && {
              onHiddenGradient: (gradient: Tensor3D) => onHiddenGradient(layer, k, gradient),
            }),
            ...(onKernelTime && { onKernelTime }),
          }),
        ),
      ),

    /** @throws UnrollError MODEL_TOO_LARGE */
    embedding(layer, flow) {
      const x = joined(flow);
      const [, time] = x.shape;
      const { width } = spec as TransformerSpec;
      if (time > MOST_ATTENTION_STEPS)
        throw failure('MODEL_TOO_LARGE.attentionSteps', { steps: time, most: MOST_ATTENTION_STEPS });
      const embedded = denseOverTime(ops, x, denseAt(weights, layer.weights));
      const placed = tf.add(embedded, tf.tensor3d(sinusoids(time, width), [1, time, width]));
      return next(flow, drop(placed as Tensor3D, 0));
    },

    block(layer, flow) {
      const { heads, causal } = spec as TransformerSpec;
      const outputs = tf.tidy(() => {
        const made = encoderBlock(
          ops,
          { heads, causal, lengths: flow.lengths },
          joined(flow),
          blockAt(weights, layer.weights),
          (branch, which) => drop(branch, 1 + 2 * layer.index + which),
          onAttention && ((found) => onAttention(layer, found)),
        );
        return seenBack(layer, made);
      });
      return next(flow, outputs);
    },

    residual(layer, flow) {
      const x = joined(flow);
      const [size, time] = x.shape;
      const steps = realSteps(flow.lengths, time);
      const given = layer.index === 0 ? masked(x, steps) : x;
      // One mask for all steps of a sequence.
      const dropChannels = (between: Tensor3D): Tensor3D => {
        const width = between.shape[2];
        if (dropout === undefined) return between;
        return tf.mul(
          between,
          tf.tensor3d(dropout(BLOCK_PLACES + layer.index, size, width), [size, 1, width]),
        );
      };
      const own = { ops, steps, drop: dropChannels, onStatistics };
      return next(flow, seenBack(layer, residualBlock(layer, given, weights, own)));
    },

    norm: (layer, flow) =>
      next(flow, layerNorm(joined<Tensor2D | Tensor3D>(flow), normAt(weights, layer.weights))),

    pooling: ({ how, weights: own, bothWays, ...layer }, flow) => {
      if (how === 'none') return next(flow, joined(flow));
      if (how === 'mean')
        return next(flow, ...meansOverTime(flow.parts as readonly Tensor3D[], flow.lengths));
      if (how === 'attention') {
        const pooled = attentionPooling(ops, joined(flow), flow.lengths, poolingAt(weights, own!));
        onAttention?.({ ...layer, how, weights: own, bothWays }, pooled.weights);
        return next(flow, pooled.pooled);
      }
      const states = joined<Tensor2D | Tensor3D>(flow);
      return next(flow, states.rank === 2 ? states : finalStates(states as Tensor3D, flow.lengths, bothWays));
    },

    head(layer, flow) {
      const seen = joined<Tensor2D | Tensor3D>(flow);
      const size = seen.shape[0];
      const width = seen.shape.at(-1)!;
      // One mask for all steps of a sequence.
      const shape = seen.rank === 2 ? [size, width] : [size, 1, width];
      const kept =
        dropout === undefined ? seen : tf.mul(seen, tf.tensor(dropout(headPlace, size, width), shape));
      const rows = kept.rank === 2 ? kept : tf.reshape(kept, [-1, width]);
      return next(flow, headOf(pass, layer.weights, rows as Tensor2D));
    },
  };
}

/** Logits [rows, outputs] of what the head sees, [rows, headInputs]. */
export function headOf(
  { weights }: Pick<Pass, 'weights'>,
  { kernel, bias }: NetworkLayout['head'],
  rows: Tensor2D,
): Tensor2D {
  return tf.add(tf.matMul(rows, weights[kernel] as Tensor2D), weights[bias]!);
}
