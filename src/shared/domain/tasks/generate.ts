import * as v from 'valibot';
import { Measured } from '../measured';
import { MeasuredValues, defineTask, interval, meanAbsoluteError } from './task-facts';

/** Of the next step's values, each channel in units of its own deviation, so that channels can be added up. */
export const GenerationScores = v.object({
  task: v.literal('generate'),
  mae: Measured,
  /** 95 % bootstrap interval over examples. */
  maeInterval: interval,
  rmse: Measured,
  /** Root mean square error of each channel in data units, [channels]: the noise of a drawn continuation. */
  residuals: v.array(Measured),
  loss: Measured,
  /** Absent where all values were. */
  measured: v.optional(MeasuredValues),
});
export type GenerationScores = v.InferOutput<typeof GenerationScores>;

/** The next step's values, at every step: the continuation. */
export const generate = defineTask({
  traits: {
    answers: 'steps',
    truth: 'channels',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae_scaled',
    mainMetric: 'mae_scaled',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: true,
    isClassical: false,
    readsAhead: false,
    features: 'values',
    outputScale: 'changes',
    answerName: 'next',
    prediction: 'forecast',
  },
  floors: ['lastValue'],
  scores: GenerationScores,
  main: meanAbsoluteError('mae_scaled'),
  numbers: ({ mae, maeInterval, rmse }) => [
    { name: 'mae', value: mae, interval: maeInterval },
    { name: 'rmse', symbol: 'RMSE', value: rmse, format: 'number' },
  ],
});
