import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../src/shared/domain/model';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { requireMemory } from '../../../src/main/engine/models/network/attention-memory';
import { convolutionsFor } from '../../../src/main/engine/models/recipe/front-end-defaults';
import { stepsAfter } from '../../../src/main/engine/models/network/layout';
import { crossEntropy } from '../../../src/main/engine/models/network/loss';
import { Network } from '../../../src/main/engine/models/network/network';
import { recurrenceRadii } from '../../../src/main/engine/models/network/radii';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { spectralRadius } from '../../../src/main/engine/models/network/spectral-radius';
import { summarise } from '../../../src/main/engine/models/recipe/summarise';
import {
  centralDifference,
  expectAnswersAlone,
  inception,
  makeInput,
  recurrent,
  redraw,
  shape,
  tcn,
  transformer,
} from './small-networks';

beforeAll(() => useBackend('cpu'));

const convolutions = [
  { filters: 5, width: 4, stride: 2 },
  { filters: 4, width: 2, stride: 1 },
];
const specs: readonly [string, NetworkSpec][] = [
  ['attention pooling over both directions', { ...recurrent, pooling: 'attention', bidirectional: true }],
  ['a convolutional front end', { ...recurrent, cell: 'gru', convolutions, bidirectional: true }],
  ['a convolutional front end, last state', { ...recurrent, convolutions, pooling: 'last' }],
  ['layer norms, two layers', { ...recurrent, layers: 2, layerNorm: true, bidirectional: true }],
  ['layer norm of the last state', { ...recurrent, cell: 'rnn', layerNorm: true, pooling: 'last' }],
  ['peepholes and coupled gates', { ...recurrent, peepholes: true, coupled: true, bidirectional: true }],
  ['a Transformer', transformer],
  ['a causal Transformer, last state', { ...transformer, causal: true, pooling: 'last', layers: 1 }],
  [
    'a Transformer behind convolutions, attention pooling',
    { ...transformer, convolutions, pooling: 'attention' },
  ],
  ['dilated convolutions', tcn],
  ['separable causal convolutions, last state', { ...tcn, separable: true, causal: true, pooling: 'last' }],
  ['dilated convolutions of even sizes behind others', { ...tcn, kernelSize: 4, convolutions }],
  ['Inception modules', inception],
  ['Inception modules, attention pooling', { ...inception, pooling: 'attention' }],
];

/** Weights that are nowhere zero or one, so that none can hide. */
function networkOf(spec: NetworkSpec): Network {
  const network = Network.create(spec, shape, referenceKernel, 3);
  const random = new RandomStream(8, 'weights');
  redraw(network, (value) => value + 0.3 * random.normal());
  return network;
}

describe.each(specs)('with %s, a network', (_, spec) => {
  it('answers for each example of a padded batch as for the example alone', async () => {
    await expectAnswersAlone(networkOf(spec), [9, 5]);
  });

  it('has the gradient of central differences, and leaves no tensors', async () => {
    const network = networkOf(spec);
    const input = makeInput([7, 4], 2);
    const loss = crossEntropy(Int32Array.of(1, 3), 4, { smoothing: 0.1, classWeights: null });
    const { gradient } = await network.gradient(input, loss);
    // Where many ReLUs have their kink, a long step passes one, and a short one is rounded.
    const stepSizes = network.layout.blocks.length > 0 ? [1e-3, 2.5e-4] : [1e-2];
    const before = tf.memory().numTensors;
    await network.gradient(input, loss);
    expect(tf.memory().numTensors).toBe(before);
    for (const { name, offset, size } of network.layout.slots)
      for (const k of [offset, offset + Math.floor(size / 2)]) {
        const found = [];
        for (const step of stepSizes) {
          const expected = await centralDifference(network, input, loss, k, step);
          found.push(Math.abs(gradient[k]! - expected) / (1 + Math.abs(expected)));
        }
        expect(Math.min(...found), name).toBeLessThan(7e-4);
      }
  });

  it('is summarised with all its parameters', () => {
    const network = networkOf(spec);
    const sum = summarise(spec, shape).reduce((total, { parameters }) => total + parameters, 0);
    expect(sum).toBe(network.parameters.length);
  });
});

describe.each(specs.filter(([, { family }]) => family === 'tcn' || family === 'inception'))(
  'with %s, training',
  (_, spec) => {
    it('norms by the steps that are real, however far a batch is padded', async () => {
      const network = networkOf(spec);
      const loss = crossEntropy(Int32Array.of(1, 3), 4, { smoothing: 0.1, classWeights: null });
      const short = makeInput([7, 4], 2);
      const time = 12;
      const inputs = new Float32Array(2 * time * 3).fill(40);
      for (const k of [0, 1]) inputs.set(short.inputs.subarray(k * 21, (k + 1) * 21), k * time * 3);
      const plain = await network.gradient(short, loss, { training: true });
      const padded = await network.gradient({ ...short, inputs, time }, loss, { training: true });
      const norms = network.layout.slots.filter(({ name }) => /moving_(mean|variance)$/.test(name));
      expect(plain.statistics.map(({ slot }) => slot.name).sort()).toEqual(
        norms.map(({ name }) => name).sort(),
      );
      plain.statistics.forEach(({ slot, values }, k) =>
        values.forEach((value, at) =>
          expect(padded.statistics[k]!.values[at], slot.name).toBeCloseTo(value, 4),
        ),
      );
      plain.gradient.forEach((value, k) =>
        expect(Math.abs(padded.gradient[k]! - value)).toBeLessThan(1e-4 * (1 + Math.abs(value))),
      );
      for (const { offset, size } of norms)
        expect(plain.gradient.subarray(offset, offset + size).every((value) => value === 0)).toBe(true);
    });
  },
);

describe('a causal Transformer', () => {
  it('does not look ahead', async () => {
    const spec: NetworkSpec = { ...transformer, causal: true, pooling: 'last' };
    const network = networkOf(spec);
    const input = makeInput([6]);
    const short = { ...input, lengths: Int32Array.of(4) };
    const changed = { ...short, inputs: input.inputs.map((value, k) => (k < 12 ? value : value + 3)) };
    expect([...(await network.logits(changed))]).toEqual([...(await network.logits(short))]);
  });

  it('is refused by name of the memory when its sequences are long', () => {
    expect(() => requireMemory(transformer, Int32Array.of(20_000, 10), 8)).toThrow(
      expect.objectContaining({
        code: 'MODEL_TOO_LARGE',
        details: expect.objectContaining({ stride: 4 }),
      }) as Error,
    );
    requireMemory({ ...transformer, convolutions: convolutionsFor(64, 8) }, Int32Array.of(20_000), 8);
  });
});

describe('recurrences begin', () => {
  it.each(['orthogonal', 'identity', 'normal'] as const)('%s, with the spectral radius asked for', (init) => {
    const spec: NetworkSpec = {
      ...recurrent,
      cell: 'rnn',
      units: 12,
      recurrentInit: init,
      spectralRadius: 1.3,
    };
    expect(recurrenceRadii(Network.create(spec, shape, referenceKernel, 2))![0]![0]).toBeCloseTo(1.3, 4);
  });

  it.each([
    ['chrono', false],
    ['longest', false],
    ['longest', true],
  ] as const)('remembering by the length of the data, %s, coupled %s', (forgetInit, coupled) => {
    const spec: NetworkSpec = { ...recurrent, units: 200, forgetInit, coupled, chronoSteps: 50 };
    const { weights } = Network.create(spec, shape, referenceKernel, 2).weights();
    const bias = weights.find(({ name }) => name === 'recurrent_1/bias')!.data;
    const [input, forget] = [bias.subarray(0, 200), bias.subarray(200, 400)];
    if (coupled) return expect([...input]).toEqual(Array(200).fill(Math.fround(-Math.log(50))));
    if (forgetInit === 'longest')
      return expect([...forget]).toEqual(Array(200).fill(Math.fround(Math.log(50))));
    forget.forEach((value, k) => {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(Math.log(49) + 1e-6);
      expect(input[k]).toBe(-value);
    });
    // e to the power of the biases is uniform in 1 … 49.
    const mean = forget.reduce((sum, value) => sum + Math.exp(value), 0) / 200;
    expect(mean).toBeGreaterThan(22);
    expect(mean).toBeLessThan(28);
  });
});

describe('the spectral radius', () => {
  it.each([
    ['of complex eigenvalues', [0, -2, 2, 0], 2],
    ['of a shear', [1, 5, 0, 1], 1],
    ['of opposite eigenvalues', [0, 1, 4, 0], 2],
    // numpy.linalg.eigvals
    ['of a full matrix', [0.5, -1.2, 0.3, 2.1, 0.4, -0.7, -0.6, 1.1, 0.9], 1.91659],
  ] as const)('%s', (_, matrix, radius) => {
    expect(spectralRadius(matrix, Math.sqrt(matrix.length))).toBeCloseTo(radius, 4);
  });
});

describe('a front end by rule', () => {
  it.each([
    [947, 250],
    [2618, 256],
    [60_000, 256],
  ])('leaves of %s steps about %s', (steps, wanted) => {
    const front = convolutionsFor(steps / wanted, 16);
    expect(front.length).toBeLessThanOrEqual(3);
    const left = stepsAfter({ convolutions: front }, steps);
    expect(left).toBeLessThanOrEqual(wanted);
    expect(left).toBeGreaterThan(wanted / 3);
  });
});
