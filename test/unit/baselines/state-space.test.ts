import { describe, expect, it } from 'vitest';
import { emStep } from '../../../src/main/engine/baselines/latent/em';
import { filter, filterSchedule, forecastFrom } from '../../../src/main/engine/baselines/latent/kalman';
import type { StateSpace } from '../../../src/main/engine/baselines/latent/kalman';
import { subspaceFit } from '../../../src/main/engine/baselines/latent/subspace';
import { difference, expected, matrix, sequence } from './numbers';

const { kalman } = expected;
const model: StateSpace = {
  a: matrix(kalman.a),
  c: matrix(kalman.c),
  d: Float64Array.from(kalman.d),
  q: matrix(kalman.q),
  r: matrix(kalman.r),
  initialMean: Float64Array.from(kalman.m),
  initialCovariance: matrix(kalman.p),
};
const x = sequence(kalman.x);

describe('Kalman filter', () => {
  it("has statsmodels' log-likelihood of every step, filtered states and predictions", () => {
    const found = filter(model, filterSchedule(model, x.steps), x);
    expect(difference(found.logLikelihoods, kalman.logLikelihoods)).toBeLessThan(1e-7);
    expect(difference(found.filtered, kalman.filtered)).toBeLessThan(1e-7);
    expect(difference(found.expected, kalman.expected)).toBeLessThan(1e-7);
  });

  it('takes covariances for settled only when they are', () => {
    const schedule = filterSchedule(model, 10_000);
    expect(schedule.length).toBeLessThan(1000);
    const long = { ...x, values: Float64Array.of(...x.values, ...x.values), steps: 2 * x.steps };
    const whole = filterSchedule({ ...model, q: model.q.clone().mul(1 + 1e-15) }, long.steps);
    const a = filter(model, schedule, long).logLikelihoods;
    expect(difference(a, [...filter(model, whole, long).logLikelihoods])).toBeLessThan(1e-8);
  });

  it('forecasts what the filter expects of a step that comes next', () => {
    const begun = { ...x, steps: 40, values: x.values.slice(0, 80) };
    const schedule = filterSchedule(model, x.steps);
    const { mean } = forecastFrom(model, schedule, begun, 1);
    expect(difference(mean, kalman.expected[40]!)).toBeLessThan(1e-7);
  });
});

describe('EM', () => {
  /** Of unequal lengths, one of them a single step. */
  const sequences = [
    x,
    { ...x, steps: 25, values: x.values.slice(10, 60) },
    { ...x, steps: 1, values: x.values.slice(0, 2) },
  ];

  it('never lowers the likelihood, whatever it starts from', () => {
    let now: StateSpace = {
      ...model,
      a: matrix([
        [0.1, 0, 0],
        [0, 0.2, 0],
        [0, 0, 0.3],
      ]),
      d: new Float64Array(2),
    };
    const likelihoods = Array.from({ length: 15 }, () => {
      const { next, logLikelihood } = emStep(now, sequences);
      now = next;
      return logLikelihood;
    });
    for (let k = 1; k < likelihoods.length; k++)
      expect(likelihoods[k]! - likelihoods[k - 1]!).toBeGreaterThan(-1e-6);
    expect(likelihoods.at(-1)! - likelihoods[0]!).toBeGreaterThan(10);
  });

  it('begins near its end when it starts from subspace identification', () => {
    const start = subspaceFit([x], 2, 3, 1);
    const { logLikelihood } = emStep(start, [x]);
    const truth = kalman.logLikelihoods.reduce((sum, one) => sum + one, 0);
    expect(logLikelihood).toBeGreaterThan(truth - 15);
  });
});
