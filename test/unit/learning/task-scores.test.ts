import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../src/main/engine/learning/bootstrap';
import { detectionNumbers, rank } from '../../../src/main/engine/learning/label/detection';
import { eventScores, eventsOf } from '../../../src/main/engine/learning/label/events';
import { forecastScores, naiveError } from '../../../src/main/engine/learning/forecast/scores';
import { generationScores } from '../../../src/main/engine/learning/generate/scores';
import { labellingScores } from '../../../src/main/engine/learning/label/scores';
import { regressionNumbers, regressionScores } from '../../../src/main/engine/learning/regress/scores';
import { seriesData } from '../training/example-data';

interface Regression {
  mae: number;
  rmse: number;
  r2: number;
}
interface Fixture {
  regression: (Regression & {
    truth: number[];
    estimate: number[];
    weights: number[];
    weighted: Regression;
  })[];
  forecast: {
    horizon: number;
    season: number;
    history: number[];
    truth: number[];
    quantiles: number[];
    values: number[][];
    mae: number;
    rmse: number;
    mase: number;
    smape: number;
    maeByStep: number[];
    pinball: number[];
    below: number[];
    coverage: number;
  }[];
  detection: {
    truth: number[];
    scores: number[];
    weights: number[];
    averagePrecision: number;
    rocAuc: number;
    weighted: { averagePrecision: number; rocAuc: number };
  }[];
  labelling: {
    classes: number;
    probabilities: number[];
    truth: number[];
    accuracy: number;
    balancedAccuracy: number;
    macroF1: number;
    f1: number[];
  }[];
}
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/training/task-scores.json', import.meta.url), 'utf8'),
) as Fixture;
const once = (n: number): Int32Array => new Int32Array(n).fill(1);

describe.each(fixture.regression)('scores of values, $truth.length of them', (expected) => {
  const truth = Float32Array.from(expected.truth);
  const estimates = Float32Array.from(expected.estimate);

  it('are those of scikit-learn, with weights too', () => {
    for (const [weights, wanted] of [
      [once(truth.length), expected],
      [Int32Array.from(expected.weights), expected.weighted],
    ] as const) {
      const { mae, rmse, r2 } = regressionNumbers(estimates, truth, weights);
      expect(mae).toBeCloseTo(wanted.mae, 5);
      expect(rmse).toBeCloseTo(wanted.rmse, 5);
      expect(r2).toBeCloseTo(wanted.r2, 5);
    }
  });

  it('lie in their intervals', () => {
    const scores = regressionScores(estimates, truth, 0);
    for (const [value, [low, high]] of [
      [scores.mae, scores.maeInterval],
      [scores.rmse, scores.rmseInterval],
      [scores.r2, scores.r2Interval],
    ] as const) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });
});

describe.each(fixture.forecast)('scores of forecasts', (expected) => {
  const data = seriesData({ values: expected.history, context: 10, season: expected.season });
  const all = { ...data, splits: data.splits.map(() => 0) };
  const values = expected.values.map((own) => Float32Array.from(own));
  const scores = forecastScores(
    values[1]!,
    Float32Array.from(expected.truth),
    expected.horizon,
    naiveError({ ...all, lengths: all.lengths.map(() => 11) }),
    0,
    expected.horizon,
    { quantiles: expected.quantiles, values },
  );

  it('are those of scikit-learn and numpy', () => {
    expect(scores.mae).toBeCloseTo(expected.mae, 5);
    expect(scores.rmse).toBeCloseTo(expected.rmse, 5);
    expect(scores.mase).toBeCloseTo(expected.mase, 5);
    expect(scores.smape).toBeCloseTo(expected.smape, 6);
    scores.maeByStep!.forEach((mae, step) => expect(mae).toBeCloseTo(expected.maeByStep[step]!, 5));
    scores.quantiles!.forEach(({ pinball, below }, q) => {
      expect(pinball).toBeCloseTo(expected.pinball[q]!, 5);
      expect(below).toBeCloseTo(expected.below[q]!, 10);
    });
    expect(scores.coverage!.share).toBeCloseTo(expected.coverage, 10);
    expect(scores.coverage!.wanted).toBeCloseTo(0.8, 10);
  });
});

describe.each(fixture.detection)('detection in $truth.length steps', (expected) => {
  it('is what scikit-learn says, with ties and weights too', () => {
    const ranking = rank(Float32Array.from(expected.scores));
    const positive = Uint8Array.from(expected.truth);
    const plain = detectionNumbers(ranking, positive, once(positive.length));
    expect(plain.averagePrecision).toBeCloseTo(expected.averagePrecision, 10);
    expect(plain.rocAuc).toBeCloseTo(expected.rocAuc, 10);
    const weighted = detectionNumbers(ranking, positive, Int32Array.from(expected.weights));
    expect(weighted.averagePrecision).toBeCloseTo(expected.weighted.averagePrecision, 10);
    expect(weighted.rocAuc).toBeCloseTo(expected.weighted.rocAuc, 10);
  });
});

describe.each(fixture.labelling)('labelled steps of $classes classes', (expected) => {
  const scores = labellingScores(
    {
      probabilities: Float32Array.from(expected.probabilities),
      truth: Int32Array.from(expected.truth),
      borders: new Set(),
    },
    {
      classes: Array.from({ length: expected.classes }, (_, k) => `${k}`),
      trainSteps: Array.from({ length: expected.classes }, (_, k) => 100 - k),
      windowSteps: 8,
    },
  );

  it('have the scores of scikit-learn, inside their intervals', () => {
    expect(scores.accuracy).toBeCloseTo(expected.accuracy, 10);
    expect(scores.balancedAccuracy.value).toBeCloseTo(expected.balancedAccuracy, 10);
    expect(scores.macroF1.value).toBeCloseTo(expected.macroF1, 10);
    scores.perClass.forEach(({ f1 }, k) => expect(f1).toBeCloseTo(expected.f1[k]!, 10));
    for (const { value, interval } of [scores.balancedAccuracy, scores.macroF1]) {
      expect(interval[0]).toBeLessThanOrEqual(value);
      expect(interval[1]).toBeGreaterThanOrEqual(value);
    }
  });

  it('are looked through for the rarer of two classes only', () => {
    expect(scores.detection?.positive).toBe(expected.classes === 2 ? '1' : undefined);
  });
});

describe('events', () => {
  // truth     . a a . . b b b . a
  // predicted . . a a . a . . b a
  const truth = Int32Array.of(0, 1, 1, 0, 0, 2, 2, 2, 0, 1);
  const predicted = Int32Array.of(0, 0, 1, 1, 0, 1, 0, 0, 2, 1);

  it('are met by an overlapping one of their class', () => {
    const scores = eventScores(eventsOf(truth, 0, new Set()), eventsOf(predicted, 0, new Set()));
    // Of a, b, a the two a are met; of a, a, b, a the first and the last meet one.
    expect(scores).toMatchObject({ events: 3, predicted: 4, recall: 2 / 3, precision: 0.5 });
    expect(scores.f1).toBeCloseTo(4 / 7, 10);
  });

  it('end where a series ends', () => {
    expect(eventsOf(Int32Array.of(1, 1, 1, 1), 0, new Set([2]))).toEqual([
      { label: 1, start: 0, end: 2 },
      { label: 1, start: 2, end: 4 },
    ]);
  });
});

describe('next values', () => {
  it('are scored in deviations of their channels, without steps that are judged elsewhere', () => {
    const none = Number.NaN;
    // Two examples of two steps and two channels, whose deviations are 1 and 10.
    const estimates = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40);
    const truth = Float32Array.of(none, none, 4, 10, 3, 20, 5, 60);
    const scores = generationScores(estimates, truth, [2, 2], [1, 10], 0);
    expect(scores.mae).toBeCloseTo((2 + 1 + 0 + 1 + 1 + 2) / 6, 6);
    expect(scores.residuals[0]).toBeCloseTo(Math.sqrt((4 + 0 + 1) / 3), 6);
    expect(scores.residuals[1]).toBeCloseTo(Math.sqrt((100 + 100 + 400) / 3), 5);
  });
});

describe('the block bootstrap', () => {
  it('draws n values, neighbours together', () => {
    bootstrap(10, 5, (weights) => {
      expect(weights.reduce((a, b) => a + b, 0)).toBe(10);
      return [0];
    });
    // One block as long as the series is the series itself.
    expect(bootstrap(6, 6, (weights) => [Math.max(...weights)])).toEqual([[1, 1]]);
  });

  it('is wider than the plain one where neighbours are alike', () => {
    const values = Float64Array.from({ length: 400 }, (_, k) => Math.floor(k / 40) % 2);
    const width = (block: number): number => {
      const [[low, high]] = bootstrap(400, block, (weights) => [
        values.reduce((sum, value, k) => sum + value * weights[k]!, 0) / 400,
      ]) as [[number, number]];
      return high - low;
    };
    expect(width(40)).toBeGreaterThan(2 * width(1));
  });
});
