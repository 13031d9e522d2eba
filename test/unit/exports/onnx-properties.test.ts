import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import type { GoldenInput } from '../../../src/main/engine/exports/golden';
import { runStream } from '../../../src/main/engine/exports/onnx/check';
import { frontEnd } from '../../../src/main/engine/exports/onnx/front-end';
import { GraphBuilder } from '../../../src/main/engine/exports/onnx/graph-builder';
import { networkModel, OPSET } from '../../../src/main/engine/exports/onnx/network-graph';
import { encodeOnnx } from '../../../src/main/engine/formats/onnx/onnx-file';
import { openOnnx } from '../../../src/main/engine/exports/onnx/runtime';
import { streamModel } from '../../../src/main/engine/exports/onnx/stream-graph';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { Network } from '../../../src/main/engine/models/network/network';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import { extractFeatures } from '../../../src/main/engine/features/extract';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { spec } from './fixture';
import { plainAnswer } from './plain-answer';

beforeAll(() => useBackend('cpu'));

const models = fc.record({
  cell: fc.constantFrom('rnn', 'lstm', 'gru'),
  activation: fc.constantFrom('tanh', 'sigmoid', 'relu', 'linear'),
  units: fc.integer({ min: 1, max: 9 }),
  layers: fc.integer({ min: 1, max: 3 }),
  bidirectional: fc.boolean(),
  pooling: fc.constantFrom('last', 'mean', 'attention', 'none'),
  resetAfter: fc.boolean(),
  layerNorm: fc.boolean(),
  peepholes: fc.boolean(),
  coupled: fc.boolean(),
  convolutions: fc.array(
    fc.record({
      filters: fc.integer({ min: 1, max: 5 }),
      width: fc.integer({ min: 1, max: 6 }),
      stride: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 3 },
  ),
  features: fc.integer({ min: 1, max: 6 }),
  outputs: fc.integer({ min: 1, max: 5 }),
  lengths: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
  seed: fc.nat(1e6),
});

type Choices = Omit<typeof models extends fc.Arbitrary<infer T> ? T : never, 'lengths'>;

function modelOf({ features, outputs, seed, ...choices }: Choices): TrainedModel {
  const random = new RandomStream(seed, 'noise');
  const everyStep = choices.pooling === 'none';
  const network = Network.create(
    { ...spec, ...choices },
    { features, outputs, head: 'softmax' },
    referenceKernel,
    seed,
  );
  network.setParameters(network.parameters.map((value) => 0.7 * value + 0.2 * random.normal()));
  const weights = network.weights();
  network.dispose();
  const numbered = (count: number): string[] => Array.from({ length: count }, (_, k) => `${k}`);
  return {
    ...weights,
    task: everyStep ? 'label' : 'classify',
    featureNames: numbered(features),
    outputs: numbered(outputs),
    scaling: {
      mean: Float32Array.from({ length: features }, () => random.normal()),
      deviation: Float32Array.from({ length: features }, () => 0.5 + random.next()),
      forecast: null,
      values: null,
    },
  };
}

describe('ONNX', () => {
  it('of any small network and any lengths answers what the formulas answer', async () => {
    await fc.assert(
      fc.asyncProperty(models, async ({ lengths, ...choices }) => {
        const model = modelOf(choices);
        const random = new RandomStream(choices.seed, 'order');
        const longest = Math.max(...lengths);
        const width = choices.features;
        const values = Float32Array.from({ length: lengths.length * longest * width }, () => random.normal());
        const session = await openOnnx(encodeOnnx(networkModel(model, { frontEnd: null, quantised: false })));
        const { probabilities } = await session.run({
          features: session.float(values, [lengths.length, longest, width]),
          lengths: session.int64(lengths),
        });
        await session.close();
        lengths.forEach((length, k) => {
          const rows = Array.from({ length }, (_, t) =>
            Array.from({ length: width }, (__, f) => {
              return values[(k * longest + t) * width + f]!;
            }),
          );
          const each = probabilities!.length / lengths.length;
          plainAnswer(model, rows).forEach((value, c) =>
            expect(Math.abs(value - probabilities![k * each + c]!)).toBeLessThan(1e-4),
          );
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('ONNX, one step at a time', () => {
  it('of any small network that reads forwards answers what the formulas answer', async () => {
    await fc.assert(
      fc.asyncProperty(models, async ({ lengths, ...choices }) => {
        const model = modelOf({ ...choices, bidirectional: false });
        const random = new RandomStream(choices.seed, 'order');
        const width = choices.features;
        const golden = lengths.map((steps, example): GoldenInput => {
          const values = Float32Array.from({ length: steps * width }, () => random.normal());
          const rows = Array.from({ length: steps }, (_, t) => [
            ...values.subarray(t * width, (t + 1) * width),
          ]);
          const expected = Float32Array.from(plainAnswer(model, rows));
          return { example, signal: null, window: { values, steps, width }, expected, unit: expected };
        });
        const session = await openOnnx(encodeOnnx(streamModel(model, null)));
        for (const { expected, exported } of await runStream(session, model, golden, null, Infinity))
          Array.from(expected).forEach((value, k) =>
            expect(Math.abs(value - exported[k]!)).toBeLessThan(1e-4),
          );
        await session.close();
      }),
      { numRuns: 40 },
    );
  });
});

/** The cases of test/fixtures/features/make.py. */
const cases = {
  speech: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
  wide: { rateHz: 44100, windowMs: 25, hopMs: 10, bands: 64, minHz: 0, maxHz: 22050, coefficients: 20 },
  odd: { rateHz: 11025, windowMs: 17.3, hopMs: 6.1, bands: 23, minHz: 50, maxHz: 5000, coefficients: 12 },
  short: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
  one: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
};

describe('the front end inside the graph gives the numbers of librosa', async () => {
  const librosa = await readSafetensors(
    join(import.meta.dirname, '../../fixtures/features/librosa.safetensors'),
  );
  const tensor = (name: string) => librosa.tensors.get(name)!;

  /** Features of a recording that stands twice in a batch, behind it 100 samples of padding. */
  async function featuresOf(
    plan: FeaturePlan,
    rateHz: number,
    samples: Float32Array,
  ): Promise<Float32Array[]> {
    const graph = new GraphBuilder('features');
    const values = graph.input('recording', 'float', ['batch', 'samples', 2]);
    const lengths = graph.input('lengths', 'int64', ['batch']);
    const features = frontEnd(graph, plan, ['left', 'right'], rateHz, { values, lengths });
    graph.output(features.values, 'features', 'float', ['batch', 'time', 'width']);
    const model = { irVersion: 8, opsetImport: [{ version: OPSET }], graph: graph.build() };
    const session = await openOnnx(encodeOnnx(model));
    const length = samples.length + 100;
    const recording = new Float32Array(2 * length * 2).fill(0.3);
    for (let k = 0; k < 2; k++)
      samples.forEach((value, t) => recording.fill(value, (k * length + t) * 2, (k * length + t + 1) * 2));
    const results = await session.run({
      recording: session.float(recording, [2, length, 2]),
      lengths: session.int64([samples.length, samples.length]),
    });
    await session.close();
    const all = results['features']!;
    return [all.slice(0, all.length / 2), all.slice(all.length / 2)];
  }

  for (const [name, { rateHz, coefficients, ...spectral }] of Object.entries(cases))
    it.each(['logmel', 'mfcc'] as const)(`${name}: %s of two channels`, async (kind) => {
      const plan: FeaturePlan =
        kind === 'logmel'
          ? { kind, standardise: true, ...spectral }
          : { kind, standardise: true, ...spectral, coefficients, deltas: true };
      const samples = tensor(`${name}.signal`).data as Float32Array;
      const { shape, data } = tensor(`${name}.${kind}`);
      const [steps, width] = shape as [number, number];
      for (const features of await featuresOf(plan, rateHz, samples))
        for (let t = 0; t < steps; t++)
          for (let k = 0; k < 2 * width; k++)
            expect(
              Math.abs(features[t * 2 * width + k]! - Number(data[t * width + (k % width)])),
            ).toBeLessThan(2e-5);
    });
});

it('the front end scales each recording by itself as the lab does, whatever the padding holds', async () => {
  const channels = ['a', 'b', 'c'];
  const plan: FeaturePlan = { kind: 'raw', standardise: true, differences: true, ownScale: ['a', 'c'] };
  const lengths = [7, 4];
  const steps = 9;
  const recordings = new Float32Array(2 * steps * 3).fill(1e6);
  const expected = lengths.map((length, k) => {
    const data = Float32Array.from({ length: length * 3 }, (_, at) =>
      at % 3 === 2 && k === 1 ? 5 : 10 ** (3 * k) * Math.sin(1 + at * at) + (at % 3),
    );
    recordings.set(data, k * steps * 3);
    return extractFeatures(plan, { data, channels, length, rateHz: null });
  });
  const graph = new GraphBuilder('features');
  const values = graph.input('recording', 'float', ['batch', 'samples', 3]);
  const given = graph.input('lengths', 'int64', ['batch']);
  const features = frontEnd(graph, plan, channels, null, { values, lengths: given });
  graph.output(features.values, 'features', 'float', ['batch', 'time', 'width']);
  const model = { irVersion: 8, opsetImport: [{ version: OPSET }], graph: graph.build() };
  const session = await openOnnx(encodeOnnx(model));
  const results = await session.run({
    recording: session.float(recordings, [2, steps, 3]),
    lengths: session.int64(lengths),
  });
  await session.close();
  const width = expected[0]!.names.length;
  expect(width).toBe(3 * 2 + 2 * 2);
  expected.forEach(({ values: own }, k) =>
    own.forEach((value, at) => expect(results['features']![k * steps * width + at]).toBeCloseTo(value, 4)),
  );
});
