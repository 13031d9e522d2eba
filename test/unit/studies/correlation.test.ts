import { describe, expect, it } from 'vitest';
import { correlation } from '../../../src/shared/statistics/correlation';

describe('correlation', () => {
  it('agrees with the textbook, and has none where a row is flat', () => {
    // numpy.corrcoef([1, 2, 3, 4], [2, 1, 4, 3])[0, 1] = 0.6
    expect(correlation([1, 2, 3, 4], Float32Array.from([2, 1, 4, 3]))).toBeCloseTo(0.6, 12);
    expect(correlation([1, 1], [0, 5])).toBeNull();
  });
});
