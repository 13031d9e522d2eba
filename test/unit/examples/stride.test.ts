import { describe, expect, it } from 'vitest';
import { defaultStride, windowsOf } from '../../../src/main/engine/examples/windows';

const split = {
  kind: 'time',
  testFraction: 0.2,
  validationFraction: 0.2,
  seed: 1,
  stratified: false,
} as const;
const forecast = {
  horizonSteps: 1,
  contextSteps: 64,
  seasonSteps: 1,
  trainStrideSteps: 80,
  strideSteps: 1,
  known: [],
  calendar: [],
  seasonalDifferences: false,
};

describe('the stride of judged windows', () => {
  it('is the horizon where that is no more work than training, so that each value is forecast once', () => {
    expect(defaultStride(2_000, 6_400, { seasonSteps: 24, horizonSteps: 3 })).toBe(3);
    expect(defaultStride(16_000, 8_000, { seasonSteps: 1, horizonSteps: 1 })).toBe(1);
  });

  it('takes no longer to judge than an epoch trains, at every phase of the season', () => {
    const stride = defaultStride(200_000, 8_000, { seasonSteps: 24, horizonSteps: 1 });
    expect(stride).toBe(13);
    expect(defaultStride(200_000, 8_000, { seasonSteps: 26, horizonSteps: 1 })).toBe(15);
  });

  it('judges a part of a million rows with as many windows as it trains on', () => {
    const windows = windowsOf(0, { length: 1_000_000 }, split, { ...forecast, strideSteps: 25 });
    const count = (part: string): number => windows.filter((window) => window.split === part).length;
    expect(count('train')).toBe(8_000);
    expect(count('validation')).toBe(6_400);
    expect(count('test')).toBe(8_000);
    // In the order of time, none of which has a target in two parts.
    expect(windows.every(({ row }, k) => k === 0 || row > windows[k - 1]!.row)).toBe(true);
  });

  it('begins the test part later where a series is too short to be seen before it', () => {
    const windows = windowsOf(0, { length: 20 }, split, { ...forecast, contextSteps: 18, strideSteps: 3 });
    expect(windows).toEqual([{ series: 0, row: 1, split: 'test' }]);
  });
});
