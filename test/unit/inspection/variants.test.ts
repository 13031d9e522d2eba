import { dirname } from 'node:path';
import { rmSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { writePrepared } from '../../../src/main/engine/prepare/prepared';
import { attentionTrace } from '../../../src/main/engine/models/trace/attention-trace';
import { predictionsJob } from '../../../src/main/engine/inspection/predictions-job';
import type { TraceOutput } from '../../../src/main/engine/inspection/trace-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import { exampleWindow } from '../../../src/main/engine/models/scale/forecast-scale';
import type { Convolution, RecurrentNetworkSpec, TransformerSpec } from '../../../src/shared/domain/model';
import type { Clamp } from '../../../src/shared/domain/trace';
import type { Step, Vector } from './by-hand';
import { applyHead, cellStep, headOf, softmax, weightsOf } from './by-hand';
import type { Trained } from './fixture';
import { classification, trained } from './fixture';

let files: Trained | undefined;
afterEach(() => {
  if (files !== undefined) rmSync(dirname(files.weightsFile), { recursive: true });
  files = undefined;
});

const EXAMPLE = 3;
const convolutions: Convolution[] = [{ filters: 4, width: 3, stride: 2 }];
const transformer: TransformerSpec = {
  ...{ family: 'transformer', convolutions: [], width: 4, heads: 2, layers: 2, feedForward: 6 },
  ...{ dropout: 0, causal: false, pooling: 'mean' },
};

function xsOf(): Vector[] {
  const { mean, deviation } = classification().scaler;
  const { values, steps } = exampleWindow(classification(), EXAMPLE, 3);
  return Array.from({ length: steps }, (_, t) =>
    Array.from({ length: 3 }, (_, f) => (values[t * 3 + f]! - mean[f]!) / deviation[f]!),
  );
}

function traceOf(clamp: Clamp | null = null): Promise<TraceOutput> {
  const { weightsFile, preparedFile } = files!;
  return traceJob({ weightsFile, preparedFile, example: EXAMPLE, clamp, seed: 3 });
}

const lastOf = ({ probabilities }: TraceOutput): number[] => Array.from(probabilities.subarray(-3));

const networks: readonly [string, Partial<RecurrentNetworkSpec> | TransformerSpec][] = [
  ['behind convolutions', { cell: 'gru', convolutions, pooling: 'mean' }],
  ['behind convolutions, both ways', { cell: 'lstm', convolutions, bidirectional: true, pooling: 'last' }],
  ['with attention pooling', { cell: 'gru', pooling: 'attention' }],
  [
    'with norms, both ways',
    { cell: 'lstm', layerNorm: true, layers: 2, bidirectional: true, pooling: 'mean' },
  ],
  ['with peepholes and coupled gates', { cell: 'lstm', peepholes: true, coupled: true }],
  ['of a Transformer', transformer],
  ['of a causal Transformer', { ...transformer, causal: true, pooling: 'attention', convolutions }],
];

describe.each(networks)('the trace %s', (_, changes) => {
  it('ends in what the network predicts, and leaves no tensors', async () => {
    files = await trained(classification(), changes);
    const { weightsFile, preparedFile } = files;
    const judged = await predictionsJob({ weightsFile, preparedFile, split: 'validation' });
    await traceOf();
    const before = tf.memory().numTensors;
    const trace = await traceOf();
    expect(tf.memory().numTensors).toBe(before);
    const row = judged.example.indexOf(EXAMPLE);
    expect(judged.confidence[row]).toBeCloseTo(Math.max(...lastOf(trace)), 5);
    expect(trace.probabilities).toHaveLength(trace.steps * 3);
    for (const { tensors, stride, units, gradientNorm } of trace.layers) {
      const steps = Math.ceil(trace.steps / stride);
      Object.values(tensors).forEach((values) => expect(values).toHaveLength(steps * units));
      expect(gradientNorm).toHaveLength(steps);
      expect(Math.max(...gradientNorm)).toBeGreaterThan(0);
    }
    const { poolingWeights } = trace;
    if (changes.pooling === 'attention')
      expect(poolingWeights!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    else expect(poolingWeights).toBeNull();
  });

  it('answers in between as for the shorter sequence', async () => {
    files = await trained(classification(), changes);
    const { preparedFile } = files;
    const whole = await traceOf();
    const data = classification();
    data.lengths[EXAMPLE] = 5;
    await writePrepared(preparedFile, data);
    const short = await traceOf();
    lastOf(short).forEach((value, k) => expect(whole.probabilities[4 * 3 + k]).toBeCloseTo(value, 5));
  });
});

describe('attention in a trace', () => {
  it('adds up to one in every row, and looks nowhere ahead when it is causal', async () => {
    files = await trained(classification(), { ...transformer, causal: true });
    const { attention } = await traceOf();
    expect(attention.map(({ layer, heads }) => [layer, heads])).toEqual([
      [0, 2],
      [1, 2],
    ]);
    for (const { weights, rows } of attention)
      for (let at = 0; at < weights.length; at += rows) {
        const row = weights.subarray(at, at + rows);
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
        expect(Math.max(0, ...row.subarray(((at / rows) % rows) + 1))).toBe(0);
      }
  });

  it('is made smaller for long sequences, each row still adding up to one', () => {
    const time = 1100;
    const weights = new Float32Array(time * time).fill(1 / time);
    const { rows, stride, weights: small } = attentionTrace(weights, 0, 1, time, 4);
    expect([rows, stride, small.length]).toEqual([367, 12, 367 * 367]);
    for (const row of [0, 200, 366])
      expect(small.subarray(row * 367, (row + 1) * 367).reduce((sum, value) => sum + value, 0)).toBeCloseTo(
        1,
        4,
      );
  });
});

describe('a clamped unit', () => {
  it.each(['rnn', 'lstm', 'gru'] as const)('of an %s changes the rest as the formulas say', async (cell) => {
    files = await trained(classification(), { cell, pooling: 'last', resetAfter: false });
    const weights = weightsOf(files.model.weights, 'recurrent_1');
    const clamp: Clamp = { layer: 0, direction: 'forward', unit: 1, value: 0.7, from: 2, to: 5 };
    const trace = await traceOf(clamp);
    const zeros = weights.recurrent.map(() => 0);
    let state: Step = { h: zeros, c: zeros };
    const steps = xsOf().map((x, t) => {
      state = cellStep(cell, weights, x, state);
      if (t >= 2 && t < 5) state = { ...state, h: state['h']!.map((value, k) => (k === 1 ? 0.7 : value)) };
      return state;
    });
    steps
      .flatMap(({ h }) => h!)
      .forEach((value, k) => expect(trace.layers[0]!.tensors.h[k]).toBeCloseTo(value, 5));
    const head = headOf(files.model.weights);
    steps
      .flatMap(({ h }) => softmax(applyHead(head, h!)))
      .forEach((value, k) => expect(trace.probabilities[k]).toBeCloseTo(value, 5));
    expect(trace.clamp).toEqual(clamp);
  });

  it.each([
    ['both ways', { cell: 'gru', bidirectional: true, layers: 2, pooling: 'mean' }],
    ['backwards', { cell: 'lstm', bidirectional: true, pooling: 'last' }],
    ['of a Transformer', transformer],
  ] as const)('%s answers as the free network when it is held where it is', async (name, changes) => {
    files = await trained(classification(), changes);
    const free = await traceOf();
    const layer = free.layers.at(-1)!;
    const direction = name === 'backwards' ? 'backward' : 'forward';
    const own = free.layers.find((one) => one.layer === layer.layer && one.direction === direction)!;
    const at = 3;
    const value = own.tensors.h[at * own.units + 2]!;
    const place = { layer: layer.layer, direction, unit: 2 } as const;
    // Held at its own value during one step: nothing may change at the end.
    const same = await traceOf({ ...place, value, from: at, to: at + 1 });
    lastOf(same).forEach((p, k) => expect(p).toBeCloseTo(lastOf(free)[k]!, 5));
    const other = await traceOf({ ...place, value: value + 2 });
    expect(Math.max(...lastOf(other).map((p, k) => Math.abs(p - lastOf(free)[k]!)))).toBeGreaterThan(1e-3);
  });

  it('is refused where the network has none', async () => {
    files = await trained(classification(), { cell: 'gru' });
    await expect(traceOf({ layer: 1, direction: 'forward', unit: 0, value: 0 })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});

it('of a plain RNN tells how far its recurrence has moved', async () => {
  files = await trained(classification(), { cell: 'rnn', spectralRadius: 0.5 });
  const { spectralRadius } = (await traceOf()).layers[0]!;
  expect(spectralRadius!.initial).toBeCloseTo(0.5, 4);
  expect(spectralRadius!.trained).not.toBeCloseTo(0.5, 2);
});
