import * as v from 'valibot';
import { ErrorShape } from './error';
import { Measured } from './measured';
import { Recipe } from './model';
import { Scores, Task } from './task';

const count = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const seeds = count(1, 50);

/** What a study repeats. No design but `seeds` and `sizes` looks at the test part; those two judge on it and choose nothing. */
export const StudyDesign = v.variant('kind', [
  /** Stratified folds of the training and validation parts together, groups kept whole; dealt anew for each seed. */
  v.strictObject({ kind: v.literal('folds'), folds: count(2, 50), seeds }),
  /** Each group of these parts left out once. */
  v.strictObject({ kind: v.literal('groups'), seeds }),
  /** The data set's own parts, with other first weights and orders. */
  v.strictObject({ kind: v.literal('seeds'), seeds }),
  /** The same with a share of the training part alone, each seed's shares inside one another. */
  v.strictObject({
    kind: v.literal('sizes'),
    seeds,
    shares: v.pipe(v.array(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))), v.minLength(2), v.maxLength(12)),
  }),
]);
export type StudyDesign = v.InferOutput<typeof StudyDesign>;

const curve = v.array(Measured);

/** One training of a study. */
export const StudyCell = v.object({
  index: v.number(),
  seed: v.number(),
  fold: v.nullable(v.number()),
  /** The group that was left out. */
  group: v.nullable(v.string()),
  share: v.nullable(v.number()),
  /** Examples that were learnt from, and judged. */
  train: v.number(),
  judged: v.number(),
  seconds: v.number(),
  scores: Scores,
  /** A value an epoch; empty where there are none. */
  curves: v.object({ trainLoss: curve, validationLoss: curve, trainMetric: curve, validationMetric: curve }),
  /** Of each judged example: 1 where it is right and 0 where not, or how far it is off. Left out of very large sets. */
  answers: v.object({ example: v.array(v.number()), value: curve }),
});
export type StudyCell = v.InferOutput<typeof StudyCell>;

const interval = v.nullable(v.tuple([Measured, Measured]));

/** What the examples of one group scored, each once for each seed. */
export const GroupScore = v.object({ group: v.string(), examples: v.number(), value: Measured, interval });
export type GroupScore = v.InferOutput<typeof GroupScore>;

/** Mean score at a number of examples. */
export const SizeScore = v.object({ examples: v.number(), seeds: v.number(), value: Measured, interval });
export type SizeScore = v.InferOutput<typeof SizeScore>;

export const StudySummary = v.object({
  /** Of the main scores, over all trainings; of `sizes`, of those with all examples. */
  mean: Measured,
  deviation: Measured,
  interval,
  /** resampled: Nadeau & Bengio's, for folds and groups; seeds: the ordinary t, of what training alone changes; answers: Wilson's of all answers, where every one was right. */
  method: v.picklist(['resampled', 'seeds', 'answers']),
  groups: v.array(GroupScore),
  sizes: v.array(SizeScore),
  /** What so many examples would likely give, were the fitted power law to go on; null where nothing was fitted. */
  ahead: v.nullable(v.object({ examples: v.number(), value: Measured, interval, slope: Measured })),
});
export type StudySummary = v.InferOutput<typeof StudySummary>;

const StudyStatus = v.picklist(['running', 'complete', 'interrupted', 'failed']);
type StudyStatus = v.InferOutput<typeof StudyStatus>;

/** The same recipe trained many times, so that its score has a spread. */
export const Study = v.object({
  id: v.string(),
  name: v.string(),
  datasetId: v.string(),
  datasetName: v.string(),
  task: Task,
  recipe: Recipe,
  design: StudyDesign,
  createdMs: v.number(),
  status: StudyStatus,
  /** What works on it now. */
  activity: v.nullable(v.string()),
  /** How many cells there will be. */
  planned: v.number(),
  cells: v.array(StudyCell),
  /** Null before the first cell. */
  summary: v.nullable(StudySummary),
  error: v.nullable(ErrorShape),
});
export type Study = v.InferOutput<typeof Study>;

/** How two studies differ, and by which test that is known. */
export const StudyComparison = v.object({
  /** resampledT: folds or groups of one data set, pair by pair; bootstrap: seeds on one test part, over its examples; wilcoxon: several data sets. */
  test: v.picklist(['resampledT', 'bootstrap', 'wilcoxon']),
  /** Pairs of scores, examples or data sets. */
  pairs: v.number(),
  /** First minus second, in the main score. */
  difference: Measured,
  interval,
  pValue: v.nullable(Measured),
});
export type StudyComparison = v.InferOutput<typeof StudyComparison>;
