import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy, huber, whereKnown } from '../../../src/main/engine/models/network/loss';
import type { BatchLoss } from '../../../src/main/engine/models/network/loss';
import {
  decodeQuantiles,
  medianOf,
  pinball,
  quantileLoss,
} from '../../../src/main/engine/learning/forecast/quantiles';

function expectGradient(loss: BatchLoss, at: Float32Array): void {
  const { gradient } = loss(at);
  at.forEach((value, k) => {
    const moved = (change: number): number => {
      const values = at.slice();
      values[k] = value + change;
      return loss(values).loss;
    };
    expect(gradient[k]).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 3);
  });
}

describe('quantiles', () => {
  const levels = [0.05, 0.25, 0.5, 0.9];

  it('never cross, whatever the network says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (raw) => {
          const values = decodeQuantiles(Float32Array.from(raw), levels);
          for (let k = 1; k < 4; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]!);
          expect(values[medianOf(levels)]).toBeCloseTo(raw[2]!, 5);
        },
      ),
    );
  });

  it('have the gradient of central differences', () => {
    const raw = Float32Array.of(0.3, -0.4, 0.2, 0.6, -1.1, 0.5, -0.7, 0.1);
    expectGradient(quantileLoss(Float32Array.of(2.1, -4.3), levels), raw);
    expectGradient(quantileLoss(Float32Array.of(0.05, -0.5), levels), raw);
  });

  it('cost what Koenker and Bassett say', () => {
    // 3 above the 0.9 quantile costs 2.7, 3 below it 0.3.
    expect(pinball(0.9, 5, 2)).toBeCloseTo(2.7, 10);
    expect(pinball(0.9, 2, 5)).toBeCloseTo(0.3, 10);
  });
});

describe('what is not judged', () => {
  it('neither counts nor pulls in a loss of classes', () => {
    const options = { smoothing: 0.1, classWeights: Float32Array.of(1, 3) };
    const logits = Float32Array.of(0.3, -0.2, 9, -9, 0.7, 0.1);
    const masked = crossEntropy(Int32Array.of(0, -1, 1), 2, options)(logits);
    const without = crossEntropy(Int32Array.of(0, 1), 2, options)(Float32Array.of(0.3, -0.2, 0.7, 0.1));
    expect(masked.loss).toBeCloseTo(without.loss, 6);
    expect([...masked.gradient.subarray(2, 4)]).toEqual([0, 0]);
    expect(masked.gradient[4]).toBeCloseTo(without.gradient[2]!, 6);
  });

  it('neither counts nor pulls in a loss of values', () => {
    const targets = Float32Array.of(1, Number.NaN, -2);
    const loss = whereKnown(targets, (known) => huber(known, known.length));
    const { loss: value, gradient } = loss(Float32Array.of(1.5, 100, 1));
    expect(value).toBeCloseTo((0.125 + 2.5) / 2, 6);
    expect([...gradient]).toEqual([0.25, 0, 0.5]);
  });
});
