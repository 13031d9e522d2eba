import * as v from 'valibot';
import { Measured } from '../measured';
import { defineTask, measured } from './task-facts';

/** One label of several that an example may have. */
const LabelScore = v.object({
  label: v.string(),
  /** Examples that have it, and that it was said of. */
  support: v.number(),
  predicted: v.number(),
  /** From this probability on it is said: chosen by F1 on the validation part. */
  threshold: Measured,
  precision: Measured,
  recall: Measured,
  f1: Measured,
  /** 95 % intervals of precision, recall and F1, absent where no resample has them. */
  intervals: v.object({
    precision: measured.entries.interval,
    recall: measured.entries.interval,
    f1: measured.entries.interval,
  }),
  /** Null where no example has it. */
  averagePrecision: v.nullable(measured),
});

/** Intervals: 95 %, bootstrap over examples. */
export const TaggingScores = v.object({
  task: v.literal('tag'),
  examples: v.number(),
  /** Mean over the labels that occur, as scikit-learn's macro average. */
  meanAveragePrecision: measured,
  /** Mean F1 over the labels that occur or were said. */
  macroF1: measured,
  /** F1 of all labels of all examples together. */
  microF1: measured,
  /** Share of the examples of which every label is right. */
  exactMatch: Measured,
  /** Mean over the labels that occur of the share that has it: the mean average precision of guessing. */
  baseRate: Measured,
  loss: Measured,
  perLabel: v.array(LabelScore),
});
export type TaggingScores = v.InferOutput<typeof TaggingScores>;

/** Any number of labels of a whole sequence. */
export const tag = defineTask({
  traits: {
    answers: 'whole',
    truth: 'classes',
    head: 'sigmoid',
    metric: 'averagePrecision',
    metricName: 'mean_average_precision',
    mainMetric: 'mean_average_precision',
    scoreFormat: 'fraction',
    isHigherBetter: true,
    isForSound: true,
    isClassical: false,
    readsAhead: true,
    features: 'any',
    outputScale: 'none',
    answerName: 'probabilities',
    prediction: 'tags',
    kindOf: 'classify',
  },
  floors: ['labelFrequency'],
  scores: TaggingScores,
  main: ({ meanAveragePrecision }) => ({ metric: 'mean_average_precision', ...meanAveragePrecision }),
  numbers: ({ meanAveragePrecision, macroF1, microF1, exactMatch, baseRate, loss }) => [
    { name: 'meanAveragePrecision', ...meanAveragePrecision },
    { name: 'macroF1', ...macroF1, format: 'fraction' },
    { name: 'microF1', ...microF1, format: 'fraction' },
    { name: 'exactMatch', value: exactMatch, format: 'percent' },
    { name: 'baseRate', value: baseRate },
    { name: 'loss', value: loss },
  ],
});
