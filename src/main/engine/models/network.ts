import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { UnrollError } from '../../../shared/domain/error';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import type { RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../compute/kernel';
import { recurrent } from '../compute/recurrent-op';
import type { RecurrentOptions, RecurrentResult } from '../compute/recurrent-op';
import { numbers } from '../compute/numbers';
import { disposingAsync } from '../compute/scope';
import { record } from '../compute/tape';
import { initialise } from './initialise';
import { layoutOf } from './layout';
import type { DirectionLayout, NetworkLayout } from './layout';
import { softmaxRows } from './loss';
import type { BatchLoss } from './loss';
import { meansOverTime } from './mean-pooling';
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

/** Inverted dropout while training: factors 0 or 1 / (1 − p) for `rows` × `columns` inputs of layer `layer`. */
export type DropoutMask = (layer: number, rows: number, columns: number) => Float32Array;

export interface ForwardOptions extends RecurrentOptions {
  readonly dropout?: DropoutMask;
  /** Receives ∂L/∂h_t of each layer and direction, [batch, time, units]. */
  readonly onLayerGradient?: (layer: number, direction: number, gradient: Tensor3D) => void;
}

export interface GradientResult {
  readonly loss: number;
  /** [size, outputs], or [Σ lengths, outputs] where every step is answered. */
  readonly logits: Float32Array;
  /** [parameters], in the order of the layout. */
  readonly gradient: Float32Array;
}

/**
 * Stacked recurrent layers, pooling over time, a dense head; the structure and the order of weights of a Keras model
 * (`NetworkWeights`), the recurrence done by a {@link RecurrentKernel}. Holds tensors: `dispose` frees them.
 */
export class Network {
  readonly layout: NetworkLayout;
  #tensors: tf.Tensor[] | null = null;

  private constructor(
    readonly spec: RecurrentNetworkSpec,
    readonly shape: NetworkShape,
    readonly kernel: RecurrentKernel,
    private parameterBlock: Float32Array | null,
    seed = 0,
  ) {
    this.layout = layoutOf(spec, shape);
    this.parameterBlock ??= initialise(this.layout, spec, shape, seed);
  }

  /** A network with initial weights that follow from the seed alone. */
  static create(
    spec: RecurrentNetworkSpec,
    shape: NetworkShape,
    kernel: RecurrentKernel,
    seed: number,
  ): Network {
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
        const logits = this.answersSteps ? packSteps(rows, input, outputs) : rows;
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

  /** One direction of layer `index` as the kernel wants it. */
  recurrentSpec(direction: DirectionLayout): RecurrentSpec {
    const { cell, activation, resetAfter, units } = this.spec;
    return { cell, activation, resetAfter, units, reverse: direction.reverse };
  }

  recurrentInputs(
    direction: DirectionLayout,
    inputs: Tensor3D,
    lengths: Int32Array,
    weights: readonly tf.Tensor[] = this.tensors(),
  ): RecurrentInputs {
    return {
      inputs,
      lengths,
      kernel: weights[direction.kernel] as Tensor2D,
      recurrentKernel: weights[direction.recurrentKernel] as Tensor2D,
      bias: weights[direction.bias] as Tensor1D | Tensor2D,
    };
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
    let x = tf.tensor3d(inputs, [size, time, this.shape.features]);
    let pooled: Tensor2D | null = null;
    this.layout.layers.forEach((directions, index) => {
      if (index > 0 && options.dropout !== undefined) {
        const width = x.shape[2];
        x = tf.mul(x, tf.tensor3d(options.dropout(index, size, width), [size, 1, width]));
      }
      const last = index === this.layout.layers.length - 1;
      const wanted: RecurrentResult = last && this.spec.pooling === 'last' ? 'final' : 'outputs';
      const results = directions.map((direction, k) => {
        const { onLayerGradient, onKernelTime } = options;
        return recurrent(
          this.kernel,
          this.recurrentSpec(direction),
          this.recurrentInputs(direction, x, lengths, weights),
          wanted,
          {
            constantInputs: index === 0,
            ...(onLayerGradient && { onHiddenGradient: (g: Tensor3D) => onLayerGradient(index, k, g) }),
            ...(onKernelTime && { onKernelTime }),
          },
        );
      });
      if (!last) x = join(results as Tensor3D[], 2);
      else if (this.answersSteps) pooled = this.stepStates(join(results as Tensor3D[], 2), options);
      else if (wanted === 'final') pooled = join(results as Tensor2D[], 1);
      // Pooled before they are joined: joining whole sequences would cost more than the pooling.
      else pooled = join(meansOverTime(results as Tensor3D[], lengths), 1);
    });
    let headInputs = pooled!;
    if (options.dropout !== undefined && !this.answersSteps) {
      const mask = options.dropout(this.layout.layers.length, size, this.layout.headInputs);
      headInputs = tf.mul(headInputs, tf.tensor2d(mask, [size, this.layout.headInputs]));
    }
    return this.head(headInputs, weights);
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

function join<T extends Tensor2D | Tensor3D>(parts: readonly T[], axis: number): T {
  return parts.length === 1 ? parts[0]! : tf.concat([...parts], axis);
}
