import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import type { RecurrentSpec } from '../../../src/main/engine/kernels/kernel';
import { recurrent } from '../../../src/main/engine/kernels/recurrent-op';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { everySpec, greatestDifference, makeCase, specName, tensorsOf } from './kernel-cases';

beforeAll(() => useBackend('wasm'));

type Gradients = readonly [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

describe.each(everySpec.map((spec) => [specName(spec), spec] as const))('recurrent op, %s', (_, spec) => {
  const kernelCase = makeCase(spec, { batch: 3, time: 5, inputs: 2 });

  it.each(['outputs', 'final'] as const)('carries the gradient of %s through tfjs', (wanted) => {
    tf.engine().startScope();
    const { inputs, upstream } = tensorsOf(kernelCase);
    const weights = wanted === 'outputs' ? upstream.outputs! : upstream.finalHidden!;
    const loss = (x: tf.Tensor, w: tf.Tensor, u: tf.Tensor, b: tf.Tensor, h: tf.Tensor): tf.Scalar =>
      tf.sum(
        tf.mul(
          recurrent(
            referenceKernel,
            spec,
            {
              ...inputs,
              inputs: tf.mul(x, 2) as tf.Tensor3D,
              kernel: w as tf.Tensor2D,
              recurrentKernel: u as tf.Tensor2D,
              bias: b as tf.Tensor1D,
              initialHidden: h as tf.Tensor2D,
            },
            wanted,
          ),
          weights,
        ),
      );
    const half = tf.div(inputs.inputs, 2);
    const actual = tf.grads(loss)([
      half,
      inputs.kernel,
      inputs.recurrentKernel,
      inputs.bias,
      inputs.initialHidden!,
    ]) as unknown as Gradients;
    const forward = referenceKernel.forward(spec, inputs);
    const expected = referenceKernel.backward(spec, inputs, forward, {
      outputs: wanted === 'outputs' ? upstream.outputs : null,
      finalHidden: wanted === 'final' ? upstream.finalHidden : null,
      finalCell: null,
    });
    forward.memory.dispose();
    const check = (a: tf.Tensor, e: tf.Tensor): void =>
      expect(greatestDifference(a.dataSync(), [...e.dataSync()])).toBeLessThan(1e-6);
    check(actual[0], tf.mul(expected.inputs!, 2));
    check(actual[1], expected.kernel);
    check(actual[2], expected.recurrentKernel);
    check(actual[3], expected.bias);
    check(actual[4], expected.initialHidden);
    tf.engine().endScope();
  });
});

describe('recurrent op', () => {
  const lstm: RecurrentSpec = everySpec.find(({ cell }) => cell === 'lstm')!;

  it('keeps the number of tensors constant, with and without a gradient', () => {
    const { inputs } = tensorsOf(makeCase(lstm, { batch: 2, time: 3, inputs: 2 }));
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) {
      tf.tidy(() => tf.sum(recurrent(referenceKernel, lstm, inputs, 'final')).dataSync());
      tf.tidy(() => {
        tf.grad((w) =>
          tf.sum(recurrent(referenceKernel, lstm, { ...inputs, kernel: w as tf.Tensor2D }, 'outputs')),
        )(inputs.kernel);
      });
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('hands out the gradient of every hidden state', () => {
    const { inputs } = tensorsOf(makeCase(lstm, { batch: 1, time: 4, inputs: 2, lengths: [3] }));
    let hidden: number[] = [];
    tf.tidy(() => {
      tf.grad((w) =>
        tf.sum(
          recurrent(referenceKernel, lstm, { ...inputs, kernel: w as tf.Tensor2D }, 'final', {
            onHiddenGradient: (gradient) => {
              hidden = [...gradient.dataSync()];
            },
          }),
        ),
      )(inputs.kernel);
    });
    // The last hidden state is what is summed, so its gradient is 1; nothing comes back from beyond the end.
    expect(hidden.slice(2 * 3, 3 * 3)).toEqual([1, 1, 1]);
    expect(hidden.slice(3 * 3)).toEqual([0, 0, 0]);
  });
});
