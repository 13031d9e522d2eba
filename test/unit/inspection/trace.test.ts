import { dirname } from 'node:path';
import { rmSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { exampleWindow } from '../../../src/main/engine/models/scale/forecast-scale';
import { predictionsJob } from '../../../src/main/engine/inspection/predictions-job';
import type { TraceOutput } from '../../../src/main/engine/inspection/trace-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import type { Cell, RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import type { LayerTrace } from '../../../src/shared/domain/trace';
import type { Step, Vector } from './by-hand';
import { applyHead, cellStep, headOf, runCell, softmax, weightsOf } from './by-hand';
import type { Trained } from './fixture';
import { classification, forecasting, trained } from './fixture';

let files: Trained | undefined;
afterEach(() => {
  if (files !== undefined) rmSync(dirname(files.weightsFile), { recursive: true });
});

const EXAMPLE = 3;

async function traceOf(
  changes: Partial<RecurrentNetworkSpec>,
): Promise<{ trace: TraceOutput; xs: Vector[] }> {
  files = await trained(classification(), changes);
  const { weightsFile, preparedFile } = files;
  const trace = await traceJob({ weightsFile, preparedFile, example: EXAMPLE });
  const { mean, deviation } = classification().scaler;
  const { values, steps } = exampleWindow(classification(), EXAMPLE, 3);
  const xs = Array.from({ length: steps }, (_, t) =>
    Array.from({ length: 3 }, (_, f) => (values[t * 3 + f]! - mean[f]!) / deviation[f]!),
  );
  return { trace, xs };
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(actual, what).toHaveLength(expected.length);
  expected.forEach((value, k) => expect(actual[k], `${what} at ${k}`).toBeCloseTo(value, 5));
}

function expectLayer(layer: LayerTrace, steps: readonly Step[]): void {
  for (const [name, data] of Object.entries(layer.tensors))
    expectClose(
      data ?? [],
      steps.flatMap((step) => step[name]!),
      `layer ${layer.layer} ${layer.direction} ${name}`,
    );
}

const gates: Record<Cell, string[]> = {
  rnn: ['h'],
  lstm: ['c', 'f', 'g', 'h', 'i', 'o'],
  gru: ['g', 'h', 'r', 'z'],
};

describe.each([
  { cell: 'rnn' },
  { cell: 'lstm' },
  { cell: 'gru', resetAfter: false },
  { cell: 'gru', resetAfter: true },
] as const)('the trace of $cell $resetAfter', (changes) => {
  it('has every gate and state as the formulas say', async () => {
    const { trace, xs } = await traceOf(changes);
    expectClose(trace.inputs, xs.flat(), 'inputs');
    const steps = runCell(changes.cell, weightsOf(files!.model.weights, 'recurrent_1'), xs);
    expect(Object.keys(trace.layers[0]!.tensors).sort()).toEqual(gates[changes.cell]);
    expectLayer(trace.layers[0]!, steps);
    const head = headOf(files!.model.weights);
    expectClose(
      trace.probabilities,
      steps.flatMap(({ h }) => softmax(applyHead(head, h!))),
      'probabilities',
    );
  });

  it('has the gradient norms that finite differences give', async () => {
    const { trace, xs } = await traceOf(changes);
    const weights = weightsOf(files!.model.weights, 'recurrent_1');
    const head = headOf(files!.model.weights);
    const label = classification().labels[EXAMPLE]!;
    const steps = runCell(changes.cell, weights, xs);
    /** The loss when the hidden state after step t is `h`. */
    const lossAfter = (t: number, h: Vector): number => {
      let state: Step = { ...steps[t]!, h };
      for (const x of xs.slice(t + 1)) state = cellStep(changes.cell, weights, x, state);
      return -Math.log(softmax(applyHead(head, state['h']!))[label]!);
    };
    const norms = steps.map(({ h }, t) => {
      const slopes = h!.map((_, j) => {
        const moved = (by: number): Vector => h!.map((value, k) => (k === j ? value + by : value));
        return (lossAfter(t, moved(1e-5)) - lossAfter(t, moved(-1e-5))) / 2e-5;
      });
      return Math.hypot(...slopes);
    });
    expectClose(trace.layers[0]!.gradientNorm, norms, 'gradient norm');
  });
});

it('stands in input time order in both directions and feeds the next layer with both', async () => {
  const { trace, xs } = await traceOf({ cell: 'lstm', bidirectional: true, layers: 2 });
  const { weights } = files!.model;
  let input = xs;
  for (const layer of [0, 1]) {
    const forward = runCell('lstm', weightsOf(weights, `recurrent_${layer + 1}/forward`), input);
    const backward = runCell('lstm', weightsOf(weights, `recurrent_${layer + 1}/backward`), input, true);
    const [first, second] = trace.layers.filter((each) => each.layer === layer);
    expect([first!.direction, second!.direction]).toEqual(['forward', 'backward']);
    expectLayer(first!, forward);
    expectLayer(second!, backward);
    input = forward.map(({ h }, t) => [...h!, ...backward[t]!['h']!]);
  }
  const answers = xs.flatMap((_, t) => {
    const prefix = xs.slice(0, t + 1);
    let layer = prefix;
    let last: Vector = [];
    for (const name of ['recurrent_1', 'recurrent_2']) {
      const forward = runCell('lstm', weightsOf(weights, `${name}/forward`), layer);
      const backward = runCell('lstm', weightsOf(weights, `${name}/backward`), layer, true);
      last = [...forward.at(-1)!['h']!, ...backward[0]!['h']!];
      layer = forward.map(({ h }, k) => [...h!, ...backward[k]!['h']!]);
    }
    return softmax(applyHead(headOf(weights), last));
  });
  expectClose(trace.probabilities, answers, 'probabilities');
});

describe.each([
  { cell: 'gru', pooling: 'last' },
  { cell: 'lstm', pooling: 'mean' },
  { cell: 'rnn', pooling: 'mean', bidirectional: true },
] as const)('the last step of $cell $pooling', (changes) => {
  it('is what the network predicts', async () => {
    const { trace } = await traceOf(changes);
    const { weightsFile, preparedFile } = files!;
    const judged = await predictionsJob({ weightsFile, preparedFile, split: 'validation' });
    const row = judged.example.indexOf(EXAMPLE);
    const last = Array.from(trace.probabilities.subarray(-3));
    expect(judged.predicted[row]).toBe(last.indexOf(Math.max(...last)));
    expect(judged.confidence[row]).toBeCloseTo(Math.max(...last), 5);
    expect(judged.loss[row]).toBeCloseTo(-Math.log(last[judged.truth[row]!]!), 5);
    expect(judged.truth[row]).toBe(classification().labels[EXAMPLE]);
  });
});

it('of a forecast ends in the forecast, in the units of the data', async () => {
  const data = forecasting();
  files = await trained(data, { cell: 'gru' });
  const { weightsFile, preparedFile } = files;
  const judged = await predictionsJob({ weightsFile, preparedFile, split: 'test' });
  const example = judged.example[2]!;
  const trace = await traceJob({ weightsFile, preparedFile, example });
  const forecast = trace.probabilities.subarray(-2);
  const truth = data.targets.subarray(example * 2, example * 2 + 2);
  const error = (Math.abs(forecast[0]! - truth[0]!) + Math.abs(forecast[1]! - truth[1]!)) / 2;
  expect(trace.probabilities).toHaveLength(8 * 2);
  expect(judged.confidence[2]).toBeCloseTo(error, 3);
  expect(judged.predicted[2]).toBe(-1);
});

it('leaves no tensor behind', async () => {
  files = await trained(classification(), { cell: 'lstm', bidirectional: true });
  const { weightsFile, preparedFile } = files;
  await traceJob({ weightsFile, preparedFile, example: 0 });
  const before = tf.memory().numTensors;
  await traceJob({ weightsFile, preparedFile, example: 1 });
  expect(tf.memory().numTensors).toBe(before);
});
