import { expect, it } from 'vitest';
import { GrowingColumns } from '../../../src/renderer/state/columns';

const rows = (from: number, count: number): { step: Int32Array; loss: Float32Array } => ({
  step: Int32Array.from({ length: count }, (_, at) => from + at),
  loss: Float32Array.from({ length: count }, (_, at) => (from + at) / 2),
});

it('keeps every row of many small appends', () => {
  const columns = new GrowingColumns(rows(0, 0));
  for (let from = 0; from < 10_000; from += 7) columns.append(rows(from, 7));
  expect(columns.length).toBe(10_003);
  expect(columns.view.step[10_002]).toBe(10_002);
  expect(columns.view.loss[5_001]).toBe(2500.5);
});

it('lets a resumed run write over the steps that it trains again', () => {
  const columns = new GrowingColumns(rows(1, 100));
  columns.truncate('step', 41);
  expect(columns.length).toBe(40);
  columns.append(rows(41, 5));
  expect([...columns.view.step.slice(-6)]).toEqual([40, 41, 42, 43, 44, 45]);
});
