import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { extractFeatures, featureNames } from '../../../src/main/engine/features/extract';
import {
  closeStreamJob,
  finishStreamJob,
  openStreamJob,
  pushStreamJob,
  resetStreamJob,
} from '../../../src/main/engine/inference/streaming/stream-job';
import type { OpenStreamInput } from '../../../src/main/engine/inference/streaming/stream-job';
import { canCarry } from '../../../src/main/engine/inference/streaming/carried-network';
import { answersOf } from '../../../src/main/engine/learning/answers';
import { Network } from '../../../src/main/engine/models/network/network';
import { resample } from '../../../src/main/engine/features/resample';
import { predictLogits } from '../../../src/main/engine/learning/predict';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import type { StreamChunk, StreamEnd } from '../../../src/shared/contract/streams';
import type { Task } from '../../../src/shared/domain/task';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { redraw } from '../models/small-networks';
import type { NetworkSpec, RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import { spec as plain } from '../exports/fixture';

const RATE_HZ = 800;
const spectral = { standardise: true, windowMs: 25, hopMs: 10, bands: 6, minHz: 20, maxHz: 400 };
const plans: Readonly<Record<string, FeaturePlan>> = {
  raw: { kind: 'raw', standardise: true, differences: false },
  differences: { kind: 'raw', standardise: true, differences: true },
  logmel: { kind: 'logmel', ...spectral },
  mfcc: { kind: 'mfcc', ...spectral, coefficients: 5, deltas: false },
  'mfcc and deltas': { kind: 'mfcc', ...spectral, coefficients: 5, deltas: true },
};

beforeAll(async () => {
  await useBackend('cpu');
});

interface Made {
  readonly model: TrainedModel;
  readonly plan: FeaturePlan;
  readonly channels: string[];
}

function makeModel(spec: NetworkSpec, plan: FeaturePlan, channels: string[], seed: number, task: Task): Made {
  const names = featureNames(plan, channels, RATE_HZ);
  const outputs = task === 'generate' ? channels : task === 'regress' ? ['value'] : ['a', 'b', 'c'];
  const head = task === 'classify' || task === 'label' ? 'softmax' : 'linear';
  const shape = { features: names.length, outputs: outputs.length, head } as const;
  const network = Network.create(spec, shape, referenceKernel, seed);
  const random = new RandomStream(seed, 'noise', 1);
  redraw(network, () => 0.5 * random.normal());
  const weights = network.weights();
  network.dispose();
  const values = { mean: outputs.map(() => 0.5), deviation: outputs.map(() => 2) };
  return {
    plan,
    channels,
    model: {
      ...weights,
      ...{ task, outputs, featureNames: names },
      scaling: {
        mean: Float32Array.from(names, () => random.normal()),
        deviation: Float32Array.from(names, () => 1 + Math.abs(random.normal())),
        forecast: null,
        values: task === 'generate' || task === 'regress' ? values : null,
      },
    },
  };
}

/** What the network says of the whole recording at once, computed with tensors and the reference kernel. */
async function whole({ model, plan, channels }: Made, data: Float32Array): Promise<Float32Array> {
  const signal = { data, channels, length: data.length / channels.length, rateHz: RATE_HZ };
  const { values, steps } = extractFeatures(plan, signal);
  const windows = [{ values, steps, width: model.featureNames.length }];
  const network = Network.fromWeights(model, referenceKernel);
  const answers = answersOf(model, windows, await predictLogits(network, model.scaling, windows));
  network.dispose();
  return answers;
}

let opened = 0;

async function open(made: Made, changes: Partial<OpenStreamInput> = {}): Promise<string> {
  const { model, plan, channels } = made;
  const stream = `stream-${opened++}`;
  await openStreamJob({
    stream,
    source: { kind: 'model', model },
    signal: { features: plan, channels: channels.length, fromHz: RATE_HZ, toHz: RATE_HZ },
    features: model.featureNames.length,
    outputs: model.outputs.length,
    quantiles: [],
    windowSteps: 1000,
    hopSteps: 7,
    how: canCarry(model.spec) ? 'carried' : 'window',
    ...changes,
  });
  return stream;
}

/** Everything that comes of a recording pushed in pieces of random sizes. */
async function heard(stream: string, data: Float32Array, channels: number, seed: number): Promise<StreamEnd> {
  const random = new RandomStream(seed, 'order', 0);
  const chunks: StreamChunk[] = [];
  for (let start = 0; start < data.length;) {
    const samples = data.slice(start, start + channels * Math.floor(1 + random.next() ** 3 * 90));
    chunks.push(await pushStreamJob({ stream, samples }));
    start += samples.length;
  }
  const end = await finishStreamJob({ stream });
  let steps = 0;
  for (const chunk of [...chunks, end]) {
    expect(chunk.firstStep).toBe(steps);
    steps += chunk.steps;
  }
  const all = (name: 'features' | 'outputs' | 'hidden'): Float32Array =>
    Float32Array.from([...chunks, end].flatMap((chunk) => [...chunk[name]]));
  return {
    ...end,
    firstStep: 0,
    steps,
    features: all('features'),
    outputs: all('outputs'),
    hidden: all('hidden'),
  };
}

function noise(length: number, seed: number): Float32Array {
  const random = new RandomStream(seed, 'noise', 2);
  return Float32Array.from({ length }, () => random.normal());
}

function expectClose(found: Float32Array, expected: Float32Array, bound = 1e-5): void {
  expect(found.length).toBe(expected.length);
  const worst = found.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
  expect(worst).toBeLessThan(bound);
}

/** A random network that reads forwards. */
function randomSpec(seed: number): NetworkSpec {
  const random = new RandomStream(seed, 'order', 9);
  const among = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)]!;
  const convolution = () => ({ filters: among([2, 5]), width: among([1, 3, 4]), stride: among([1, 2, 3]) });
  if (seed % 3 === 0)
    return {
      family: 'tcn',
      causal: true,
      dropout: 0,
      width: among([1, 3, 8]),
      layers: among([1, 2, 3]),
      kernelSize: among([2, 3, 5]),
      separable: among([false, true]),
      pooling: among(['last', 'mean']),
      convolutions: among([[], [convolution()]]),
    };
  return {
    ...plain,
    cell: among(['rnn', 'lstm', 'gru']),
    activation: among(['tanh', 'sigmoid']),
    units: among([1, 3, 8, 16]),
    layers: among([1, 2, 3]),
    pooling: among(['last', 'mean']),
    convolutions: among([[], [], [convolution()], [convolution(), convolution()]]),
    layerNorm: among([false, true]),
    peepholes: among([false, true]),
    coupled: among([false, true]),
    resetAfter: among([false, true]),
  };
}

describe('a stream says at the end what the network says of the whole recording', () => {
  it.each(Object.keys(plans))('with %s', async (name) => {
    for (let seed = 0; seed < 12; seed++) {
      const channels = seed % 2 === 0 ? ['x'] : ['x', 'y'];
      const made = makeModel(randomSpec(seed), plans[name]!, channels, seed, 'classify');
      const data = noise(channels.length * (1 + ((seed * 97) % 400)), seed);
      const stream = await open(made);
      const { final, features } = await heard(stream, data, channels.length, seed);
      expectClose(final, await whole(made, data));
      const signal = { data, channels, length: data.length / channels.length, rateHz: RATE_HZ };
      expect(features).toEqual(extractFeatures(made.plan, signal).values);
      await closeStreamJob({ stream });
    }
  });
});

/** Recordings of one model, each with what a stream makes of it and what the network says of it whole. */
function variant(
  changes: Partial<RecurrentNetworkSpec>,
  task: Task = 'classify',
  plan = plans['logmel']!,
): Made {
  return makeModel(
    { ...plain, units: 8, ...changes },
    plan,
    task === 'generate' ? ['x', 'y'] : ['x'],
    5,
    task,
  );
}

describe('a stream', () => {
  it('gives the same numbers however the samples are cut', async () => {
    const made = variant(
      { layers: 2, layerNorm: true, pooling: 'mean' },
      'classify',
      plans['mfcc and deltas']!,
    );
    const data = noise(2000, 3);
    const stream = await open(made);
    const once = [await pushStreamJob({ stream, samples: data }), await finishStreamJob({ stream })] as const;
    for (const seed of [1, 2, 3]) {
      const found = await heard(stream, data, 1, seed);
      expect(found.features).toEqual(Float32Array.from([...once[0].features, ...once[1].features]));
      expectClose(found.outputs, Float32Array.from([...once[0].outputs, ...once[1].outputs]), 1e-6);
      expectClose(found.hidden, Float32Array.from([...once[0].hidden, ...once[1].hidden]), 1e-6);
    }
  });

  it('answers each step with what the network says of the recording up to it', async () => {
    const made = variant(
      { pooling: 'mean', convolutions: [{ filters: 4, width: 3, stride: 2 }] },
      'regress',
      plans['raw']!,
    );
    const data = noise(60, 4);
    const { outputs, steps } = await heard(await open(made), data, 1, 1);
    expect(steps).toBe(60);
    for (const step of [0, 1, 2, 7, 30, 59])
      expectClose(outputs.subarray(step, step + 1), await whole(made, data.slice(0, step + 1)));
  });

  it('averages over the last steps alone when the recording is longer than the model looks back', async () => {
    const made = variant({ pooling: 'mean' }, 'regress', plans['raw']!);
    const data = noise(400, 6);
    const stream = await open(made, { windowSteps: 16 });
    const { hidden, outputs } = await heard(stream, data, 1, 1);
    const head = Object.fromEntries(made.model.weights.map(({ name, data: values }) => [name, values]));
    for (const step of [3, 15, 16, 17, 200, 399]) {
      const from = Math.max(0, step - 15);
      let value = head['head/bias']![0]!;
      for (let u = 0; u < 8; u++) {
        let sum = 0;
        for (let t = from; t <= step; t++) sum += hidden[t * 8 + u]!;
        value += (sum / (step - from + 1)) * head['head/kernel']![u]!;
      }
      expect(outputs[step]).toBeCloseTo(0.5 + 2 * value, 4);
    }
  });

  it.each(['label', 'generate'] as const)('answers every step of a model that does so: %s', async (task) => {
    const made = variant({ pooling: 'none', layers: 2 }, task, plans['raw']!);
    const channels = made.channels.length;
    const data = noise(90 * channels, 8);
    const { outputs } = await heard(await open(made), data, channels, 2);
    expectClose(outputs, await whole(made, data));
  });

  it('goes over the last steps again for a model that must see the end first', async () => {
    for (const changes of [{ bidirectional: true }, { pooling: 'attention' as const, bidirectional: true }]) {
      const made = variant(changes);
      const data = noise(900, 9);
      const all = await heard(await open(made), data, 1, 2);
      expectClose(all.final, await whole(made, data));
      // Steps 7 … 13 wait for the answer at step 13: of the samples up to there, and what lies under its frame.
      const row = all.outputs.slice(3 * 7, 3 * 8);
      for (let step = 7; step < 14; step++) expect(all.outputs.slice(3 * step, 3 * step + 3)).toEqual(row);
      const short = await heard(await open(made, { windowSteps: 20 }), data, 1, 3);
      expectClose(short.final, await windowAnswer(made, short.features, 20));
    }
  });

  it('begins anew after the end, after a reset, and says nothing of nothing', async () => {
    const made = variant({ layers: 2 });
    const data = noise(700, 10);
    const stream = await open(made);
    const first = await heard(stream, data, 1, 1);
    const second = await heard(stream, data, 1, 1);
    expect(second.outputs).toEqual(first.outputs);
    await pushStreamJob({ stream, samples: noise(300, 11) });
    await resetStreamJob({ stream });
    expect((await heard(stream, data, 1, 1)).outputs).toEqual(first.outputs);
    const { final, steps } = await finishStreamJob({ stream });
    expect(steps).toBe(0);
    expect([...final].every(Number.isNaN)).toBe(true);
  });

  it('resamples what comes at another rate as files are resampled', async () => {
    const made = variant({ pooling: 'mean' });
    const data = Float32Array.from({ length: 4410 }, (_, t) => Math.sin(t / 9) + 0.3 * Math.sin(t / 2.3));
    const resampled = await resample(data, 2205, RATE_HZ);
    const signal = { features: made.plan, channels: 2, heard: null, fromHz: 2205, toHz: RATE_HZ };
    const stereo = Float32Array.from(
      { length: 8820 },
      (_, k) => data[k >> 1]! + (k % 2 === 0 ? 0.25 : -0.25),
    );
    const { final, features } = await heard(await open(made, { signal }), stereo, 2, 4);
    const own = { data: resampled, channels: ['x'], length: resampled.length, rateHz: RATE_HZ };
    expectClose(features, extractFeatures(made.plan, own).values, 2e-3);
    expectClose(final, await whole(made, resampled), 1e-4);
  });

  it('fills gaps as they are filled in files', async () => {
    const made = variant({}, 'classify', plans['differences']!);
    const data = noise(300, 12);
    for (const [from, to] of [
      [0, 3],
      [40, 41],
      [100, 180],
      [290, 300],
    ])
      data.fill(Number.NaN, from, to);
    const { final, features } = await heard(await open(made), data, 1, 5);
    expect(features).toEqual(
      extractFeatures(made.plan, { data, channels: ['x'], length: 300, rateHz: null }).values,
    );
    expectClose(final, await whole(made, data));
  });

  it('is unknown once it is closed', async () => {
    const stream = await open(variant({}));
    await closeStreamJob({ stream });
    await expect(pushStreamJob({ stream, samples: noise(1, 1) })).rejects.toMatchObject({
      code: 'STREAM_UNKNOWN',
    });
  });
});

/** What the network says of the last steps of features. */
async function windowAnswer({ model }: Made, features: Float32Array, steps: number): Promise<Float32Array> {
  const width = model.featureNames.length;
  const windows = [{ values: features.slice(-steps * width), steps, width }];
  const network = Network.fromWeights(model, referenceKernel);
  const answers = answersOf(model, windows, await predictLogits(network, model.scaling, windows));
  network.dispose();
  return answers;
}
