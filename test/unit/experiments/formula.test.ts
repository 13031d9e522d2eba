import { describe, expect, it } from 'vitest';
import { unrolled } from '../../../src/main/engine/experiments/unrolled/unrolled';
import { formulaOf } from '../../../src/renderer/views/experiments/formula';
import { experimentTable, toCsv } from '../../../src/shared/figures/experiment-table';
import { shownSteps } from '../../../src/shared/figures/unrolled';
import { runExperiment } from './run-experiment';

/** Protects: the formula with its numbers is the one that the kernel computed. */

describe.each([
  { cell: 'rnn', activation: 'tanh' },
  { cell: 'rnn', activation: 'relu' },
  { cell: 'lstm', activation: 'tanh' },
  { cell: 'gru', activation: 'tanh' },
])('the formula of $cell $activation', (settings) => {
  it('comes to the traced numbers at every step and unit', async () => {
    const { result } = await runExperiment(unrolled, 'unrolled', { ...settings, units: 3, seed: 4 });
    for (const t of [0, 1, 7, result.steps - 1])
      for (let unit = 0; unit < 3; unit++)
        for (const { name, value, numbers } of formulaOf(result, t, unit)) {
          const tensor = result.tensors[name.slice(0, 1) as 'h'];
          expect(value, `${name} at ${t}`).toBeCloseTo(tensor[t * 3 + unit]!, 5);
          expect(numbers).not.toContain('NaN');
        }
  });
});

it('shows the steps around the one that is looked at', () => {
  expect(shownSteps(40, 0, 370)).toEqual([0, 10]);
  expect(shownSteps(40, 20, 370)).toEqual([15, 25]);
  expect(shownSteps(40, 39, 370)).toEqual([30, 40]);
  expect(shownSteps(5, 2, 370)).toEqual([0, 5]);
});

it('writes a table with a row for each step', async () => {
  const { result } = await runExperiment(unrolled, 'unrolled', { cell: 'lstm', units: 2 });
  const lines = toCsv(experimentTable(result)).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + result.steps);
  expect(lines[0]!.split(',')).toHaveLength(2 + 6 * 2);
  expect(Number(lines[1]!.split(',')[2])).toBeCloseTo(result.tensors.h[0]!, 9);
});
