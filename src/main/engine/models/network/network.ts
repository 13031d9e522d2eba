import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { NetworkSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { tensorDenseOps } from '../../kernels/dense-ops';
import type { RecurrentKernel } from '../../kernels/kernel';
import { numbers } from '../../kernels/numbers';
import { record } from '../../kernels/tape';
import { disposingAsync } from '../../kernels/scope';
import { headOf, joined, tensorExecutor } from './forward';
import type { Flow, ForwardOptions, Pass } from './forward';
import { initialise } from './initialise';
import { layoutOf } from './layout';
import type { NetworkLayout, WeightSlot } from './layout';
import { heads } from './heads';
import type { BatchLoss } from './loss';
import { observe } from './observe';
import type { LayerObserver } from './observe';
import { Parameters } from './parameters';
import type { Layer, LayerKind } from './stack';
import { layersOf, walk } from './stack';
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
  /** Of the batch norms, each slot's running mean or variance and what it was of this batch, [features]; none without them. */
  readonly statistics: readonly { readonly slot: WeightSlot; readonly values: Float32Array }[];
}

export interface GradientOptions extends Omit<
  ForwardOptions,
  'onHiddenGradient' | 'onAttention' | 'onStatistics'
> {
  /** Batch norms go by this batch, as in training; else by their running statistics. */
  readonly training?: boolean;
  /** Sees this batch pass, with the same dropout, and its gradient go back. */
  readonly observer?: LayerObserver;
}

/**
 * Convolutions (if any), stacked recurrent layers, a Transformer encoder or blocks of convolutions, pooling over time, a dense head; the structure
 * and the order of weights of a Keras model (`NetworkWeights`), the recurrence done by a {@link RecurrentKernel}. Holds
 * tensors: `dispose` frees them.
 */
export class Network {
  readonly layers: readonly Layer[];
  readonly #parameters: Parameters;

  private constructor(
    readonly spec: NetworkSpec,
    readonly shape: NetworkShape,
    readonly kernel: RecurrentKernel,
    readonly layout: NetworkLayout,
    parameters: Float32Array,
  ) {
    this.layers = layersOf(spec, layout);
    this.#parameters = new Parameters(layout, parameters);
  }

  /** A network with initial weights that follow from the seed alone. */
  static create(spec: NetworkSpec, shape: NetworkShape, kernel: RecurrentKernel, seed: number): Network {
    const layout = layoutOf(spec, shape);
    return new Network(spec, shape, kernel, layout, initialise(layout, spec, shape, seed));
  }

  /** @throws UnrollError MODEL_UNREADABLE when weights are missing or have another shape */
  static fromWeights({ spec, shape, weights }: NetworkWeights, kernel: RecurrentKernel): Network {
    const layout = layoutOf(spec, shape);
    const parameters = new Float32Array(layout.parameters);
    const byName = new Map(weights.map((weight) => [weight.name, weight]));
    for (const { name, offset, size } of layout.slots) {
      const data = byName.get(name)?.data;
      if (data?.length !== size) throw failure('MODEL_UNREADABLE.weight', { weight: name });
      parameters.set(data, offset);
    }
    return new Network(spec, shape, kernel, layout, parameters);
  }

  /** [parameters]: a view; after changing it call {@link parametersChanged}. */
  get parameters(): Float32Array {
    return this.#parameters.values;
  }

  parametersChanged(): void {
    this.#parameters.changed();
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
   * @returns [size, outputs] before the head's function; where every step is answered [Σ lengths, outputs], one sequence's steps
   *   after the other's
   * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
   */
  async logits(input: NetworkInput): Promise<Float32Array> {
    const rows = await disposingAsync(async () => numbers(this.#forward(this.pass(), input)));
    return this.packed(rows, input);
  }

  /** The head's rows as {@link logits} hands them out. */
  packed(rows: Float32Array, input: NetworkInput): Float32Array {
    return this.answersSteps ? packSteps(rows, input, this.shape.outputs) : rows;
  }

  /** As {@link logits}: class probabilities, or the head's values (still scaled). */
  async predict(input: NetworkInput): Promise<Float32Array> {
    const logits = await this.logits(input);
    return heads[this.shape.head].apply(logits, this.shape.outputs);
  }

  /** Loss of a batch and its gradient with respect to every parameter. */
  gradient(
    input: NetworkInput,
    loss: BatchLoss,
    { observer, training = false, ...options }: GradientOptions = {},
  ): Promise<GradientResult> {
    return disposingAsync(async () => {
      const pass = this.pass();
      if (observer?.onLayer !== undefined) await observe(pass, this.sequences(input), observer, options);
      const back: { layer: Layer; direction: number; gradient: Tensor3D }[] = [];
      const watching: ForwardOptions = observer?.onGradient
        ? {
            onHiddenGradient: (layer, direction, gradient) =>
              back.push({ layer, direction, gradient: tf.keep(tf.clone(gradient)) }),
          }
        : {};
      const statistics: { slot: WeightSlot; tensor: Tensor1D }[] = [];
      const keep = (slot: number, tensor: Tensor1D): void => {
        statistics.push({ slot: this.layout.slots[slot]!, tensor: tf.keep(tf.clone(tensor)) });
      };
      const normed: ForwardOptions = training
        ? {
            onStatistics: (norm, mean, variance) => {
              keep(norm.mean, mean);
              keep(norm.variance, variance);
            },
          }
        : {};
      let logits: Float32Array = new Float32Array(0);
      try {
        const result = await this.#parameters.gradient(
          () => this.#forward(pass, input, { ...options, ...watching, ...normed }),
          (rows) => {
            logits = this.packed(rows, input);
            const found = loss(logits);
            if (!this.answersSteps) return found;
            return { ...found, gradient: unpackSteps(found.gradient, input, this.shape.outputs) };
          },
        );
        for (const { layer, direction, gradient } of back)
          await observer!.onGradient!(layer, direction, gradient);
        const found = await Promise.all(
          statistics.map(async ({ slot, tensor }) => ({ slot, values: await numbers(tensor) })),
        );
        return { ...result, logits, statistics: found };
      } finally {
        tf.dispose([...back.map(({ gradient }) => gradient), ...statistics.map(({ tensor }) => tensor)]);
      }
    });
  }

  /**
   * How the answers change with what goes in.
   *
   * @param upstream what each of the head's values counts, from the logits as {@link logits} hands them out; as many
   * @returns those logits, and ∂(Σ logits · upstream)/∂inputs, [size, time, features]; zero beyond each length
   * @throws UnrollError SEQUENCE_EMPTY, COMPUTE_FAILED
   */
  inputGradient(
    input: NetworkInput,
    upstream: (logits: Float32Array) => Float32Array,
  ): Promise<{ readonly logits: Float32Array; readonly gradient: Float32Array }> {
    return disposingAsync(async () => {
      const { x, lengths } = this.sequences(input);
      const executor = tensorExecutor(this.pass(), { gradientOfData: true });
      const recording = record(() =>
        joined<Tensor2D>(walk<Flow, LayerKind>(this.layers, executor, { parts: [x], lengths })),
      );
      try {
        const logits = this.packed(await numbers(recording.value), input);
        const counts = upstream(logits);
        const rows = this.answersSteps ? unpackSteps(counts, input, this.shape.outputs) : counts;
        const [found] = recording.gradients([x], tf.tensor2d(rows, recording.value.shape));
        return { logits, gradient: await numbers(found!) };
      } finally {
        recording.dispose();
      }
    });
  }

  dispose(): void {
    this.parametersChanged();
  }

  /** This network as sequences go through it; the tensors are the network's own. */
  pass(): Pass {
    const { spec, layout, layers, kernel } = this;
    return {
      ...{ spec, layout, layers, kernel },
      ops: kernel.dense ?? tensorDenseOps,
      weights: this.#parameters.tensors(),
    };
  }

  /** A batch as tensors, which belong to the caller's scope. */
  sequences({ inputs, lengths, size, time }: NetworkInput): { x: Tensor3D; lengths: Int32Array } {
    return { x: tf.tensor3d(inputs, [size, time, this.shape.features]), lengths };
  }

  /** The head's logits for pooled states [rows, headInputs]. */
  head(pooled: Tensor2D): Tensor2D {
    return headOf(this.pass(), this.layout.head, pooled);
  }

  #forward(pass: Pass, input: NetworkInput, options: ForwardOptions = {}): Tensor2D {
    const { x, lengths } = this.sequences(input);
    const flow: Flow = { parts: [x], lengths };
    return joined<Tensor2D>(walk(this.layers, tensorExecutor(pass, options), flow));
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
