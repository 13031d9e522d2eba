import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mcnemarExact } from '../../../src/shared/statistics/paired';
import { errorAt, extrapolate, fitPowerLaw } from '../../../src/shared/statistics/power-law';
import { resampledMean } from '../../../src/shared/statistics/resampled-t';
import { wilcoxonSignedRank } from '../../../src/shared/statistics/wilcoxon';

/** Protects: tests of scores, against scipy (test/fixtures/statistics/make.py). */

interface Fixture {
  readonly resampled: readonly {
    readonly values: readonly number[];
    readonly ratio: number;
    readonly estimate: number;
    readonly interval: readonly [number, number];
    readonly pValue: number;
  }[];
  readonly oneSample: { readonly values: readonly number[]; readonly pValue: number };
  readonly wilcoxon: readonly { readonly values: readonly number[]; readonly pValue: number }[];
  readonly mcnemar: readonly (readonly [number, number, number])[];
}
const fixture = JSON.parse(readFileSync('test/fixtures/statistics/scipy.json', 'utf8')) as Fixture;

describe('tests of scores', () => {
  it.each(fixture.resampled)('the corrected resampled t of %#', ({ values, ratio, ...wanted }) => {
    const { estimate, interval, pValue } = resampledMean(values, ratio);
    expect(estimate).toBeCloseTo(wanted.estimate, 12);
    expect(interval![0]).toBeCloseTo(wanted.interval[0], 6);
    expect(interval![1]).toBeCloseTo(wanted.interval[1], 6);
    expect(pValue).toBeCloseTo(wanted.pValue, 6);
  });

  it('the ordinary t where nothing was resampled', () => {
    const { values, pValue } = fixture.oneSample;
    expect(resampledMean(values, 0).pValue).toBeCloseTo(pValue, 6);
  });

  it.each(fixture.wilcoxon)('Wilcoxon’s signed ranks of %#', ({ values, pValue }) => {
    expect(wilcoxonSignedRank(values).pValue).toBeCloseTo(pValue, 5);
  });

  it.each(fixture.mcnemar)('McNemar’s exact test of %d against %d', (a, b, pValue) => {
    expect(mcnemarExact(a, b)).toBeCloseTo(pValue, 10);
  });

  it('says nothing of one value, and of none that differ', () => {
    expect(resampledMean([0.5], 0.1)).toEqual({ estimate: 0.5, interval: null, pValue: null });
    expect(wilcoxonSignedRank([0, 0]).pValue).toBe(1);
  });
});

describe('a power law', () => {
  const at = (law: Parameters<typeof errorAt>[0], seeds = 1) =>
    [20, 40, 80, 160, 320].map((examples) => ({
      examples,
      errors: new Array<number>(seeds).fill(errorAt(law, examples)),
    }));

  it.each([
    { scale: 2, slope: 0.5, rest: 0 },
    { scale: 5, slope: 0.9, rest: 0.02 },
  ])('is found again: %o', (law) => {
    const sizes = at(law);
    for (const examples of [100, 3200])
      expect(errorAt(fitPowerLaw(sizes)!, examples)).toBeCloseTo(errorAt(law, examples), 2);
  });

  it('is not fitted to one size, and has no interval without seeds', () => {
    expect(extrapolate(at({ scale: 1, slope: 1, rest: 0 }).slice(0, 1), 100)).toBeNull();
    expect(extrapolate(at({ scale: 1, slope: 1, rest: 0 }), 100)!.interval).toBeNull();
  });

  it('holds the truth in its interval where seeds scatter about it', () => {
    const sizes = at({ scale: 2, slope: 0.5, rest: 0 }, 4).map(({ examples, errors }) => ({
      examples,
      errors: errors.map((error, k) => error * (1 + 0.1 * [-1, 1, -0.5, 0.5][k]!)),
    }));
    const [low, high] = extrapolate(sizes, 3200)!.interval!;
    const truth = errorAt({ scale: 2, slope: 0.5, rest: 0 }, 3200);
    expect(low).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
  });

  it('never says that more examples make it worse', () => {
    const sizes = [10, 20, 40].map((examples, k) => ({ examples, errors: [0.1 + 0.1 * k] }));
    expect(fitPowerLaw(sizes)!.slope).toBe(0);
  });
});
