import { describe, expect, it } from 'vitest';
import { coefficients, lagged, logDeterminants } from '../../../src/main/engine/baselines/ar/least-squares';
import { mlpLoss, mlpParameters } from '../../../src/main/engine/baselines/ar/mlp';
import {
  autocorrelation,
  forecastDeviations,
  iterate,
  predictSteps,
} from '../../../src/main/engine/baselines/ar/predictor';
import type { Autoregression } from '../../../src/main/engine/baselines/ar/predictor';
import { difference, expected, matrix, sequence } from './numbers';

const pause = (): Promise<void> => Promise.resolve();
const { var: vector, collinear } = expected;
const series = sequence(vector.series);

const fit = async (ridge: number): Promise<Autoregression> => ({
  order: 2,
  width: 2,
  weights: coefficients(await lagged([series], 2, 2, 2, pause), ridge),
  hidden: null,
  line: null,
});

describe('vector autoregression', () => {
  it("has numpy's least-squares coefficients, with and without a penalty", async () => {
    expect(difference((await fit(0)).weights, vector.leastSquares)).toBeLessThan(1e-9);
    expect(difference((await fit(vector.ridge)).weights, vector.ridgeCoefficients)).toBeLessThan(1e-9);
  });

  it('tells the residual covariance of every order from one decomposition', async () => {
    const system = await lagged([series], 2, 3, 3, pause);
    expect(difference(logDeterminants(system, 2, 3), vector.logDeterminants)).toBeLessThan(1e-8);
  });

  it('stays calm where two channels are nearly the same', async () => {
    const twins = sequence(collinear.series);
    const weights = coefficients(await lagged([twins], 2, 1, 1, pause), 1e-4);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThan(2);
    // The least squares of numpy fit the noise between the twins too.
    const fitted = predictSteps({ order: 1, width: 2, weights, hidden: null, line: null }, twins).slice(2);
    expect(difference(fitted, collinear.fitted)).toBeLessThan(0.1);
  });

  it("widens its forecast as statsmodels' VAR does, and forecasts by iterating one step", async () => {
    const model = await fit(0);
    const deviations = forecastDeviations(model, matrix(vector.sigma), 6);
    expect(difference(deviations, vector.forecastDeviation)).toBeLessThan(1e-8);
    const [first, second] = [iterate(model, series, 1), iterate(model, series, 2)];
    const longer = {
      ...series,
      steps: series.steps + 1,
      values: Float64Array.of(...series.values, ...first),
    };
    expect([...second.slice(2)]).toEqual([...iterate(model, longer, 1)]);
  });

  it("has statsmodels' autocorrelation of residuals", async () => {
    const predicted = predictSteps(await fit(0), series);
    const residuals = series.values.map((value, k) => value - predicted[k]!).slice(4);
    expect(difference(autocorrelation(residuals, 78, 2, 5), vector.acf)).toBeLessThan(1e-8);
  });
});

it('the small network has the gradient that finite differences find', () => {
  const shape = { inputs: 3, units: 4, width: 2 };
  const wave = (length: number, pace: number): Float64Array =>
    Float64Array.from({ length }, (_, k) => Math.sin(pace * (k + 1)));
  const parameters = wave(mlpParameters(shape), 1.3);
  const pairs = { inputs: wave(15, 0.7), targets: wave(10, 2.1) };
  const rows = [0, 2, 3, 4];
  const gradient = new Float64Array(parameters.length);
  mlpLoss(shape, parameters, pairs, rows, gradient);
  parameters.forEach((_, k) => {
    const at = (shift: number): number =>
      mlpLoss(
        shape,
        parameters.map((value, i) => value + (i === k ? shift : 0)),
        pairs,
        rows,
        null,
      );
    expect(gradient[k]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
  });
});
