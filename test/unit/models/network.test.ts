import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { crossEntropy } from '../../../src/main/engine/models/network/loss';
import { Network } from '../../../src/main/engine/models/network/network';
import { centralDifference, expectAnswersAlone, makeInput, recurrent, shape } from './small-networks';

beforeAll(() => useBackend('cpu'));

const base: RecurrentNetworkSpec = { ...recurrent, units: 5, layers: 2, bidirectional: true };
const specs: readonly RecurrentNetworkSpec[] = [
  base,
  { ...base, pooling: 'last' },
  { ...base, cell: 'gru', layers: 1 },
  { ...base, cell: 'gru', bidirectional: false, pooling: 'last' },
  { ...base, cell: 'rnn', activation: 'relu', layers: 1, bidirectional: false },
  { ...base, cell: 'gru', pooling: 'none' },
];
const named = specs.map(
  (spec) =>
    [
      `${spec.layers} ${spec.bidirectional ? 'bidirectional ' : ''}${spec.cell}, ${spec.pooling}`,
      spec,
    ] as const,
);

/** The same network out of stock tf.layers. */
function stockModel(network: Network, spec: RecurrentNetworkSpec): layers.LayersModel {
  const input = layers.input({ shape: [null, 3] });
  let x = input;
  for (let layer = 0; layer < spec.layers; layer++) {
    const returnSequences = layer < spec.layers - 1 || spec.pooling !== 'last';
    const config = { units: spec.units, returnSequences, recurrentInitializer: 'zeros' as const };
    const gated = { ...config, recurrentActivation: 'sigmoid' as const };
    const recurrent =
      spec.cell === 'lstm'
        ? layers.layers.lstm(gated)
        : spec.cell === 'gru'
          ? layers.layers.gru(gated)
          : layers.layers.simpleRNN({ ...config, activation: spec.activation as 'relu' });
    const layerOf = spec.bidirectional
      ? layers.layers.bidirectional({ layer: recurrent as layers.RNN, mergeMode: 'concat' })
      : recurrent;
    x = layerOf.apply(x) as layers.SymbolicTensor;
  }
  if (spec.pooling === 'mean') x = layers.layers.globalAveragePooling1d({}).apply(x) as layers.SymbolicTensor;
  const outputs = layers.layers.dense({ units: 4 }).apply(x) as layers.SymbolicTensor;
  const model = layers.model({ inputs: input, outputs });
  model.setWeights(network.weights().weights.map((w) => tf.tensor(w.data, [...w.shape])));
  return model;
}

describe.each(named)('network of %s', (_, spec) => {
  it('answers as stock tf.layers with the same weights in the same order', async () => {
    const network = Network.create(spec, shape, referenceKernel, 3);
    const input = makeInput([7, 7]);
    const model = stockModel(network, spec);
    const expected = model.predict(tf.tensor3d(input.inputs, [2, 7, 3])) as tf.Tensor;
    const actual = await network.logits(input);
    expected.dataSync().forEach((value, k) => expect(actual[k]).toBeCloseTo(value, 5));
  });

  it('answers for each example of a padded batch as for the example alone', async () => {
    const network = Network.create(spec, shape, referenceKernel, 3);
    await expectAnswersAlone(network, [7, 4], spec.pooling === 'none' ? 7 : 1);
  });

  it('has the gradient of central differences', async () => {
    const network = Network.create(spec, shape, referenceKernel, 4);
    const input = makeInput([5, 3], 2);
    const loss = crossEntropy(Int32Array.of(1, 3), 4, { smoothing: 0.1, classWeights: null });
    const { gradient } = await network.gradient(input, loss);
    for (let k = 0; k < gradient.length; k += 37)
      expect(gradient[k]).toBeCloseTo(await centralDifference(network, input, loss, k), 3);
  });
});

describe('network', () => {
  it('keeps the number of tensors constant over steps', async () => {
    const network = Network.create(base, shape, referenceKernel, 1);
    const input = makeInput([4, 2]);
    const loss = crossEntropy(Int32Array.of(0, 2), 4, { smoothing: 0, classWeights: null });
    const step = async (): Promise<number> => {
      await network.gradient(input, loss, {
        dropout: (_l, rows, columns) => new Float32Array(rows * columns).fill(1),
      });
      network.parametersChanged();
      await network.logits(input);
      return tf.memory().numTensors;
    };
    const first = await step();
    expect([await step(), await step(), await step()]).toEqual([first, first, first]);
    const held = network.layout.slots.length;
    network.dispose();
    expect(tf.memory().numTensors).toBe(first - held);
  });

  it('begins with orthogonal recurrent kernels and the forget gate open', () => {
    const { weights } = Network.create({ ...base, layers: 1 }, shape, referenceKernel, 9).weights();
    const find = (name: string): Float32Array => weights.find((w) => w.name === name)!.data;
    const kernel = find('recurrent_1/forward/recurrent_kernel');
    for (let a = 0; a < 5; a++)
      for (let b = 0; b < 5; b++) {
        const dot = [...Array(5).keys()].reduce(
          (sum, k) => sum + kernel[a * 20 + 10 + k]! * kernel[b * 20 + 10 + k]!,
          0,
        );
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    const bias = [...find('recurrent_1/backward/bias')];
    expect(bias).toEqual(bias.map((_, k) => Number(k >= 5 && k < 10)));
  });
});
