import * as v from 'valibot';
import { Measured } from '../measured';
import {
  MeasuredValues,
  defineTask,
  errorEntries,
  errorNumbers,
  measured,
  meanAbsoluteError,
} from './task-facts';

/**
 * Over all steps of a part whose value somebody measured, in the units of the value. Intervals: 95 %, bootstrap over whole
 * sequences, whose steps are alike; of few sequences over blocks of steps.
 */
export const StepRegressionScores = v.object({
  task: v.literal('regress-steps'),
  /** Steps that were judged, and the sequences that they are of. */
  steps: v.number(),
  sequences: v.number(),
  ...errorEntries,
  /** Mean absolute error at the last judged step of each sequence: what is known when all has been seen. */
  lastStep: measured,
  loss: Measured,
  /** Absent where all values were. */
  measured: v.optional(MeasuredValues),
});
export type StepRegressionScores = v.InferOutput<typeof StepRegressionScores>;

/** One value at every step: remaining life, a level, a load. */
export const regressSteps = defineTask({
  traits: {
    answers: 'steps',
    truth: 'value',
    head: 'linear',
    metric: 'mae',
    metricName: 'mae',
    mainMetric: 'mae',
    scoreFormat: 'number',
    isHigherBetter: false,
    isForSound: false,
    isClassical: false,
    readsAhead: false,
    features: 'any',
    outputScale: 'values',
    answerName: 'value',
    prediction: 'values',
    kindOf: 'regress',
  },
  floors: ['trainingMean', 'linearTime'],
  scores: StepRegressionScores,
  main: meanAbsoluteError('mae'),
  numbers: (scores) => [
    ...errorNumbers(scores),
    { name: 'lastStepMae', ...scores.lastStep, format: 'number' },
    { name: 'steps', value: scores.steps },
    { name: 'sequences', value: scores.sequences },
  ],
});
