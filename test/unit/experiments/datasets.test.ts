import { describe, expect, it } from 'vitest';
import { metricOf } from '../../../src/main/engine/experiments/judged';
import { lstmOrGruFindings } from '../../../src/main/engine/experiments/lstm-or-gru/findings';
import { withTrainingShare } from '../../../src/main/engine/experiments/lstm-or-gru/subset';
import { roadFindings } from '../../../src/main/engine/experiments/road/findings';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import type { LstmOrGruResult, RoadResult } from '../../../src/shared/domain/experiment-results';
import { meanWithInterval, studentQuantile } from '../../../src/shared/statistics/student';
import { oscillations } from '../training/example-data';

/** Protects: comparisons on a person's data are fair, and say no more than their numbers do. */

describe('a share of the training part', () => {
  const data = oscillations({ examples: 90, classes: 3 });
  const half = withTrainingShare(data, 0.5, 1);

  it('keeps every class in proportion and leaves validation and test alone', () => {
    const count = (of: typeof data, label: number): number =>
      examplesOf(of, 'train').filter((example) => of.labels[example] === label).length;
    for (const label of [0, 1, 2]) expect(count(half, label)).toBe(Math.round(count(data, label) / 2));
    for (const split of ['validation', 'test'] as const)
      expect(examplesOf(half, split)).toEqual(examplesOf(data, split));
  });

  it('is the same for the same seed, another for another, and all of it when whole', () => {
    expect(withTrainingShare(data, 0.5, 1).splits).toEqual(half.splits);
    expect(withTrainingShare(data, 0.5, 2).splits).not.toEqual(half.splits);
    expect(withTrainingShare(data, 1, 1)).toBe(data);
  });

  it('scales by what is left to train on alone', () => {
    const rows = [...examplesOf(half, 'train')].flatMap((example) => {
      const start = half.starts[example]!;
      return Array.from({ length: half.lengths[example]! }, (_, t) => half.features[(start + t) * 2]!);
    });
    const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length;
    const deviation = Math.sqrt(rows.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows.length);
    expect(half.scaler.mean[0]).toBeCloseTo(mean, 5);
    expect(half.scaler.deviation[0]).toBeCloseTo(deviation, 5);
    expect(metricOf(half)).toBe('accuracy');
  });
});

describe("Student's t", () => {
  // Tables of the two-sided 95 % and 99 % quantiles, such as NIST's (itl.nist.gov, 1.3.6.7.2).
  it.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 4, 2.776],
    [0.95, 9, 2.262],
    [0.95, 30, 2.042],
    [0.99, 4, 4.604],
  ])('exceeds with level %d and %d degrees of freedom %d', (level, freedom, t) => {
    expect(studentQuantile(level, freedom)).toBeCloseTo(t, 3);
  });

  it('gives the interval of a mean', () => {
    const { estimate, interval } = meanWithInterval([1, 2, 3, 4, 5]);
    // 3 ± 2.776 · √2.5 / √5
    expect(estimate).toBe(3);
    expect(interval![0]).toBeCloseTo(3 - 1.963, 2);
    expect(meanWithInterval([2]).interval).toBeNull();
  });
});

describe('the sentence about LSTM and GRU', () => {
  const result = (interval: [number, number]): LstmOrGruResult => ({
    experiment: 'lstm-or-gru',
    dataset: 'd',
    metric: 'accuracy',
    testExamples: 100,
    floor: 0.2,
    models: [],
    trainings: [1, 2].map((seed) => ({ model: 'lstm' as const, examples: 50, seed, score: 0.9 })),
    differences: [{ examples: 50, estimate: (interval[0] + interval[1]) / 2, interval }],
  });

  it('names a better one only when the interval leaves out zero', () => {
    expect(lstmOrGruFindings(result([0.01, 0.05]))[0]).toMatchObject({
      code: 'experiment.lstmOrGru.better',
      params: { better: 'LSTM' },
    });
    expect(lstmOrGruFindings(result([-0.05, -0.01]))[0]!.params).toMatchObject({ better: 'GRU' });
    expect(lstmOrGruFindings(result([-0.01, 0.03]))[0]!.code).toBe('experiment.lstmOrGru.same');
  });
});

describe('the sentence about the road', () => {
  const row = (model: string, score: number, reach: number): RoadResult['rows'][number] => ({
    step: 1,
    model,
    status: 'done',
    parameters: 1,
    seconds: 1,
    score,
    interval: [score - reach, score + reach],
    scores: [score],
    reason: null,
  });
  const result = (metric: RoadResult['metric'], rows: RoadResult['rows']): RoadResult => ({
    experiment: 'road',
    dataset: 'd',
    metric,
    testExamples: 40,
    floor: { name: 'majority', value: 0.5 },
    rows,
  });

  it('says whose intervals overlap with the best, and who is not above the floor', () => {
    const [best, floor] = roadFindings(
      result('accuracy', [row('a', 0.9, 0.05), row('b', 0.82, 0.05), row('c', 0.4, 0.05)]),
    );
    expect(best).toMatchObject({ code: 'experiment.road.near', params: { model: 'a', near: 'b' } });
    expect(floor).toMatchObject({ code: 'experiment.road.below', params: { models: 'c' } });
  });

  it('takes the smaller error for the better', () => {
    const [best, floor] = roadFindings(result('mae', [row('a', 0.4, 0.01), row('b', 0.3, 0.01)]));
    expect(best).toMatchObject({ code: 'experiment.road.best', params: { model: 'b' } });
    expect(floor!.code).toBe('experiment.road.above');
  });
});
