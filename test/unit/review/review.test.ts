import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cutFor, fitTruth, noPrior, truthAt, truthInterval } from '../../../src/shared/review/logistic';
import { reviewQueue } from '../../../src/shared/review/review-queue';

interface Case {
  readonly confidence: readonly number[];
  readonly right: readonly boolean[];
  readonly plain: readonly [number, number];
  readonly covariance: readonly [number, number, number];
  readonly posterior: readonly [number, number];
}

/** By statsmodels and scipy (test/fixtures/review/make-truth.py). */
const cases = JSON.parse(
  readFileSync(new URL('../../fixtures/review/truth.json', import.meta.url), 'utf8'),
) as readonly Case[];
const decided = ({ confidence, right }: Pick<Case, 'confidence' | 'right'>) =>
  confidence.map((own, k) => ({ confidence: own, isRight: right[k]! }));

describe('the curve of truth against confidence', () => {
  it.each(cases)('is that of statsmodels, with its covariance ($plain)', (own) => {
    const { a, b, covariance } = fitTruth(decided(own), noPrior);
    expect(a).toBeCloseTo(own.plain[0], 7);
    expect(b).toBeCloseTo(own.plain[1], 7);
    covariance.forEach((value, k) => expect(value).toBeCloseTo(own.covariance[k]!, 6));
  });

  it.each(cases)('is with a prior where scipy finds the greatest posterior ($posterior)', (own) => {
    const { a, b } = fitTruth(decided(own));
    expect(a).toBeCloseTo(own.posterior[0], 5);
    expect(b).toBeCloseTo(own.posterior[1], 5);
  });

  it('is the confidence itself before anything was decided, and no step where it parts right from wrong', () => {
    const none = fitTruth([]);
    expect([truthAt(none, 0.3), truthAt(none, 0.9)]).toEqual([
      expect.closeTo(0.3, 12),
      expect.closeTo(0.9, 12),
    ]);
    const [low, high] = truthInterval(none, 0.5);
    expect([low < 0.05, high > 0.95]).toEqual([true, true]);
    const parted = fitTruth(
      Array.from({ length: 30 }, (_, k) => ({ confidence: (k + 1) / 31, isRight: k >= 15 })),
    );
    expect(parted.b).toBeGreaterThan(1);
    expect(parted.b).toBeLessThan(3);
    const [from, to] = truthInterval(parted, 0.9);
    expect(from).toBeLessThan(truthAt(parted, 0.9));
    expect(to).toBeGreaterThan(truthAt(parted, 0.9));
  });

  it('proposes the lowest threshold from which on enough are expected to be right', () => {
    const curve = { a: 0, b: 1 };
    // Means from the top: 0.95, 0.925, 0.85, 0.75, 0.75 (a pair), 0.62.
    const confidences = [0.6, 0.95, 0.7, 0.9, 0.6, 0.1];
    expect(cutFor(curve, confidences, 0.9)).toEqual({
      threshold: 0.9,
      count: 2,
      precision: expect.closeTo(0.925, 9),
    });
    expect(cutFor(curve, confidences, 0.75)).toEqual({
      threshold: 0.6,
      count: 5,
      precision: expect.closeTo(0.75, 9),
    });
    expect(cutFor(curve, confidences, 0.99)).toBeNull();
    expect(cutFor(curve, [], 0.5)).toBeNull();
  });
});

describe('the order of a review', () => {
  const proposals = [0.99, 0.2, 0.55, 0.8, 0.45, 0.05, 0.65, 0.9].map((confidence, k) => ({
    recording: k < 4 ? 'b.wav' : 'a.wav',
    start: 10 - k,
    confidence,
    novelty: (k * 3) % 8,
  }));

  it.each([
    ['time', [7, 6, 5, 4, 3, 2, 1, 0]],
    ['most-sure', [0, 7, 3, 6, 2, 4, 1, 5]],
    ['novel', [5, 2, 7, 4, 1, 6, 3, 0]],
  ] as const)('is by %s', (order, expected) => {
    expect(reviewQueue(proposals, order)).toEqual(expected);
  });

  it('is by how unsure the curve is, which is not where the confidence is ½', () => {
    expect(reviewQueue(proposals, 'least-sure').slice(0, 2).sort()).toEqual([2, 4]);
    // With this curve nine tenths are as good as a coin.
    expect(reviewQueue(proposals, 'least-sure', { a: -Math.log(9), b: 1 })[0]).toBe(7);
  });

  it('is even over confidence from its beginning on', () => {
    const order = reviewQueue(proposals, 'even');
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const quarters = order
      .slice(0, 4)
      .map((k) =>
        Math.floor(4 * (proposals.filter((own) => own.confidence < proposals[k]!.confidence).length / 8)),
      );
    expect(quarters.sort()).toEqual([0, 1, 2, 3]);
  });
});
