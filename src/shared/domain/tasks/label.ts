import * as v from 'valibot';
import { Measured } from '../measured';
import type { ScoreNumber } from './task-facts';
import { ClassScore, defineTask, interval, measured } from './task-facts';

/**
 * Events are runs of steps of one class other than the most frequent. A true one is found when a predicted one of its
 * class overlaps it, a predicted one is right when it overlaps a true one (Hundman et al. 2018, section 3.4).
 */
const EventScores = v.object({
  precision: Measured,
  recall: Measured,
  f1: Measured,
  events: v.number(),
  predicted: v.number(),
});
export type EventScores = v.InferOutput<typeof EventScores>;

/** Over all steps of a part. Intervals: 95 %, circular block bootstrap, since neighbouring steps are alike. */
export const LabellingScores = v.object({
  task: v.literal('label'),
  /** Steps that were judged. */
  steps: v.number(),
  accuracy: Measured,
  accuracyInterval: interval,
  balancedAccuracy: measured,
  macroF1: measured,
  /** Of two classes: how well the rarer one is told apart; null for more, or when only one occurs. */
  detection: v.nullable(
    v.object({
      /** The class that is looked for: the rarer one of the training part. */
      positive: v.string(),
      /** Its share of the steps, which is the average precision of guessing. */
      baseRate: Measured,
      averagePrecision: measured,
      rocAuc: measured,
    }),
  ),
  events: EventScores,
  loss: Measured,
  perClass: v.array(ClassScore),
  /** [true class][predicted class], steps. */
  confusion: v.array(v.array(v.number())),
});
export type LabellingScores = v.InferOutput<typeof LabellingScores>;

function detectionNumbers({ detection }: LabellingScores): ScoreNumber[] {
  if (detection === null) return [];
  const { averagePrecision, baseRate, rocAuc } = detection;
  return [
    { name: 'averagePrecision', ...averagePrecision },
    { name: 'baseRate', value: baseRate },
    { name: 'rocAuc', symbol: 'ROC AUC', ...rocAuc, format: 'fraction' },
  ];
}

/** One class at every step. */
export const label = defineTask({
  traits: {
    answers: 'steps',
    truth: 'class',
    head: 'softmax',
    metric: 'accuracy',
    metricName: 'step_accuracy',
    mainMetric: 'average_precision',
    scoreFormat: 'fraction',
    isHigherBetter: true,
    isForSound: false,
    isClassical: false,
    readsAhead: true,
    features: 'any',
    outputScale: 'none',
    answerName: 'probabilities',
    prediction: 'labels',
  },
  floors: ['baseRate', 'majority'],
  scores: LabellingScores,
  main: ({ detection, accuracy, accuracyInterval }) =>
    detection === null
      ? { metric: 'step_accuracy', value: accuracy, interval: accuracyInterval }
      : { metric: 'average_precision', ...detection.averagePrecision },
  numbers: (scores) => {
    const { accuracy, accuracyInterval, balancedAccuracy, macroF1, detection, events, loss } = scores;
    return [
      ...detectionNumbers(scores),
      // Without a rarer class it is the main score itself.
      {
        name: 'accuracy',
        value: accuracy,
        interval: accuracyInterval,
        ...(detection !== null && { format: 'percent' }),
      },
      { name: 'balancedAccuracy', ...balancedAccuracy, format: 'percent' },
      { name: 'macroF1', ...macroF1, format: 'fraction' },
      { name: 'eventPrecision', value: events.precision },
      { name: 'eventRecall', value: events.recall },
      { name: 'eventF1', value: events.f1, format: 'fraction' },
      { name: 'loss', value: loss },
    ];
  },
});
