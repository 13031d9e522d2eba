import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../src/main/engine/kernels/gradients';
import { useBackend } from '../../../src/main/engine/kernels/choose/backend';
import { tensorDenseOps } from '../../../src/main/engine/kernels/dense-ops';
import type { DenseOps } from '../../../src/main/engine/kernels/dense-ops';
import { labDir } from '../../../src/main/engine/files/places';
import { selfAttention } from '../../../src/main/engine/models/network/layers/attention';
import { attentionPooling } from '../../../src/main/engine/models/network/layers/attention-pooling';
import {
  batchNorm,
  batchNormOfBatch,
  realSteps,
} from '../../../src/main/engine/models/network/layers/batch-norm';
import { convolve } from '../../../src/main/engine/models/network/layers/convolution';
import { encoderBlock, sinusoids } from '../../../src/main/engine/models/network/layers/encoder-block';
import { layerNorm } from '../../../src/main/engine/models/network/layers/layer-norm';
import {
  depthwiseConvolution,
  tapsOf,
  timeConvolution,
} from '../../../src/main/engine/models/network/layers/time-convolution';
import { fastestKernels } from '../kernels/kernels';

interface Plain {
  readonly shape: number[];
  readonly values: number[];
}

/** As test/fixtures/models/make.py writes it: PyTorch's numbers in double precision. */
interface Fixture {
  readonly name: string;
  readonly options: {
    stride?: number;
    dilation?: number;
    causal?: boolean;
    heads?: number;
    lengths?: number[];
  };
  readonly inputs: Readonly<Record<string, Plain>>;
  readonly results: Readonly<Record<string, Plain>>;
}

const file = join(labDir(), 'test/fixtures/models/layers.json');
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Fixture[];

type Get = <T extends Tensor>(name: string) => T;

/** The layer's output; `report` takes what else the fixture has. */
function run(
  { name, options }: Fixture,
  ops: DenseOps,
  get: Get,
  report: (name: string, tensor: Tensor) => void,
): Tensor {
  const x = get<Tensor3D>('x');
  const both = (prefix: string): { kernel: Tensor2D; bias: Tensor1D } => ({
    kernel: get(`${prefix}/kernel`),
    bias: get(`${prefix}/bias`),
  });
  const norm = (prefix: string): { gamma: Tensor1D; beta: Tensor1D } => ({
    gamma: get(`${prefix}gamma`),
    beta: get(`${prefix}beta`),
  });
  const lengths = Int32Array.from(options.lengths ?? []);
  const spec = { heads: options.heads ?? 1, causal: options.causal === true, lengths };
  const heads = () => ({
    query: both('query'),
    key: both('key'),
    value: both('value'),
    output: both('output'),
  });
  if (name.startsWith('convolution'))
    return convolve(ops, x, { kernel: get('kernel'), bias: get('bias') }, options.stride!);
  if (name.startsWith('time convolution')) {
    const kernel = get<Tensor3D>('kernel');
    const taps = tapsOf(kernel.shape[0], options.dilation!, options.causal!);
    return timeConvolution(ops, x, kernel, taps);
  }
  if (name.startsWith('depthwise')) {
    const kernel = get<Tensor2D>('kernel');
    const taps = tapsOf(kernel.shape[0], options.dilation!, options.causal!);
    return depthwiseConvolution(ops, x, kernel, taps);
  }
  if (name === 'batch norm of a batch') {
    const steps = realSteps(lengths, x.shape[1]);
    return batchNormOfBatch(x, norm(''), steps, (mean, variance) => {
      report('mean', mean);
      report('variance', variance);
    });
  }
  if (name === 'batch norm')
    return batchNorm(x, { ...norm(''), mean: get('mean'), variance: get('variance') });
  if (name === 'layer norm') return layerNorm(x, norm(''));
  if (name === 'attention pooling') {
    const scorer = { kernel: get<Tensor2D>('kernel'), bias: get<Tensor1D>('bias') };
    const { pooled, weights } = attentionPooling(ops, x, lengths, { scorer, context: get('context') });
    report('weights', weights);
    return pooled;
  }
  if (name.startsWith('attention'))
    return selfAttention(ops, spec, x, heads(), (weights) => report('weights', weights));
  return encoderBlock(ops, spec, x, {
    attentionNorm: norm('attentionNorm/'),
    attention: heads(),
    feedForwardNorm: norm('feedForwardNorm/'),
    widen: both('widen'),
    narrow: both('narrow'),
  });
}

function expectClose(actual: Tensor, { shape, values }: Plain, what: string): void {
  expect(actual.shape, what).toEqual(shape);
  const found = actual.dataSync();
  values.forEach((value, k) => expect(Math.abs(found[k]! - value), `${what}[${k}]`).toBeLessThan(5e-6));
}

/** 1 at steps that belong to their example: fixtures hold zeros beyond. */
function within({ options, results }: Fixture): Tensor {
  const { shape } = results['output']!;
  if (options.lengths === undefined || shape.length < 3) return tf.ones(shape);
  const [batch, time, width] = shape as [number, number, number];
  const values = new Float32Array(batch * time * width);
  options.lengths.forEach((length, k) => values.fill(1, k * time * width, (k * time + length) * width));
  return tf.tensor(values, shape);
}

const ways = [
  {
    label: 'plain tensors',
    async open(): Promise<DenseOps> {
      await useBackend('cpu');
      return tensorDenseOps;
    },
  },
  ...fastestKernels
    .filter(({ isGpu }) => isGpu !== true)
    .map(({ label, open }) => ({ label, open: async () => (await open()).dense ?? tensorDenseOps })),
];

describe.each(ways)('with $label', ({ open }) => {
  test.each(fixtures)('$name is as PyTorch computes it, with its gradient', async (fixture) => {
    const ops = await open();
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const names = Object.keys(fixture.inputs).filter((name) => name !== 'upstream');
      const tensor = ({ values, shape }: Plain): Tensor => tf.tensor(values, shape);
      const sources = names.map((name) => tensor(fixture.inputs[name]!));
      const keep = within(fixture);
      const forward = (...given: Tensor[]): Tensor => {
        const get = (<T extends Tensor>(name: string) => given[names.indexOf(name)] as T) satisfies Get;
        return run(fixture, ops, get, (name, found) => {
          expectClose(found, fixture.results[name]!, name);
        });
      };
      expectClose(tf.mul(forward(...sources), keep), fixture.results['output']!, 'output');
      const upstream = tensor(fixture.inputs['upstream']!);
      const gradients = tf.grads((...given: Tensor[]) =>
        tf.sum(tf.mul(forward(...given), tf.mul(upstream, keep))),
      )(sources);
      names.forEach((name, k) => {
        const expected = fixture.results[`d${name}`];
        if (expected !== undefined) expectClose(gradients[k]!, expected, `d${name}`);
      });
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('sinusoids are those of the paper', () => {
  const table = sinusoids(50, 6);
  for (const [t, column] of [
    [0, 1],
    [7, 2],
    [49, 5],
  ] as const) {
    const angle = t / 10000 ** ((2 * Math.floor(column / 2)) / 6);
    const expected = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    expect(table[t * 6 + column]).toBeCloseTo(expected, 6);
  }
});
