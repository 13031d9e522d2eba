import * as v from 'valibot';
import { Measured } from '../measured';
import { defineTask, errorEntries, errorNumbers, meanAbsoluteError } from './task-facts';

/** In the units of the value. Intervals: 95 %, bootstrap over examples. */
export const RegressionScores = v.object({
  task: v.literal('regress'),
  ...errorEntries,
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
  numbers: errorNumbers,
});
