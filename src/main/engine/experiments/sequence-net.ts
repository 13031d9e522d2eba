import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';
import type { GateTrace, RecurrentInputs, RecurrentKernel, RecurrentSpec } from '../kernels/kernel';
import { numbers } from '../kernels/numbers';
import { recurrent } from '../kernels/recurrent-op';
import { disposingAsync } from '../kernels/scope';
import { record } from '../kernels/tape';
import { initialise } from '../models/network/initialise';
import { layoutOf } from '../models/network/layout';
import type { NetworkLayout } from '../models/network/layout';
import type { BatchLoss } from '../models/network/loss';

/** Sequences of one length. */
export interface SequenceBatch {
  /** [size, time, features] */
  readonly inputs: Float32Array;
  readonly size: number;
  readonly time: number;
}

/**
 * One recurrent layer of the lab with a dense head that answers at each of the last `answers` steps: what the memory
 * tasks need and a classifier of whole sequences has not. Holds tensors: `dispose` frees them.
 */
export class SequenceNet {
  readonly layout: NetworkLayout;
  readonly parameters: Float32Array;
  #tensors: tf.Tensor[] | null = null;

  /** @param answers number of last steps that are answered; null: all */
  constructor(
    readonly spec: RecurrentNetworkSpec,
    readonly shape: { readonly features: number; readonly outputs: number; readonly answers: number | null },
    readonly kernel: RecurrentKernel,
    seed: number,
  ) {
    // A head of zeros, as the lab starts forecasts, would leave the recurrent layer without a gradient at first.
    const network = { features: shape.features, outputs: shape.outputs, head: 'softmax' } as const;
    this.layout = layoutOf(spec, network);
    this.parameters = initialise(this.layout, spec, network, seed);
  }

  /** To be called after `parameters` was changed. */
  parametersChanged(): void {
    this.#tensors?.forEach((tensor) => tensor.dispose());
    this.#tensors = null;
  }

  /** @returns [size · answers, outputs] */
  answers(batch: SequenceBatch): Promise<Float32Array> {
    return disposingAsync(async () => numbers(this.#forward(batch, this.#weights())));
  }

  /** Loss of a batch and its gradient with respect to every parameter. */
  gradient(batch: SequenceBatch, loss: BatchLoss): Promise<{ loss: number; gradient: Float32Array }> {
    return disposingAsync(async () => {
      const weights = this.#weights();
      const forward = record(() => this.#forward(batch, weights));
      try {
        const result = loss(await numbers(forward.value));
        const upstream = tf.tensor2d(result.gradient, forward.value.shape);
        const gradients = await Promise.all(forward.gradients(weights, upstream).map(numbers));
        const gradient = new Float32Array(this.layout.parameters);
        gradients.forEach((values, k) => gradient.set(values, this.layout.slots[k]!.offset));
        return { loss: result.loss, gradient };
      } finally {
        forward.dispose();
      }
    });
  }

  /** Every gate and state of one sequence, each [time, units]. */
  trace(batch: SequenceBatch): Promise<GateTrace> {
    return disposingAsync(() => this.kernel.trace(this.#layer(), this.#inputs(batch, this.#weights())));
  }

  dispose(): void {
    this.parametersChanged();
  }

  #weights(): tf.Tensor[] {
    this.#tensors ??= this.layout.slots.map(({ shape, offset, size }) =>
      tf.keep(tf.tensor(this.parameters.slice(offset, offset + size), [...shape])),
    );
    return this.#tensors;
  }

  #layer(): RecurrentSpec {
    const { cell, activation, resetAfter, units } = this.spec;
    return { cell, activation, resetAfter, units, reverse: false };
  }

  #inputs({ inputs, size, time }: SequenceBatch, weights: readonly tf.Tensor[]): RecurrentInputs {
    const direction = this.layout.layers[0]![0]!;
    return {
      inputs: tf.tensor3d(inputs, [size, time, this.shape.features]),
      lengths: new Int32Array(size).fill(time),
      kernel: weights[direction.kernel] as Tensor2D,
      recurrentKernel: weights[direction.recurrentKernel] as Tensor2D,
      bias: weights[direction.bias] as Tensor1D,
    };
  }

  #forward(batch: SequenceBatch, weights: readonly tf.Tensor[]): Tensor2D {
    const { size, time } = batch;
    const answers = this.shape.answers ?? time;
    const layer = this.#layer();
    const given = this.#inputs(batch, weights);
    const options = { constantInputs: true };
    const { units } = this.spec;
    const states =
      answers === 1
        ? recurrent(this.kernel, layer, given, 'final', options)
        : tf.slice(
            recurrent(this.kernel, layer, given, 'outputs', options) as Tensor3D,
            [0, time - answers, 0],
            [size, answers, units],
          );
    const { kernel, bias } = this.layout.head;
    const rows = tf.reshape(states, [size * answers, units]) as Tensor2D;
    return tf.add(tf.matMul(rows, weights[kernel] as Tensor2D), weights[bias]!);
  }
}
