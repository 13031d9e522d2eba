import { expect, it } from 'vitest';
import { runId, runName } from '../../../src/main/engine/runs/naming';
import { exampleNetwork as model } from './example-run';

it('names runs after network and data, with the next free number', () => {
  expect(runName(model, 'Vowels', [])).toBe('GRU 8 · Vowels · 1');
  expect(runName(model, 'Vowels', ['GRU 8 · Vowels · 2', 'mine', 'GRU 8 · Vowels · x'])).toBe(
    'GRU 8 · Vowels · 3',
  );
  const deep = { ...model, cell: 'lstm', layers: 2, bidirectional: true } as const;
  expect(runName(deep, 'Vowels', ['GRU 8 · Vowels · 2'])).toBe('LSTM 8×2 ⇄ · Vowels · 1');
  expect(runName({ ...model, cell: 'rnn', activation: 'relu' }, 'A', [])).toBe('RNN relu 8 · A · 1');
});

it('gives ids that sort by time and are allowed as names of folders everywhere', () => {
  const [one, two] = [
    runId(model, new Date('2026-01-02T03:04:05Z')),
    runId(model, new Date('2026-01-02T03:04:06Z')),
  ];
  expect(one).toMatch(/^20260102-030405-gru-[0-9a-f]{6}$/);
  expect(one < two).toBe(true);
});
