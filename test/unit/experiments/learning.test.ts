import { describe, expect, it } from 'vitest';
import { gates } from '../../../src/main/engine/experiments/gates/gates';
import { heldPulse } from '../../../src/main/engine/experiments/gates/hold';
import { memory } from '../../../src/main/engine/experiments/memory/memory';
import { unrolled } from '../../../src/main/engine/experiments/unrolled/unrolled';
import { runExperiment } from './run-experiment';

/** Protects: what the experiments train does learn, and what is drawn is what the kernel computed. */

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('gates at work', () => {
  it('computes the unit that was set by hand', async () => {
    const signal = [0, 1, 0, -0.5, 0, 0];
    const { result, findings } = await runExperiment(gates, 'gates', {
      signal,
      inputBias: -4,
      inputWeight: 8,
      forgetBias: 2,
      forgetWeight: -1,
      outputBias: 1,
      outputWeight: 0.5,
      trained: false,
    });
    let c = 0;
    signal.forEach((x, t) => {
      const [i, f, o] = [
        sigmoid(-4 + 8 * Math.abs(x)),
        sigmoid(2 - Math.abs(x)),
        sigmoid(1 + 0.5 * Math.abs(x)),
      ];
      c = f * c + i * Math.tanh(2 * x);
      expect(result.hand.i[t]).toBeCloseTo(i, 5);
      expect(result.hand.f[t]).toBeCloseTo(f, 5);
      expect(result.hand.o[t]).toBeCloseTo(o, 5);
      expect(result.hand.c[t]).toBeCloseTo(c, 5);
      expect(result.hand.h[t]).toBeCloseTo(o * Math.tanh(c), 5);
    });
    expect(result.trained).toBeNull();
    expect(findings[0]!.params).toMatchObject({ writes: 2, steps: 6 });
  });

  it('knows what holding a pulse means', () => {
    expect([...heldPulse([0, 1, 0.1, -0.5, 0])]).toEqual([0, 1, 1, -0.5, -0.5]);
  });
});

describe('memory', () => {
  it('sees a GRU solve what a network without memory cannot', async () => {
    const { result, findings } = await runExperiment(memory, 'memory', {
      task: 'recall',
      lengths: [10],
      models: ['gru'],
      seeds: 1,
      parameters: 1000,
      updates: 400,
      learningRate: 0.02,
    });
    expect(result.cells).toHaveLength(1);
    expect(result.cells[0]).toMatchObject({ status: 'solved', model: 'gru', steps: 10 });
    expect(findings[0]!.code).toBe('experiment.memory.all');
  });

  it('gives the same numbers for the same seed', async () => {
    const settings = { lengths: [10], models: ['lstm'], seeds: 1, parameters: 500, updates: 100 };
    const scoreOf = async () => (await runExperiment(memory, 'memory', settings)).result.cells[0]!.score;
    const scores = [await scoreOf(), await scoreOf()];
    expect(scores[0]).not.toBeNull();
    expect(scores[1]).toBe(scores[0]);
  });
});

describe('unrolled', () => {
  it('learns its own wave a little when it is told to', async () => {
    const { result } = await runExperiment(unrolled, 'unrolled', { cell: 'gru', units: 3, updates: 50 });
    const before = (await runExperiment(unrolled, 'unrolled', { cell: 'gru', units: 3 })).result;
    expect(result.weights.kernel).not.toEqual(before.weights.kernel);
    expect(result.inputs).toEqual(before.inputs);
    expect(result.tensors.z).toHaveLength(result.steps * 3);
  });
});
