import { expect, it } from 'vitest';
import { covered, isUnexamined } from '../../../src/main/engine/review/unexamined';

it('counts what was examined twice once, and proposes what mostly was not', () => {
  const examined: [number, number][] = [
    [4, 6],
    [0, 2],
    [5, 7],
    [6.5, 6.9],
  ];
  expect(covered({ start: 1, end: 8 }, examined)).toBeCloseTo(4, 12);
  expect(covered({ start: 2, end: 4 }, examined)).toBe(0);
  expect(isUnexamined({ start: 1, end: 8 }, examined)).toBe(false);
  expect(isUnexamined({ start: 1, end: 10 }, examined)).toBe(true);
  expect(isUnexamined({ start: 9, end: 9 }, examined)).toBe(false);
});
