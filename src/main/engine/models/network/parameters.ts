import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { numbers } from '../../kernels/numbers';
import { record } from '../../kernels/tape';
import type { NetworkLayout } from './layout';
import type { BatchLoss } from './loss';

/** A network's parameters as one block of numbers, and as the tensors that are made of it when they are asked for. */
export class Parameters {
  #tensors: tf.Tensor[] | null = null;

  /** @param values [parameters], in the order of the layout; after changing them call {@link changed} */
  constructor(
    readonly layout: NetworkLayout,
    readonly values: Float32Array,
  ) {}

  /** Also frees the tensors. */
  changed(): void {
    this.#tensors?.forEach((tensor) => tensor.dispose());
    this.#tensors = null;
  }

  /** One for each slot; they live until the next change. */
  tensors(): tf.Tensor[] {
    // Copies: a backend may keep the array that it is given, and this one changes at every step.
    this.#tensors ??= this.layout.slots.map(({ shape, offset, size }) =>
      tf.keep(tf.tensor(this.values.slice(offset, offset + size), [...shape])),
    );
    return this.#tensors;
  }

  /**
   * Loss of what `forward` computes and its gradient with respect to every parameter. To be called in a scope.
   *
   * @returns gradient [parameters]
   */
  async gradient(
    forward: () => Tensor2D,
    loss: BatchLoss,
  ): Promise<{ readonly loss: number; readonly gradient: Float32Array }> {
    const weights = this.tensors();
    const recording = record(forward);
    try {
      const result = loss(await numbers(recording.value));
      const upstream = tf.tensor2d(result.gradient, recording.value.shape);
      // Running statistics have none: nothing of a batch in training goes through them.
      const found: readonly (tf.Tensor | undefined)[] = recording.gradients(weights, upstream);
      const gradients = await Promise.all(found.map((one) => (one === undefined ? null : numbers(one))));
      const gradient = new Float32Array(this.layout.parameters);
      gradients.forEach((values, k) => {
        if (values !== null) gradient.set(values, this.layout.slots[k]!.offset);
      });
      return { loss: result.loss, gradient };
    } finally {
      recording.dispose();
    }
  }
}
