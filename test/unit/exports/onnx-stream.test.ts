import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { goldenFromRecordings } from '../../../src/main/engine/exports/golden';
import { runStream } from '../../../src/main/engine/exports/onnx/check';
import { encodeOnnx } from '../../../src/main/engine/formats/onnx/onnx-file';
import { openOnnx } from '../../../src/main/engine/exports/onnx/runtime';
import { streamModel } from '../../../src/main/engine/exports/onnx/stream-graph';
import { extractFeatures } from '../../../src/main/engine/features/extract';
import type { Signal } from '../../../src/main/engine/features/signal';
import { Network } from '../../../src/main/engine/models/network/network';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { TrainedModel } from '../../../src/main/engine/models/network/weights-file';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { spec } from './fixture';

beforeAll(() => useBackend('cpu'));

const spectral = { standardise: true, windowMs: 25, hopMs: 10, bands: 12, minHz: 50, maxHz: 1000 };
const plans: [string, FeaturePlan, number][] = [
  ['rows of a sensor', { kind: 'raw', standardise: true, differences: false }, 2],
  ['rows and their changes', { kind: 'raw', standardise: true, differences: true }, 2],
  ['frames of sound', { kind: 'logmel', ...spectral }, 1],
  ['frames and their slopes', { kind: 'mfcc', coefficients: 7, deltas: true, ...spectral }, 1],
];
const front = [
  { filters: 4, width: 5, stride: 2 },
  { filters: 3, width: 2, stride: 3 },
];

function signalOf(length: number, channels: number): Signal {
  const random = new RandomStream(length, 'noise');
  const data = Float32Array.from({ length: length * channels }, () => 0.3 * random.normal());
  return { data, channels: ['a', 'b'].slice(0, channels), length, rateHz: 2000 };
}

describe.each([
  ['read step by step', []],
  ['behind convolutions', front],
])('a stream, %s', (_, convolutions) => {
  it.each(plans)(
    'of %s gives in the end what the lab says of the whole recording',
    async (__, features, channels) => {
      const recordings = [1, 2, 37, 150].map((length, example) => ({
        example,
        signal: signalOf(length, channels),
      }));
      const { names } = extractFeatures(features, recordings[3]!.signal);
      const shape = { features: names.length, outputs: 3, head: 'softmax' } as const;
      const own = { ...spec, cell: 'gru', pooling: 'mean', convolutions } as const;
      const network = Network.create(own, shape, referenceKernel, 4);
      const model: TrainedModel = {
        ...network.weights(),
        task: 'classify',
        featureNames: names,
        outputs: ['a', 'b', 'c'],
        scaling: {
          mean: new Float32Array(names.length).fill(0.2),
          deviation: new Float32Array(names.length).fill(1.5),
          forecast: null,
          values: null,
        },
      };
      const plan = {
        features,
        channels: recordings[0]!.signal.channels.slice(),
        rateHz: 2000,
        forecast: null,
      };
      const golden = await goldenFromRecordings({ network, model } as never, plan, recordings);
      const session = await openOnnx(encodeOnnx(streamModel(model, plan)));
      const answers = await runStream(session, model, golden, plan, Infinity);
      expect(answers).toHaveLength(4);
      for (const { expected, exported } of answers)
        Array.from(expected).forEach((value, k) => expect(exported[k]).toBeCloseTo(value, 5));
      await session.close();
      network.dispose();
    },
  );
});
