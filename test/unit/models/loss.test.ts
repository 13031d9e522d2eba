import { describe, expect, it } from 'vitest';
import { crossEntropy, huber, softmaxRows } from '../../../src/main/engine/models/network/loss';
import type { BatchLoss } from '../../../src/main/engine/models/network/loss';

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

describe('softmax', () => {
  it('is the same whatever is added to a row, and does not overflow', () => {
    const [a, b] = softmaxRows(Float32Array.of(1000, 1001, 0, 1), 2).slice(0, 2);
    expect(a).toBeCloseTo(1 / (1 + Math.E), 6);
    expect(b).toBeCloseTo(Math.E / (1 + Math.E), 6);
  });
});

describe('cross-entropy', () => {
  const labels = Int32Array.of(2, 0);
  const logits = Float32Array.of(0.2, -0.5, 1.1, 0.3, 0.9, -1.2);

  it('is the mean negative log-probability of the true class', () => {
    const p = softmaxRows(logits, 3);
    const { loss } = crossEntropy(labels, 3, { smoothing: 0, classWeights: null })(logits);
    expect(loss).toBeCloseTo(-(Math.log(p[2]!) + Math.log(p[3]!)) / 2, 6);
  });

  it('counts examples by the weight of their class', () => {
    const classWeights = Float32Array.of(3, 1, 0.5);
    const p = softmaxRows(logits, 3);
    const { loss } = crossEntropy(labels, 3, { smoothing: 0, classWeights })(logits);
    expect(loss).toBeCloseTo(-(0.5 * Math.log(p[2]!) + 3 * Math.log(p[3]!)) / 2, 6);
  });

  it('has the gradient of central differences, with smoothing and class weights', () => {
    expectGradient(
      crossEntropy(labels, 3, { smoothing: 0.2, classWeights: Float32Array.of(2, 1, 0.5) }),
      logits,
    );
  });

  it('is not a number when a logit is not', () => {
    const { loss } = crossEntropy(labels, 3, { smoothing: 0, classWeights: null })(
      Float32Array.of(0, NaN, 0, 0, 0, 0),
    );
    expect(loss).toBeNaN();
  });
});

describe('Huber loss', () => {
  it('is squared near zero and absolute beyond', () => {
    expect(huber(Float32Array.of(0, 0), 1)(Float32Array.of(0.5, 3)).loss).toBeCloseTo((0.125 + 2.5) / 2, 6);
    expectGradient(huber(Float32Array.of(0, 0, 0, 0), 2), Float32Array.of(0.5, 3, -2, -0.1));
  });
});
