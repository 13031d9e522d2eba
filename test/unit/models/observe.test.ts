import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { referenceKernel } from '../../../src/main/engine/kernels/reference/reference-kernel';
import { crossEntropy } from '../../../src/main/engine/models/network/loss';
import { Network } from '../../../src/main/engine/models/network/network';
import type { LayerObserver } from '../../../src/main/engine/models/network/observe';
import { layersOf, walk } from '../../../src/main/engine/models/network/stack';
import type { Executor } from '../../../src/main/engine/models/network/stack';
import type { NetworkSpec } from '../../../src/shared/domain/model';
import { makeInput, recurrent, shape, transformer } from './small-networks';

/** Protects: who watches a batch sees the arrays that the network computes with, and changes nothing by looking. */

beforeAll(() => useBackend('cpu'));

const convolutions = [{ filters: 5, width: 3, stride: 2 }];
const specs: readonly (readonly [string, NetworkSpec, readonly string[]])[] = [
  [
    'an LSTM both ways',
    { ...recurrent, layers: 2, bidirectional: true, layerNorm: true, convolutions, pooling: 'attention' },
    ['conv_1', 'recurrent_1', 'norm_1', 'recurrent_2', 'norm_2', 'pooling_attention', 'head'],
  ],
  [
    'a GRU both ways that hands on its last states',
    { ...recurrent, cell: 'gru', bidirectional: true, pooling: 'last' },
    ['recurrent_1', 'pooling_last', 'head'],
  ],
  [
    'an RNN that answers every step',
    { ...recurrent, cell: 'rnn', pooling: 'none' },
    ['recurrent_1', 'pooling_none', 'head'],
  ],
  [
    'a Transformer',
    { ...transformer, pooling: 'mean' },
    ['embedding', 'encoder_1', 'encoder_2', 'encoder_norm', 'pooling_mean', 'head'],
  ],
];

const input = makeInput([7, 5]);

function lossOf(spec: NetworkSpec): ReturnType<typeof crossEntropy> {
  const rows = spec.pooling === 'none' ? 12 : 2;
  const labels = Int32Array.from({ length: rows }, (_, k) => k % 4);
  return crossEntropy(labels, 4, { smoothing: 0, classWeights: null });
}

const data = async (tensor: tf.Tensor): Promise<number[]> => [...(await tensor.data<'float32'>())];

interface Seen {
  readonly name: string;
  readonly inputs: number[];
  readonly outputs: number[];
}

function recorder(): LayerObserver & { readonly seen: Seen[]; readonly back: string[] } {
  const seen: Seen[] = [];
  const back: string[] = [];
  return {
    seen,
    back,
    async onLayer({ layer, inputs, outputs }) {
      seen.push({ name: layer.name, inputs: await data(inputs), outputs: await data(outputs) });
    },
    onGradient({ name }, direction, gradient) {
      back.push(`${name}/${direction} ${gradient.shape.join('×')}`);
    },
  };
}

describe.each(specs)('a batch through %s', (_, spec, names) => {
  it('is seen layer by layer, from what goes in to the logits, and leaves no tensors', async () => {
    const network = Network.create(spec, shape, referenceKernel, 3);
    await network.logits(input);
    const before = tf.memory().numTensors;
    const observer = recorder();
    const { logits } = await network.gradient(input, lossOf(spec), { observer });
    expect(tf.memory().numTensors).toBe(before);
    expect(observer.seen.map(({ name }) => name)).toEqual(names);
    expect(observer.seen[0]!.inputs).toEqual([...input.inputs]);
    observer.seen.slice(1).forEach(({ inputs }, k) => expect(inputs).toEqual(observer.seen[k]!.outputs));
    const answered = network.packed(Float32Array.from(observer.seen.at(-1)!.outputs), input);
    answered.forEach((value, k) => expect(value).toBeCloseTo(logits[k]!, 5));
    network.dispose();
  });

  it('gives the same gradient to the last bit whether or not somebody looks, dropout and all', async () => {
    const network = Network.create(spec, shape, referenceKernel, 3);
    const dropout = (place: number, rows: number, columns: number): Float32Array =>
      Float32Array.from({ length: rows * columns }, (_, k) => ((k + place) % 3 === 0 ? 0 : 1.5));
    const options = { dropout, ...(spec.family === 'recurrent' && { recurrentDropout: dropout }) };
    const alone = await network.gradient(input, lossOf(spec), options);
    const observer = recorder();
    const watched = await network.gradient(input, lossOf(spec), { ...options, observer });
    expect(watched).toEqual(alone);
    const answered = network.packed(Float32Array.from(observer.seen.at(-1)!.outputs), input);
    answered.forEach((value, k) => expect(value).toBeCloseTo(alone.logits[k]!, 5));
    network.dispose();
  });
});

it('shows an LSTM’s gates: c is f c + i g and h is o tanh c, at every step', async () => {
  const network = Network.create(recurrent, shape, referenceKernel, 3);
  const { units } = recurrent;
  let steps = 0;
  await network.gradient(input, lossOf(recurrent), {
    observer: {
      onLayer({ gates: [gates], lengths }) {
        if (gates === undefined) return;
        const { i, f, g, o, c, h } = gates as Record<string, Float32Array>;
        lengths.forEach((length, example) => {
          for (let at = example * 7 * units; at < (example * 7 + length) * units; at++) {
            const isFirst = at < (example * 7 + 1) * units;
            const past = isFirst ? 0 : c![at - units]!;
            expect(c![at]).toBeCloseTo(f![at]! * past + i![at]! * g![at]!, 5);
            expect(h![at]).toBeCloseTo(o![at]! * Math.tanh(c![at]!), 5);
            steps++;
          }
        });
      },
    },
  });
  expect(steps).toBe(12 * units);
  network.dispose();
});

it('shows ∂L/∂h of the last state as the head’s weights pull it, both ways', async () => {
  const spec = { ...recurrent, bidirectional: true, pooling: 'last' } as const;
  const network = Network.create(spec, shape, referenceKernel, 3);
  const pulled: number[][] = [];
  const { logits } = await network.gradient(input, lossOf(spec), {
    observer: {
      async onGradient(_, direction, gradient) {
        pulled[direction] = await data(gradient);
      },
    },
  });
  const { gradient: slopes } = lossOf(spec)(logits);
  const kernel = network.weights().weights.find(({ name }) => name === 'head/kernel')!.data;
  for (const [direction, ends] of [
    [0, [6, 4]],
    [1, [0, 0]],
  ] as const)
    ends.forEach((t, example) => {
      for (let unit = 0; unit < 4; unit++) {
        const row = direction * 4 + unit;
        const expected = [0, 1, 2, 3].reduce(
          (sum, k) => sum + kernel[row * 4 + k]! * slopes[example * 4 + k]!,
          0,
        );
        expect(pulled[direction]![(example * 7 + t) * 4 + unit]).toBeCloseTo(expected, 6);
      }
    });
  network.dispose();
});

it('walks with promises where a layer makes them, one after the other', async () => {
  const network = Network.create({ ...recurrent, layers: 2 }, shape, referenceKernel, 3);
  const order: string[] = [];
  const note = ({ name }: { name: string }, before: number): number => {
    order.push(name);
    return before + 1;
  };
  const executor = {
    convolution: note,
    recurrent: async (layer: { name: string }, before: number) => note(layer, before),
    norm: note,
    embedding: note,
    block: note,
    residual: note,
    pooling: note,
    head: note,
  } satisfies Executor<number, number | Promise<number>>;
  const layers = layersOf<NetworkSpec>(network.spec, network.layout);
  expect(await walk(layers, executor, 0, (_, before, after) => expect(after).toBe(before + 1))).toBe(4);
  expect(order).toEqual(['recurrent_1', 'recurrent_2', 'pooling_mean', 'head']);
});
