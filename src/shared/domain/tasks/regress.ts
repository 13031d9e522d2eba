import * as v from 'valibot';
import { Measured } from '../measured';
import { defineTask, interval, meanAbsoluteError } from './task-facts';

/** In the units of the value. Intervals: 95 %, bootstrap over examples. */
export const RegressionScores = v.object({
  task: v.literal('regress'),
  mae: Measured,
  maeInterval: interval,
  rmse: Measured,
  rmseInterval: interval,
  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)²: 0 for a constant answer, 1 for a perfect one. */
  r2: Measured,
  r2Interval: interval,
  loss: Measured,
});
export type RegressionScores = v.InferOutput<typeof RegressionScores>;

/** One value of a whole sequence. */
export const regress = defineTask({
  traits: {
    answers: 'whole',
    truth: 'value',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae',
    mainMetric: 'mae',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: true,
    isClassical: false,
    readsAhead: true,
    features: 'any',
    outputScale: 'values',
    answerName: 'value',
    prediction: 'value',
  },
  floors: ['trainingMean'],
  scores: RegressionScores,
  main: meanAbsoluteError('mae'),
  numbers: ({ mae, maeInterval, rmse, rmseInterval, r2, r2Interval }) => [
    { name: 'mae', value: mae, interval: maeInterval },
    { name: 'r2', symbol: 'R²', value: r2, interval: r2Interval, format: 'fraction' },
    { name: 'rmse', symbol: 'RMSE', value: rmse, interval: rmseInterval, format: 'number' },
  ],
});
