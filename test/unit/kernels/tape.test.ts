import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { numbers } from '../../../src/main/engine/kernels/numbers';
import { disposingAsync } from '../../../src/main/engine/kernels/scope';
import { record } from '../../../src/main/engine/kernels/tape';

beforeAll(() => useBackend('wasm'));

/** What happens to other tensors while the numbers are waited for must not matter. */
const meanwhile = (): Promise<void> =>
  new Promise((resolve) =>
    setImmediate(() => {
      tf.tidy(() => tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2, 3])));
      resolve();
    }),
  );

describe('a recorded forward pass', () => {
  const forward = (x: tf.Tensor, w: tf.Tensor): tf.Tensor2D =>
    tf.tanh(tf.matMul(tf.mul(x, 2) as tf.Tensor2D, w as tf.Tensor2D));
  const make = (): [tf.Tensor, tf.Tensor, tf.Tensor2D] => [
    tf.randomNormal([3, 4], 0, 1, 'float32', 1),
    tf.randomNormal([4, 2], 0, 1, 'float32', 2),
    tf.randomNormal([3, 2], 0, 1, 'float32', 3),
  ];

  it('has the bits of tf.grads, however long the upstream gradient takes', async () => {
    const before = tf.memory().numTensors;
    await disposingAsync(async () => {
      const [x, w, upstream] = make();
      const expected = tf.grads(forward)([x, w], upstream);
      const recording = record(() => forward(x, w));
      expect(await numbers(recording.value)).toEqual(await numbers(forward(x, w)));
      await meanwhile();
      const actual = recording.gradients([x, w], upstream);
      for (const [k, gradient] of actual.entries())
        expect(await numbers(gradient)).toEqual(await numbers(expected[k]!));
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing behind when no gradient is wanted', async () => {
    const before = tf.memory().numTensors;
    await disposingAsync(async () => {
      const [x, w] = make();
      const recording = record(() => forward(x, w));
      await meanwhile();
      recording.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
