import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../../shared/domain/error';
import type { NetworkSpec, RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { tensorDenseOps } from '../../kernels/dense-ops';
import type { RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../../kernels/kernel';
import { recurrent } from '../../kernels/recurrent-op';
import type { RecurrentResult } from '../../kernels/recurrent-op';
import { numbers } from '../../kernels/numbers';
import { disposingAsync } from '../../kernels/scope';
import { record } from '../../kernels/tape';
import { encode, frontEnd, join, pool } from './forward';
import type { ForwardContext, ForwardOptions, Sequences } from './forward';
import { initialise } from './initialise';
import { layerNorm } from './layers/layer-norm';
import { normAt } from './layers/weights-of';
import { layoutOf } from './layout';
import type { DirectionLayout, NetworkLayout } from './layout';
import { softmaxRows } from './loss';
import type { BatchLoss } from './loss';
import type { NetworkShape, NetworkWeights } from './weights';

/** Scaled and padded examples. */
export interface NetworkInput {
  /** [size, time, features] row-major; what lies beyond an example's length is never read. */
  readonly inputs: Float32Array;
  /** [size], each 1 … time. */
  readonly lengths: Int32Array;
  readonly size: number;
  readonly time: number;
}

export interface GradientResult {
  readonly loss: number;
  /** [size, outputs], or [Σ lengths, outputs] where every step is answered. */
  readonly logits: Float32Array;
  /** [parameters], in the order of the layout. */
  readonly gradient: Float32Array;
}

/**
 * Convolutions (if any), stacked recurrent layers or a Transformer encoder, pooling over time, a dense head; the structure
 * and the order of weights of a Keras model (`NetworkWeights`), the recurrence done by a {@link RecurrentKernel}. Holds
 * tensors: `dispose` frees them.
 */
export class Network {
  readonly layout: NetworkLayout;
  #tensors: tf.Tensor[] | null = null;

  private constructor(
    readonly spec: NetworkSpec,
    readonly shape: NetworkShape,
    readonly kernel: RecurrentKernel,
    private parameterBlock: Float32Array | null,
    seed = 0,
  ) {
    this.layout = layoutOf(spec, shape);
    this.parameterBlock ??= initialise(this.layout, spec, shape, seed);
  }

  /** A network with initial weights that follow from the seed alone. */
  static create(spec: NetworkSpec, shape: NetworkShape, kernel: RecurrentKernel, seed: number): Network {
    return new Network(spec, shape, kernel, null, seed);
  }

  /** @throws UnrollError MODEL_UNREADABLE when weights are missing or have another shape */
  static fromWeights({ spec, shape, weights }: NetworkWeights, kernel: RecurrentKernel): Network {
    const layout = layoutOf(spec, shape);
    const parameters = new Float32Array(layout.parameters);
    const byName = new Map(weights.map((weight) => [weight.name, weight]));
    for (const { name, offset, size } of layout.slots) {
      const data = byName.get(name)?.data;
      if (data?.length !== size)
        throw new UnrollError('MODEL_UNREADABLE', `The weight ${name} is missing or has another size.`, {
          weight: name,
        });
      parameters.set(data, offset);
    }
    return new Network(spec, shape, kernel, parameters);
  }

  /** [parameters]: a view; after changing it call {@link parametersChanged}. */
  get parameters(): Float32Array {
    return this.parameterBlock!;
  }

  parametersChanged(): void {
    this.#tensors?.forEach((tensor) => tensor.dispose());
    this.#tensors = null;
  }

  setParameters(parameters: Float32Array): void {
    this.parameters.set(parameters);
    this.parametersChanged();
  }

  /** Copies of all weights in Keras' order. */
  weights(): NetworkWeights {
    return {
      spec: this.spec,
      shape: this.shape,
      weights: this.layout.slots.map(({ name, shape, offset, size }) => ({
        name,
        shape,
        data: this.parameters.slice(offset, offset + size),
      })),
    };
  }

  /** Whether every step is answered, and not the sequence as a whole. */
  get answersSteps(): boolean {
    return this.spec.pooling === 'none';
  }

  /**
   * @returns [size, outputs] before softmax; where every step is answered [Σ lengths, outputs], one sequence's steps
   *   after the other's
   * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
   */
  async logits(input: NetworkInput): Promise<Float32Array> {
    const rows = await disposingAsync(async () => numbers(this.forward(input, this.tensors())));
    return this.packed(rows, input);
  }

  /** The head's rows as {@link logits} hands them out. */
  packed(rows: Float32Array, input: NetworkInput): Float32Array {
    return this.answersSteps ? packSteps(rows, input, this.shape.outputs) : rows;
  }

  /** As {@link logits}: class probabilities, or the head's values (still scaled). */
  async predict(input: NetworkInput): Promise<Float32Array> {
    const logits = await this.logits(input);
    return this.shape.head === 'softmax' ? softmaxRows(logits, this.shape.outputs) : logits;
  }

  /** Loss of a batch and its gradient with respect to every parameter. */
  gradient(input: NetworkInput, loss: BatchLoss, options: ForwardOptions = {}): Promise<GradientResult> {
    return disposingAsync(async () => {
      const weights = this.tensors();
      const { outputs } = this.shape;
      const forward = record(() => this.forward(input, weights, options));
      try {
        const rows = await numbers(forward.value);
        const logits = this.packed(rows, input);
        const result = loss(logits);
        const slopes = this.answersSteps ? unpackSteps(result.gradient, input, outputs) : result.gradient;
        const upstream = tf.tensor2d(slopes, [rows.length / outputs, outputs]);
        const gradients = await Promise.all(forward.gradients(weights, upstream).map(numbers));
        const gradient = new Float32Array(this.layout.parameters);
        gradients.forEach((values, k) => gradient.set(values, this.layout.slots[k]!.offset));
        return { loss: result.loss, logits, gradient };
      } finally {
        forward.dispose();
      }
    });
  }

  dispose(): void {
    this.parametersChanged();
  }

  /** What {@link frontEnd}, {@link encode} and {@link pool} need of this network. */
  context(weights: readonly tf.Tensor[] = this.tensors()): ForwardContext {
    return { spec: this.spec, layout: this.layout, ops: this.kernel.dense ?? tensorDenseOps, weights };
  }

  /** One direction of a recurrent layer as the kernel wants it. */
  recurrentSpec(direction: DirectionLayout): RecurrentSpec {
    const { cell, activation, resetAfter, units, peepholes, coupled } = this.spec as RecurrentNetworkSpec;
    return {
      ...{ cell, activation, resetAfter, units, reverse: direction.reverse },
      ...(cell === 'lstm' && { peepholes, coupled }),
    };
  }

  recurrentInputs(
    { kernel, recurrentKernel, bias, peephole }: DirectionLayout,
    inputs: Tensor3D,
    lengths: Int32Array,
    weights: readonly tf.Tensor[] = this.tensors(),
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

  /** What follows a recurrent layer's outputs or final state, where there are norms: the layer norm of each row. */
  normed<T extends Tensor2D | Tensor3D>(
    layer: number,
    outputs: T,
    weights: readonly tf.Tensor[] = this.tensors(),
  ): T {
    const norm = this.layout.norms[layer];
    return norm === undefined ? outputs : layerNorm(outputs, normAt(weights, norm));
  }

  /** The head's logits for pooled states [rows, headInputs]. */
  head(pooled: Tensor2D, weights: readonly tf.Tensor[] = this.tensors()): Tensor2D {
    const { kernel, bias } = this.layout.head;
    return tf.add(tf.matMul(pooled, weights[kernel] as Tensor2D), weights[bias]!);
  }

  private tensors(): tf.Tensor[] {
    // Copies: a backend may keep the array that it is given, and this one changes at every step.
    this.#tensors ??= this.layout.slots.map(({ shape, offset, size }) =>
      tf.keep(tf.tensor(this.parameters.slice(offset, offset + size), [...shape])),
    );
    return this.#tensors;
  }

  private forward(
    { inputs, lengths, size, time }: NetworkInput,
    weights: readonly tf.Tensor[],
    options: ForwardOptions = {},
  ): Tensor2D {
    const context = this.context(weights);
    const input = { x: tf.tensor3d(inputs, [size, time, this.shape.features]), lengths };
    const sequences = frontEnd(context, input);
    const pooled =
      this.spec.family === 'transformer'
        ? this.seen(context, [encode(context, sequences, options)], sequences.lengths, options)
        : this.recurrentLayers(context, sequences, options);
    if (options.dropout === undefined || this.answersSteps) return this.head(pooled, weights);
    const { headInputs, layers } = this.layout;
    const mask = tf.tensor2d(options.dropout(layers.length, size, headInputs), [size, headInputs]);
    return this.head(tf.mul(pooled, mask), weights);
  }

  /** The stack of recurrent layers and what the head sees of it. [rows, headInputs] */
  private recurrentLayers(
    context: ForwardContext,
    { x, lengths }: Sequences,
    options: ForwardOptions,
  ): Tensor2D {
    const { layers, norms, convolutions } = this.layout;
    const { weights } = context;
    const size = lengths.length;
    let before = x;
    for (const [index, directions] of layers.entries()) {
      if (index > 0 && options.dropout !== undefined) {
        const width = before.shape[2];
        before = tf.mul(before, tf.tensor3d(options.dropout(index, size, width), [size, 1, width]));
      }
      const isLast = index === layers.length - 1;
      const wanted: RecurrentResult = isLast && this.spec.pooling === 'last' ? 'final' : 'outputs';
      const constantInputs = index === 0 && convolutions.length === 0;
      const results = directions.map((direction, k) =>
        this.recurrentLayer(
          index,
          k,
          direction,
          { x: before, lengths },
          weights,
          wanted,
          options,
          constantInputs,
        ),
      );
      if (wanted === 'final') return this.normed(index, join(results as Tensor2D[], 1), weights);
      const sequences = results as Tensor3D[];
      if (isLast && norms.length === 0) return this.seen(context, sequences, lengths, options);
      before = this.normed(index, join(sequences, 2), weights);
    }
    return this.seen(context, [before], lengths, options);
  }

  private recurrentLayer(
    layer: number,
    index: number,
    direction: DirectionLayout,
    { x, lengths }: Sequences,
    weights: readonly tf.Tensor[],
    wanted: RecurrentResult,
    { onLayerGradient, onKernelTime, recurrentDropout }: ForwardOptions,
    constantInputs: boolean,
  ): Tensor3D | Tensor2D {
    const spec = this.recurrentSpec(direction);
    const given = this.recurrentInputs(direction, x, lengths, weights);
    // A unit that the recurrence does not see is a row of U that is zero: any kernel can do it.
    const seen = recurrentDropout?.(2 * layer + index, 1, spec.units);
    const recurrentKernel =
      seen === undefined
        ? given.recurrentKernel
        : tf.mul(given.recurrentKernel, tf.tensor2d(seen, [spec.units, 1]));
    return recurrent(this.kernel, spec, { ...given, recurrentKernel: recurrentKernel as Tensor2D }, wanted, {
      constantInputs,
      ...(onLayerGradient && { onHiddenGradient: (g: Tensor3D) => onLayerGradient(layer, index, g) }),
      ...(onKernelTime && { onKernelTime }),
    });
  }

  /** What the head sees: each step by itself, or what is pooled of an example. */
  seen(
    context: ForwardContext,
    sequences: readonly Tensor3D[],
    lengths: Int32Array,
    options: ForwardOptions = {},
  ): Tensor2D {
    return this.answersSteps
      ? this.stepStates(join(sequences, 2), options)
      : pool(context, sequences, lengths);
  }

  /** What the head sees where every step is answered, [size · time, headInputs]; one dropout mask for all steps of a sequence. */
  private stepStates(states: Tensor3D, { dropout }: ForwardOptions): Tensor2D {
    const [size, time, width] = states.shape;
    const kept =
      dropout === undefined
        ? states
        : tf.mul(states, tf.tensor3d(dropout(this.layout.layers.length, size, width), [size, 1, width]));
    return tf.reshape(kept, [size * time, width]);
  }
}

/** The rows of real steps of [size · time, columns], one sequence's after the other's. */
function packSteps(rows: Float32Array, { lengths, time }: NetworkInput, columns: number): Float32Array {
  const packed = new Float32Array(lengths.reduce((sum, length) => sum + length, 0) * columns);
  let at = 0;
  lengths.forEach((length, k) => {
    const start = k * time * columns;
    packed.set(rows.subarray(start, start + length * columns), at);
    at += length * columns;
  });
  return packed;
}

/** The reverse: [size · time, columns], zero where there is no step. */
function unpackSteps(
  packed: Float32Array,
  { lengths, size, time }: NetworkInput,
  columns: number,
): Float32Array {
  const rows = new Float32Array(size * time * columns);
  let at = 0;
  lengths.forEach((length, k) => {
    rows.set(packed.subarray(at, at + length * columns), k * time * columns);
    at += length * columns;
  });
  return rows;
}
