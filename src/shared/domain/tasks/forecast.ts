import * as v from 'valibot';
import { Measured } from '../measured';
import { MeasuredValues, defineTask, interval, meanAbsoluteError } from './task-facts';

/** One quantile of a forecast against what came. */
const QuantileScore = v.object({
  /** 0 … 1 */
  quantile: v.number(),
  /** Mean pinball loss in data units (Koenker & Bassett 1978). */
  pinball: Measured,
  /** Share of the values that lay below the forecast quantile; calibrated when it is the quantile itself. */
  below: Measured,
});

/** In the units of the data, over all targets and horizon steps that were measured. */
export const ForecastScores = v.object({
  task: v.literal('forecast'),
  mae: Measured,
  /** 95 % bootstrap interval of the MAE: blocks of neighbouring windows are drawn together. */
  maeInterval: interval,
  rmse: Measured,
  /** MAE over the in-sample MAE of the seasonal naive forecast (Hyndman & Koehler 2006). */
  mase: Measured,
  maseInterval: v.optional(interval),
  /** Mean of 2|y − ŷ| / (|y| + |ŷ|), 0 … 2 (Makridakis 1993). */
  smape: v.optional(Measured),
  smapeInterval: v.optional(interval),
  /** MAE of each step ahead, [horizon]. */
  maeByStep: v.optional(v.array(Measured)),
  /** Empty for point forecasts. */
  quantiles: v.optional(v.array(QuantileScore)),
  /** Share of the values between the lowest and the highest quantile; null for point forecasts. */
  coverage: v.optional(v.nullable(v.object({ share: Measured, wanted: Measured, interval }))),
  loss: Measured,
  /** Absent where all were. */
  measured: v.optional(MeasuredValues),
});
export type ForecastScores = v.InferOutput<typeof ForecastScores>;

/** The next values of a series. */
export const forecast = defineTask({
  traits: {
    answers: 'ahead',
    truth: 'channels',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae',
    mainMetric: 'mae',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: false,
    isClassical: true,
    readsAhead: false,
    features: 'undifferenced',
    outputScale: 'window',
    answerName: 'forecast',
    prediction: 'forecast',
  },
  floors: ['lastValue', 'seasonalNaive'],
  scores: ForecastScores,
  main: meanAbsoluteError('mae'),
  numbers: (scores) => {
    const { mae, maeInterval, rmse, mase, maseInterval, smape, smapeInterval, coverage } = scores;
    return [
      { name: 'mae', value: mae, interval: maeInterval },
      { name: 'mase', symbol: 'MASE', value: mase, interval: maseInterval, format: 'number' },
      ...(smape === undefined
        ? []
        : [
            {
              name: 'smape',
              symbol: 'sMAPE',
              value: smape,
              interval: smapeInterval,
              format: 'percent',
            } as const,
          ]),
      { name: 'rmse', symbol: 'RMSE', value: rmse, format: 'number' },
      ...(coverage
        ? [
            {
              name: 'coverage',
              value: coverage.share,
              interval: coverage.interval,
              format: 'percent',
              wanted: coverage.wanted,
            } as const,
          ]
        : []),
      ...(scores.quantiles ?? []).map(({ quantile, pinball }) => ({
        name: `pinball${quantile}`,
        value: pinball,
      })),
    ];
  },
});
