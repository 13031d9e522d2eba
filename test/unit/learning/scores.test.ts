import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classificationScores } from '../../../src/main/engine/learning/classify/scores';
import { wilsonInterval } from '../../../src/shared/statistics/proportions';
import { bootstrapInterval } from '../../../src/main/engine/learning/bootstrap';
import { forecastScores, naiveError } from '../../../src/main/engine/learning/forecast/scores';
import { seriesData } from '../training/example-data';

interface ScoreCase {
  classes: number;
  logits: number[];
  truth: number[];
  accuracy: number;
  balancedAccuracy: number;
  macroF1: number;
  loss: number;
  precision: number[];
  recall: number[];
  f1: number[];
  support: number[];
  confusion: number[][];
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/training/scores.json', import.meta.url), 'utf8'),
) as { cases: ScoreCase[] };

describe.each(cases)('scores of $classes classes', (expected) => {
  const scores = classificationScores(
    Float32Array.from(expected.logits),
    Int32Array.from(expected.truth),
    Array.from({ length: expected.classes }, (_, k) => `class ${k}`),
  );

  it('are those of scikit-learn', () => {
    expect(scores.accuracy).toBeCloseTo(expected.accuracy, 10);
    expect(scores.balancedAccuracy).toBeCloseTo(expected.balancedAccuracy, 10);
    expect(scores.macroF1).toBeCloseTo(expected.macroF1, 10);
    expect(scores.loss).toBeCloseTo(expected.loss, 5);
    expect(scores.confusion).toEqual(expected.confusion);
    scores.perClass.forEach((score, k) => {
      expect(score.precision).toBeCloseTo(expected.precision[k]!, 10);
      expect(score.recall).toBeCloseTo(expected.recall[k]!, 10);
      expect(score.f1).toBeCloseTo(expected.f1[k]!, 10);
      expect(score.support).toBe(expected.support[k]);
    });
  });
});

describe('intervals', () => {
  it('are Wilson’s for a share of successes', () => {
    // Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611.
    const [low, high] = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    expect(wilsonInterval(0, 20)[1]).toBeCloseTo(0.1611, 4);
  });

  it('of a mean by bootstrap are near those of the normal distribution for many values', () => {
    const values = Float64Array.from({ length: 400 }, (_, k) => (k * 37) % 100);
    const mean = values.reduce((a, b) => a + b) / 400;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 400;
    const half = 1.96 * Math.sqrt(variance / 400);
    const [low, high] = bootstrapInterval(values);
    expect(Math.abs(low - (mean - half))).toBeLessThan(0.15 * half);
    expect(Math.abs(high - (mean + half))).toBeLessThan(0.15 * half);
  });
});

describe('forecast scores', () => {
  it('are mean errors in data units, scaled by the naive forecast', () => {
    const scores = forecastScores(Float32Array.of(1, 2, 3, 4), Float32Array.of(2, 2, 5, 1), 2, 0.5, 0.1);
    expect(scores.mae).toBeCloseTo(1.5, 6);
    expect(scores.rmse).toBeCloseTo(Math.sqrt(14 / 4), 6);
    expect(scores.mase).toBeCloseTo(3, 6);
  });

  it('take the naive error from the training part alone', () => {
    // A ramp that rises by 1 a step: one season of 4 steps before is always 4 less.
    const data = seriesData({ values: Array.from({ length: 60 }, (_, t) => t), context: 8, season: 4 });
    expect(naiveError(data)).toBeCloseTo(4, 6);
  });
});
