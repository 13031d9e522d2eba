import { describe, expect, it } from 'vitest';
import type { SplitPredictions } from '../../src/shared/domain/run';
import {
  bootstrapMean,
  compareAccuracy,
  compareError,
  mcnemarExact,
  normalQuantile,
  tangoInterval,
} from '../../src/shared/statistics/paired';
import fixture from '../fixtures/compare/paired.json';

function predictions(
  rows: readonly (readonly [example: number, truth: number, predicted: number, confidence?: number])[],
): SplitPredictions {
  return {
    split: 'test',
    classes: ['a', 'b'],
    example: Int32Array.from(rows, (row) => row[0]),
    truth: Int32Array.from(rows, (row) => row[1]),
    predicted: Int32Array.from(rows, (row) => row[2]),
    confidence: Float32Array.from(rows, (row) => row[3] ?? 1),
    loss: new Float32Array(rows.length),
  };
}

describe('the paired difference, against scipy (test/fixtures/compare/make.py)', () => {
  it.each(fixture.mcnemar)('$onlyFirst : $onlySecond of $n at $level', (row) => {
    const [low, high] = tangoInterval(row.onlyFirst, row.onlySecond, row.n, row.level);
    expect(low).toBeCloseTo(row.interval[0]!, 5);
    expect(high).toBeCloseTo(row.interval[1]!, 5);
    expect(mcnemarExact(row.onlyFirst, row.onlySecond)).toBeCloseTo(row.pValue, 9);
  });

  it.each(fixture.quantiles)('normal quantile of %d', (p, z) => {
    expect(normalQuantile(p!)).toBeCloseTo(z!, 7);
  });

  it('bootstraps a mean as scipy does', () => {
    const { values, interval } = fixture.bootstrap;
    const [low, high] = bootstrapMean(values, { resamples: 20_000 });
    const width = interval[1]! - interval[0]!;
    expect(Math.abs(low - interval[0]!)).toBeLessThan(0.03 * width);
    expect(Math.abs(high - interval[1]!)).toBeLessThan(0.03 * width);
  });
});

describe('what the interval says', () => {
  it('has no width to speak of when two identical classifiers are compared', () => {
    const same = predictions(Array.from({ length: 400 }, (_, i) => [i, i % 2, (i % 7) % 2]));
    const difference = compareAccuracy(same, same)!;
    expect(difference.estimate).toBe(0);
    expect(difference.pValue).toBe(1);
    expect(difference.interval[0]).toBeLessThan(0);
    expect(difference.interval[1]).toBeGreaterThan(0);
    expect(difference.interval[1]).toBeLessThan(0.011);
  });

  it('pairs by example, not by row, and leaves out what only one answered', () => {
    const first = predictions([
      [5, 0, 0],
      [3, 1, 1],
      [9, 1, 0],
    ]);
    const second = predictions([
      [3, 1, 0],
      [5, 0, 0],
      [8, 0, 0],
    ]);
    expect(compareAccuracy(first, second)!.counts).toEqual({
      bothRight: 1,
      onlyFirst: 1,
      onlySecond: 0,
      bothWrong: 0,
    });
  });

  it('knows nothing of runs that share no example', () => {
    expect(compareAccuracy(predictions([[1, 0, 0]]), predictions([[2, 0, 0]]))).toBeNull();
  });

  it('compares forecasts by their mean absolute error', () => {
    const first = predictions(Array.from({ length: 60 }, (_, i) => [i, -1, -1, 2 + (i % 3)]));
    const second = predictions(Array.from({ length: 60 }, (_, i) => [i, -1, -1, 3 + (i % 3)]));
    const difference = compareError(first, second)!;
    expect(difference.estimate).toBeCloseTo(-1, 6);
    expect(difference.interval[1]).toBeLessThan(-0.999);
  });

  it('widens when neighbours err alike', () => {
    const wave = Array.from({ length: 300 }, (_, i) => Math.sin(i / 20));
    const width = ([low, high]: [number, number]): number => high - low;
    expect(width(bootstrapMean(wave, { block: 15 }))).toBeGreaterThan(2 * width(bootstrapMean(wave)));
  });
});
