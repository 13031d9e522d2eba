import * as v from 'valibot';
import { Measured } from '../measured';
import { ClassScore, defineTask, interval } from './task-facts';

export const ClassificationScores = v.object({
  task: v.literal('classify'),
  accuracy: Measured,
  /** 95 % Wilson score interval of the accuracy. */
  accuracyInterval: interval,
  balancedAccuracy: Measured,
  macroF1: Measured,
  loss: Measured,
  /** Where recordings were cut into windows: each as a whole, by the mean of its windows' probabilities. */
  recordings: v.optional(v.object({ count: v.number(), accuracy: Measured, accuracyInterval: interval })),
  perClass: v.array(ClassScore),
  /** [true class][predicted class], counts. */
  confusion: v.array(v.array(v.number())),
});
export type ClassificationScores = v.InferOutput<typeof ClassificationScores>;

/** One class of a whole sequence. */
export const classify = defineTask({
  traits: {
    answers: 'whole',
    truth: 'class',
    head: 'softmax',
    metric: 'accuracy',
    metricName: 'accuracy',
    mainMetric: 'accuracy',
    scoreFormat: 'percent',
    isHigherBetter: true,
    isForSound: true,
    isClassical: true,
    readsAhead: true,
    features: 'any',
    outputScale: 'none',
    answerName: 'probabilities',
    prediction: 'label',
  },
  floors: ['majority'],
  scores: ClassificationScores,
  main: ({ accuracy, accuracyInterval }) => ({
    metric: 'accuracy',
    value: accuracy,
    interval: accuracyInterval,
  }),
  numbers: ({ accuracy, accuracyInterval, balancedAccuracy, macroF1, loss, recordings }) => [
    { name: 'accuracy', value: accuracy, interval: accuracyInterval },
    ...(recordings === undefined
      ? []
      : [
          {
            name: 'recordingAccuracy',
            value: recordings.accuracy,
            interval: recordings.accuracyInterval,
            format: 'percent' as const,
          },
        ]),
    { name: 'balancedAccuracy', value: balancedAccuracy, format: 'percent' },
    { name: 'macroF1', value: macroF1, format: 'fraction' },
    { name: 'loss', value: loss },
  ],
});
