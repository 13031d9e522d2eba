import { describe, expect, it } from 'vitest';
import { headRows, stretched } from '../../src/renderer/views/look/input-time';

describe('what lies behind strided convolutions, in input time', () => {
  it('holds each row for the steps that it stands for', () => {
    expect([...stretched(Float32Array.of(1, 2, 3, 4), 2, 3, 5)]).toEqual([1, 2, 1, 2, 1, 2, 3, 4, 3, 4]);
  });

  it('spreads the columns of one head and not its rows', () => {
    const weights = Float32Array.of(1, 0, 0.25, 0.75, 0.5, 0.5, 0.1, 0.9);
    const rows = headRows(weights, 1, 2, 2, 3);
    expect([...rows]).toEqual([0.5, 0.5, 0.5, Math.fround(0.1), Math.fround(0.1), Math.fround(0.9)]);
  });
});
