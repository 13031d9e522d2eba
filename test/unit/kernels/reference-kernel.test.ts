import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { differences, everySpec, greatestDifference, makeCase, specName, tensorsOf } from './kernel-cases';
import { runScalar } from './scalar-network';

beforeAll(() => useBackend('wasm'));
beforeAll(() => {
  tf.engine().startScope();
});
afterAll(() => {
  tf.engine().endScope();
});

describe.each(everySpec.map((spec) => [specName(spec), spec] as const))('reference kernel, %s', (_, spec) => {
  const kernelCase = makeCase(spec, { batch: 3, time: 5, inputs: 2 });

  it('computes what the formulas say, each example to its own end', () => {
    const { inputs } = tensorsOf(kernelCase);
    const expected = runScalar(spec, kernelCase.layer);
    const forward = referenceKernel.forward(spec, inputs);
    expect(greatestDifference(forward.outputs.dataSync(), expected.outputs.flat(2))).toBeLessThan(2e-6);
    expect(greatestDifference(forward.finalHidden.dataSync(), expected.hidden.flat())).toBeLessThan(2e-6);
    if (forward.finalCell !== null)
      expect(greatestDifference(forward.finalCell.dataSync(), expected.cell.flat())).toBeLessThan(2e-6);
    forward.memory.dispose();
  });

  it('has the gradient that finite differences in float64 have', () => {
    const { inputs, upstream } = tensorsOf(kernelCase);
    const forward = referenceKernel.forward(spec, inputs);
    const gradients = referenceKernel.backward(spec, inputs, forward, upstream);
    forward.memory.dispose();
    const { layer } = kernelCase;
    const rows = (matrix: number[][]): number[] => matrix.flatMap((row) => differences(kernelCase, row));
    const check = (actual: tf.Tensor, expected: number[]): void =>
      expect(greatestDifference(actual.dataSync(), expected)).toBeLessThan(2e-5);
    check(gradients.kernel, rows(layer.w));
    check(gradients.recurrentKernel, rows(layer.u));
    check(gradients.bias, differences(kernelCase, layer.b));
    check(gradients.inputs!, layer.x.flatMap(rows));
    check(gradients.initialHidden, rows(layer.h0));
    if (gradients.initialCell !== null) check(gradients.initialCell, rows(layer.c0));
  });

  it('never reads beyond the end of an example', () => {
    const { inputs, upstream } = tensorsOf(kernelCase);
    const spoilt = kernelCase.layer.x.map((sequence, example) =>
      sequence.map((row, t) => (t < kernelCase.layer.lengths[example]! ? row : row.map(() => NaN))),
    );
    const forward = referenceKernel.forward(spec, { ...inputs, inputs: tf.tensor3d(spoilt) });
    const gradients = referenceKernel.backward(
      spec,
      { ...inputs, inputs: tf.tensor3d(spoilt) },
      forward,
      upstream,
    );
    forward.memory.dispose();
    for (const tensor of [forward.outputs, gradients.inputs!, gradients.kernel])
      expect([...tensor.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it('leaves no tensor behind', async () => {
    const { inputs, upstream } = tensorsOf(kernelCase);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const forward = referenceKernel.forward(spec, inputs);
      referenceKernel.backward(spec, inputs, forward, upstream, { hidden: true });
      forward.memory.dispose();
    });
    await referenceKernel.trace(spec, inputs);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('reference kernel', () => {
  const lstm = everySpec.find(({ cell }) => cell === 'lstm')!;

  it('traces gates that give the cell and hidden state again', async () => {
    const { inputs } = tensorsOf(makeCase(lstm, { batch: 2, time: 4, inputs: 2, lengths: [4, 2] }));
    const trace = await referenceKernel.trace(lstm, { ...inputs });
    const at = (name: 'h' | 'c' | 'i' | 'f' | 'g' | 'o', example: number, t: number, unit: number): number =>
      trace[name]![(example * 4 + t) * lstm.units + unit]!;
    for (let t = 1; t < 4; t++) {
      const cell = at('f', 0, t, 1) * at('c', 0, t - 1, 1) + at('i', 0, t, 1) * at('g', 0, t, 1);
      expect(at('c', 0, t, 1)).toBeCloseTo(cell, 5);
      expect(at('h', 0, t, 1)).toBeCloseTo(at('o', 0, t, 1) * Math.tanh(cell), 5);
    }
    expect(at('h', 1, 2, 0)).toBe(0);
    expect(at('i', 1, 3, 2)).toBe(0);
  });

  it('refuses an example without steps', () => {
    const { inputs } = tensorsOf(makeCase(lstm, { batch: 2, time: 4, inputs: 2, lengths: [4, 0] }));
    expect(() => referenceKernel.forward(lstm, inputs)).toThrow(
      expect.objectContaining({ code: 'SEQUENCE_EMPTY' }) as Error,
    );
  });
});
