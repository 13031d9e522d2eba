import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { RecurrentKernel } from '../../../src/main/engine/kernels/kernel';
import { numbers } from '../../../src/main/engine/kernels/numbers';
import { kernelsUnderTest } from './kernels';
import { cellVariants, tensorsOf } from './problems';
import type { Problem } from './problems';

const problem: Problem = {
  spec: { cell: 'lstm', activation: 'tanh', resetAfter: false, units: 24, reverse: false },
  ...{ batch: 6, time: 20, inputs: 5, lengths: [20, 3, 11, 20, 1, 7], initial: true, from: 'both' },
};

/** Digests of one training step's results, forward and backward: as alike as the bytes, and quicker compared. */
async function stepOf(kernel: RecurrentKernel, { spec, ...rest }: Problem): Promise<string[]> {
  const tensors = tensorsOf({ spec, ...rest });
  const forward = kernel.forward(spec, tensors.inputs);
  const gradients = kernel.backward(spec, tensors.inputs, forward, tensors.upstream);
  forward.memory.dispose();
  const made = [
    forward.outputs,
    gradients.inputs!,
    gradients.kernel,
    gradients.recurrentKernel,
    gradients.bias,
  ];
  const digests = (await Promise.all(made.map(numbers))).map((values) =>
    createHash('sha256').update(values).digest('hex'),
  );
  const rest_ = [forward.finalHidden, forward.finalCell, gradients.initialHidden, gradients.initialCell];
  tf.dispose([...made, ...rest_.filter((tensor) => tensor !== null)]);
  tensors.dispose();
  return digests;
}

describe.each(kernelsUnderTest)('$label', ({ open, isGpu }) => {
  test('refuses an example without time steps, and one longer than its batch', async () => {
    const kernel = await open();
    const { inputs, dispose } = tensorsOf(problem);
    const withLength = (length: number) => ({ ...inputs, lengths: Int32Array.of(20, 3, length, 20, 1, 7) });
    expect(() => kernel.forward(problem.spec, withLength(0))).toThrow(
      expect.objectContaining({ code: 'SEQUENCE_EMPTY', details: { example: 2 } }),
    );
    expect(() => kernel.forward(problem.spec, withLength(21))).toThrow(
      expect.objectContaining({ code: 'COMPUTE_FAILED' }),
    );
    dispose();
  });

  test('gives the same bits every time', async () => {
    const kernel = await open();
    for (const variant of cellVariants) {
      const same = { ...problem, spec: { ...problem.spec, ...variant } };
      const first = await stepOf(kernel, same);
      for (let again = 0; again < (isGpu === true ? 1 : 5); again++)
        expect(await stepOf(kernel, same)).toEqual(first);
    }
  });

  test('uses the memory of a forward pass once and refuses it after it was disposed of', async () => {
    const kernel = await open();
    const tensors = tensorsOf(problem);
    const forward = kernel.forward(problem.spec, tensors.inputs);
    forward.memory.dispose();
    forward.memory.dispose();
    expect(() => kernel.backward(problem.spec, tensors.inputs, forward, tensors.upstream)).toThrow(
      expect.objectContaining({ code: 'COMPUTE_FAILED' }),
    );
  });

  test('padding changes nothing', async () => {
    const kernel = await open();
    const { inputs, dispose } = tensorsOf({ ...problem, lengths: Array<number>(6).fill(7) });
    const cut = tf.slice(inputs.inputs, [0, 0, 0], [6, 7, 5]) as tf.Tensor3D;
    const long = kernel.forward(problem.spec, inputs);
    const short = kernel.forward(problem.spec, { ...inputs, inputs: cut });
    expect(await numbers(long.finalHidden)).toEqual(await numbers(short.finalHidden));
    const beyond = await numbers(tf.slice(long.outputs, [0, 7, 0], [6, 13, 24]));
    expect(beyond.every((value) => value === 0)).toBe(true);
    long.memory.dispose();
    short.memory.dispose();
    dispose();
  });

  test('keeps its memory flat over many steps of changing lengths', async () => {
    const kernel = await open();
    const lengthsAt = (step: number): number[] => problem.lengths.map((length) => 1 + ((length + step) % 20));
    const run = async (steps: number): Promise<void> => {
      for (let step = 0; step < steps; step++) await stepOf(kernel, { ...problem, lengths: lengthsAt(step) });
    };
    const steps = isGpu === true ? 6 : 200;
    await run(steps);
    const tensors = tf.memory().numTensors;
    const growth: number[] = [];
    for (let round = 0; round < 4; round++) {
      const rss = process.memoryUsage.rss();
      await run(steps);
      growth.push(process.memoryUsage.rss() - rss);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    // What leaks grows in every round; a collector's or a driver's own swings come and go.
    expect(Math.min(...growth)).toBeLessThan(4e6);
  });
});

describe.each(kernelsUnderTest.filter(({ isGpu }) => isGpu !== true))('$label', ({ open }) => {
  test('computes on the cpu backend as well', async () => {
    const kernel = await open();
    const onWasm = await stepOf(kernel, problem);
    await tf.setBackend('cpu');
    expect(await stepOf(kernel, problem)).toEqual(onWasm);
    await tf.setBackend('wasm');
  });
});
