import { describe, expect, it } from 'vitest';
import { flipFlop } from '../../../src/main/engine/experiments/flip-flop/flip-flop';
import { flipFlops, STEPS } from '../../../src/main/engine/experiments/flip-flop/task';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { experimentFigure } from '../../../src/shared/figures';
import { paperTheme } from '../../../src/shared/figures/figure';
import { runExperiment } from './run-experiment';

it('asks for what each bit was last set to', () => {
  const { batch, targets } = flipFlops(5, 2, new RandomStream(1, 'order'));
  for (let row = 0; row < 5; row++)
    for (let bit = 0; bit < 2; bit++) {
      let held = 0;
      for (let t = 0; t < STEPS; t++) {
        const at = (row * STEPS + t) * 2 + bit;
        if (batch.inputs[at] !== 0) held = batch.inputs[at]!;
        expect(targets[at]).toBe(held);
        expect(Math.abs(held)).toBe(1);
      }
    }
});

describe('a network that holds two bits', () => {
  it.each(['gru', 'lstm'])('has a stable point for each word, and saddles between them: %s', async (cell) => {
    const settings = { cell, bits: 2, units: 12, updates: 600, starts: 100 };
    const { result, findings } = await runExperiment(flipFlop, 'flip-flop', settings);
    const { points, errors } = result;
    expect(errors.at(-1)).toBeLessThan(0.02);
    const stable = points.filter(({ kind, unstable }) => kind === 'fixed' && unstable === 0);
    const words = stable.map(({ answer }) => answer.map(Math.sign).join());
    expect(new Set(words).size).toBe(4);
    expect(points.some(({ kind, unstable }) => kind === 'fixed' && unstable === 1)).toBe(true);
    expect(findings.map(({ code }) => code)).toEqual([
      'experiment.flipFlop.learnt',
      'experiment.flipFlop.cube',
      'experiment.flipFlop.saddles',
    ]);
  });

  it('says so where it was given too few updates, and still draws', async () => {
    const { result, findings } = await runExperiment(flipFlop, 'flip-flop', {
      ...{ bits: 2, units: 4, updates: 100, starts: 50, cell: 'rnn' },
    });
    expect(findings.map(({ code }) => code)).toContain('experiment.flipFlop.notLearnt');
    const context = {
      ...{ width: 600, height: 400, dark: false, theme: paperTheme },
      text: (key: string) => key,
    };
    const { series } = experimentFigure(result, context);
    expect((series as unknown[]).length).toBe(24 + 3);
  });
});
