import { describe, expect, it } from 'vitest';
import { fitPrefixes, answerPrefix, chooseRidge } from '../../../src/main/engine/baselines/naive/prefixes';
import { ridgeRegression } from '../../../src/main/engine/baselines/ridge';
import { describe as describeSeries } from '../../../src/main/engine/baselines/statistics/describe';
import { logisticRegression } from '../../../src/main/engine/baselines/statistics/logistic';
import { difference, expected, matrix, sequence } from './numbers';

const { regression } = expected;

describe('logistic regression', () => {
  it("has scikit-learn's weights", () => {
    const x = sequence(regression.x);
    const table = { values: x.values, rows: x.steps, width: x.width };
    const weights = logisticRegression(table, regression.labels, 3, regression.ridge);
    // Of a free intercept only differences between classes are determined.
    const intercepts = weights.slice(12);
    const mean = intercepts.reduce((sum, one) => sum + one / 3, 0);
    weights.set(
      intercepts.map((one) => one - mean),
      12,
    );
    const theirs = regression.logistic.map((row) => [...row]);
    const theirMean = theirs[4]!.reduce((sum, one) => sum + one / 3, 0);
    theirs[4] = theirs[4]!.map((one) => one - theirMean);
    expect(difference(weights, theirs)).toBeLessThan(1e-4);
  });
});

describe('ridge regression', () => {
  it.each([
    ['more rows than inputs', regression.x, regression.targets, regression.weights, regression.intercept],
    [
      'more inputs than rows',
      regression.wide,
      regression.wideTargets,
      regression.wideWeights,
      regression.wideIntercept,
    ],
  ] as const)("has scikit-learn's weights with %s", (_, x, y, weights, intercept) => {
    const fit = ridgeRegression(matrix(x), matrix(y), regression.alpha);
    expect(difference(fit.weights.to1DArray(), weights)).toBeLessThan(1e-8);
    expect(difference(fit.intercept, intercept)).toBeLessThan(1e-8);
  });

  it('chooses the penalty with the least error when scikit-learn leaves each out, over three prefixes', () => {
    const [best, error] = Object.entries(regression.leftOut).sort((a, b) => a[1] - b[1])[0]!;
    const chosen = chooseRidge(
      regression.wide.map((row) => sequence(row.map((value) => [value]))),
      matrix(regression.wideTargets),
      1,
    );
    expect(chosen).toEqual({ ridge: Number(best), error: expect.closeTo(error, 8) as number });
  });
});

describe('naive sequence model', () => {
  it("answers every prefix as scikit-learn's ridge on that prefix would", async () => {
    const sequences = regression.wide.map((row) => sequence(row.map((value) => [value])));
    const targets = matrix(regression.wideTargets);
    const ridge = regression.alpha / 15;
    const prefixes = await fitPrefixes(sequences, targets, 1, ridge, () => Promise.resolve());
    const wide = matrix(regression.wide);
    for (const t of [1, 5, 20, 24]) {
      const fit = ridgeRegression(wide.subMatrix(0, 14, 0, t - 1), targets, regression.alpha);
      const guess = wide
        .subMatrix(0, 0, 0, t - 1)
        .mmul(fit.weights)
        .to1DArray();
      const answer = answerPrefix(prefixes, sequences[0]!.values, t);
      expect(
        difference(
          answer,
          guess.map((value, c) => value + fit.intercept[c]!),
        ),
      ).toBeLessThan(1e-5);
    }
    expect(prefixes.weights.length).toBe(3 * ((24 * 25) / 2 + 24));
  });
});

it("describes a channel in numpy's numbers", () => {
  const column = regression.x.map((row) => [row[0]!]);
  expect(difference(describeSeries(sequence(column)), expected.statistics)).toBeLessThan(1e-9);
});
