import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/compute/backend';
import { referenceKernel } from '../../../src/main/engine/compute/reference-kernel';
import { extractFeatures, featureNames } from '../../../src/main/engine/features/extract';
import {
  closeStreamJob,
  finishStreamJob,
  openStreamJob,
  pushStreamJob,
} from '../../../src/main/engine/inference/streaming/stream-job';
import type { OpenStreamInput } from '../../../src/main/engine/inference/streaming/stream-job';
import { canCarry } from '../../../src/main/engine/inference/streaming/carried-network';
import { answersOf } from '../../../src/main/engine/models/answers';
import { Network } from '../../../src/main/engine/models/network';
import { predictLogits } from '../../../src/main/engine/models/predict';
import { RandomStream } from '../../../src/main/engine/models/random';
import type { TrainedModel } from '../../../src/main/engine/models/weights-file';
import type { StreamChunk, StreamEnd } from '../../../src/shared/contract/streams';
import type { Task } from '../../../src/shared/domain/dataset';
import type { FeaturePlan } from '../../../src/shared/domain/features';
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
  network.setParameters(network.parameters.map(() => 0.5 * random.normal()));
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
    signal: { features: plan, channels: channels.length, mixDown: false, fromHz: RATE_HZ, toHz: RATE_HZ },
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
function randomSpec(seed: number): RecurrentNetworkSpec {
  const random = new RandomStream(seed, 'order', 9);
  const among = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)]!;
  const convolution = () => ({ filters: among([2, 5]), width: among([1, 3, 4]), stride: among([1, 2, 3]) });
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
