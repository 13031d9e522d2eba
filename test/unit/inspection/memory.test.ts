import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryJob, saliencyJob, stateSpaceJob } from '../../../src/main/engine/inspection/insight-jobs';
import { memoryFromGates } from '../../../src/main/engine/inspection/memory/from-gates';
import { taskNeed } from '../../../src/main/engine/inspection/memory/need';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { gateCount } from '../../../src/main/engine/models/network/layout';
import { writeWeights } from '../../../src/main/engine/models/network/weights-file';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import type { Cell } from '../../../src/shared/domain/model';
import type { Trained } from './fixture';
import { classification, forecasting, trained } from './fixture';

let files: Trained | undefined;
afterEach(() => {
  if (files !== undefined) rmSync(dirname(files.weightsFile), { recursive: true });
  files = undefined;
});

/** Sequences long enough that a memory of some ten steps can be followed to its end. */
function long(): HeldData {
  const lengths = new Int32Array(6).fill(120);
  const random = new RandomStream(2, 'sample');
  return {
    ...classification(),
    features: Float32Array.from({ length: 720 * 3 }, () => random.normal()),
    starts: lengths.map((_, k) => 120 * k),
    lengths,
  };
}

/** Column of the candidate's weights, of LSTM and GRU alike. */
const CANDIDATE = 2;

/** A network whose units write nothing on to one another and hold what they have for `steps` steps each. */
async function holding(cell: Cell, steps: readonly number[]): Promise<Trained> {
  const units = steps.length;
  files = await trained(long(), { cell, units, layers: 1, pooling: 'last', resetAfter: false });
  const gates = gateCount[cell];
  const weights = files.model.weights.map((weight) => {
    const data = weight.data.slice();
    if (weight.name.endsWith('recurrent_kernel')) data.fill(0);
    if (weight.name === 'recurrent_1/kernel')
      for (let k = 0; k < data.length; k++)
        data[k] = Math.floor((k % (gates * units)) / units) === CANDIDATE ? 0.3 : 0;
    if (weight.name === 'recurrent_1/bias') {
      data.fill(0);
      // f of an LSTM, z of a GRU.
      const at = cell === 'lstm' ? units : 0;
      steps.forEach((tau, k) => {
        const gate = Math.exp(-1 / tau);
        data[at + k] = Math.log(gate / (1 - gate));
      });
    }
    return { ...weight, data };
  });
  await writeWeights(files.weightsFile, { ...files.model, weights });
  return files;
}

describe.each(['lstm', 'gru'] as const)('the memory of an %s', (cell) => {
  it('is what its gates were set to, by both ways', async () => {
    const taus = [2, 5, 9, 14];
    const { weightsFile, preparedFile } = await holding(cell, taus);
    const { layers } = await memoryJob({ weightsFile, preparedFile, seed: 1 });
    const [layer] = layers;
    taus.forEach((tau, k) => {
      expect(layer!.gates!.mean[k]! / tau).toBeCloseTo(1, 3);
      expect(layer!.measured[k]! / tau).toBeGreaterThan(0.9);
      expect(layer!.measured[k]! / tau).toBeLessThan(1.1);
    });
    expect([layer!.compared, layer!.agreeing]).toEqual([4, 4]);
  });

  it('falls in the states and in the answer', async () => {
    const { weightsFile, preparedFile } = await holding(cell, [3, 3, 3, 3]);
    const { states, answer } = await memoryJob({ weightsFile, preparedFile, seed: 1 });
    for (const { lags, left } of [states, answer]) {
      const at = (lag: number): number => left[lags.indexOf(lag)]!;
      expect(Math.max(...left)).toBe(1);
      expect(at(lags.find((lag) => lag >= 12)!)).toBeLessThan(0.1);
    }
  });
});

it('knows no memory by gates of a plain RNN, and says so of what does not end', () => {
  expect(memoryFromGates('rnn', 2, [])).toBeNull();
  const steps = { steps: 2, inputs: new Float32Array(2), gates: { f: Float32Array.of(1, 0, 1, 0) } };
  expect([...memoryFromGates('lstm', 2, [steps])!.mean]).toEqual([Infinity, 0]);
});

describe('how far back a task makes one look', () => {
  const lags = Int32Array.of(0, 1, 2, 3, 4);
  const random = new RandomStream(4, 'sample');
  const samples = (telling: number): { read: Float32Array; answer: number }[] =>
    Array.from({ length: 300 }, () => {
      const answer = random.below(2);
      const read = Float32Array.from({ length: 10 }, () => random.normal());
      read[telling * 2 + 1]! += 2 * answer;
      return { read, answer };
    });

  it('is the last lag that tells of the answer', () => {
    const need = taskNeed(samples(3), lags, 2, 1)!;
    expect(need.lag).toBe(3);
    expect(need.information[3]).toBeGreaterThan(0.15);
    expect(Math.abs(need.information[1]!)).toBeLessThan(need.chance);
  });

  it('is nothing where nothing tells, and unknown of few samples', () => {
    const blind = samples(0).map(({ answer }) => ({
      read: Float32Array.from({ length: 10 }, () => random.normal()),
      answer,
    }));
    expect(taskNeed(blind, lags, 2, 1)!.lag).toBeNull();
    expect(taskNeed(blind.slice(0, 20), lags, 2, 1)).toBeNull();
  });
});

describe('jobs of insight', () => {
  it('explain what the network says, of a forecast too', async () => {
    files = await trained(forecasting(), { cell: 'lstm' });
    const { weightsFile, preparedFile } = files;
    const found = await saliencyJob({ weightsFile, preparedFile, example: 27, output: 1 });
    expect(found).toMatchObject({ output: 'value@2', measure: 'scaled', at: null, steps: 8 });
    const sum = found.integrated.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(found.value - found.baselineValue, 3);
    await expect(saliencyJob({ weightsFile, preparedFile, example: 27, output: 2 })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('find the states of each direction, with the ways through them', async () => {
    files = await trained(long(), { cell: 'gru', bidirectional: true });
    const { weightsFile, preparedFile } = files;
    const told: number[] = [];
    const job = { weightsFile, preparedFile, layer: 0, starts: 30, seed: 1, input: null } as const;
    const { found } = await stateSpaceJob({ ...job, direction: 'backward' }, ({ done }) => told.push(done));
    expect(found!.points.reduce((sum, { starts }) => sum + starts, found!.outside)).toBeLessThanOrEqual(30);
    expect(found!.points[0]!.state).toHaveLength(4);
    expect(found!.trajectories.map(({ example }) => example)).toEqual([2, 3, 4, 5]);
    expect(found!.trajectories[0]!.label).toBe(2);
    expect(found!.explained.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1 + 1e-9);
    expect(told.length).toBeGreaterThan(0);
    await expect(stateSpaceJob({ ...job, layer: 1, direction: 'forward' }, () => {})).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('hold the input of one step where that is asked', async () => {
    files = await trained(long(), { cell: 'rnn' });
    const { weightsFile, preparedFile } = files;
    const job = { weightsFile, preparedFile, layer: 0, direction: 'forward', starts: 20, seed: 1 } as const;
    const mean = await stateSpaceJob({ ...job, input: null }, () => {});
    const one = await stateSpaceJob({ ...job, input: { example: 3, step: 7 } }, () => {});
    expect(one.found!.input).toEqual({ example: 3, step: 7 });
    expect(one.found!.points[0]?.state).not.toEqual(mean.found!.points[0]?.state);
  });
});
