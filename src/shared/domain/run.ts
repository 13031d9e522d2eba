import * as v from 'valibot';
import { Float32, Float64, Int32 } from './arrays';
import { Remark, SplitName } from './dataset';
import { Task } from './task';
import { ErrorShape } from './error';
import { Measured } from './measured';
import { BackendName, KernelName, Recipe } from './model';

/**
 * queued → running ⇄ paused → completed | stopped | failed; a run whose engine died is `interrupted`
 * and, like a stopped one, can be resumed.
 */
export const RunStatus = v.picklist([
  'queued',
  'running',
  'paused',
  'completed',
  'stopped',
  'interrupted',
  'failed',
]);
export type RunStatus = v.InferOutput<typeof RunStatus>;

/** A run in one of these states is held by an engine. */
export const liveStatuses: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'paused']);

const interval = v.tuple([Measured, Measured]);

export const ClassScore = v.object({
  label: v.string(),
  precision: Measured,
  recall: Measured,
  f1: Measured,
  support: v.number(),
});
export type ClassScore = v.InferOutput<typeof ClassScore>;

export const ClassificationScores = v.object({
  task: v.literal('classify'),
  accuracy: Measured,
  /** 95 % Wilson score interval of the accuracy. */
  accuracyInterval: interval,
  balancedAccuracy: Measured,
  macroF1: Measured,
  loss: Measured,
  perClass: v.array(ClassScore),
  /** [true class][predicted class], counts. */
  confusion: v.array(v.array(v.number())),
});
export type ClassificationScores = v.InferOutput<typeof ClassificationScores>;

/** One quantile of a forecast against what came. */
const QuantileScore = v.object({
  /** 0 … 1 */
  quantile: v.number(),
  /** Mean pinball loss in data units (Koenker & Bassett 1978). */
  pinball: Measured,
  /** Share of the values that lay below the forecast quantile; calibrated when it is the quantile itself. */
  below: Measured,
});
type QuantileScore = v.InferOutput<typeof QuantileScore>;

/** How many of a part's values somebody measured; the others are neither scored nor learnt. */
export const MeasuredValues = v.object({ count: v.number(), of: v.number() });
export type MeasuredValues = v.InferOutput<typeof MeasuredValues>;

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

/**
 * Events are runs of steps of one class other than the most frequent. A true one is found when a predicted one of its
 * class overlaps it, a predicted one is right when it overlaps a true one (Hundman et al. 2018, section 3.4).
 */
export const EventScores = v.object({
  precision: Measured,
  recall: Measured,
  f1: Measured,
  events: v.number(),
  predicted: v.number(),
});
export type EventScores = v.InferOutput<typeof EventScores>;

const measured = v.object({ value: Measured, interval });

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

export const Scores = v.variant('task', [
  ClassificationScores,
  RegressionScores,
  ForecastScores,
  LabellingScores,
  GenerationScores,
]);
export type Scores = v.InferOutput<typeof Scores>;

/** The score of something that needs no network; a run below it has learnt nothing. */
export const Floor = v.object({
  name: v.picklist([
    'majority',
    'lastValue',
    'seasonalNaive',
    'trainingMean',
    'baseRate',
    'statistics',
    'dtw',
  ]),
  metric: v.picklist(['accuracy', 'mae', 'averagePrecision']),
  value: Measured,
  /** Absent where all values were. */
  measured: v.optional(MeasuredValues),
});
export type Floor = v.InferOutput<typeof Floor>;

/** What models without a network score on the part that runs are judged on; and which of them would not. */
export const FloorTable = v.object({
  floors: v.array(Floor),
  refused: v.array(v.object({ name: Floor.entries.name, reason: v.string() })),
});
export type FloorTable = v.InferOutput<typeof FloorTable>;

/** A floor that nobody has measured yet, and how long that would take at most. */
export const WaitingFloor = v.object({ name: Floor.entries.name, seconds: v.number() });
export type WaitingFloor = v.InferOutput<typeof WaitingFloor>;

/** What every run of a data set is measured against, as far as it is known. */
export const Floors = v.object({
  table: FloorTable,
  /** What measures more of them now. */
  activity: v.nullable(v.string()),
  waiting: v.array(WaitingFloor),
});
export type Floors = v.InferOutput<typeof Floors>;

/** Something that the lab decided while training: kernel chosen, learning rate halved, not learning. */
export const Decision = v.object({
  atMs: v.number(),
  epoch: v.number(),
  level: v.picklist(['info', 'warning']),
  remark: Remark,
});
export type Decision = v.InferOutput<typeof Decision>;

export const RunTiming = v.object({
  seconds: Measured,
  stepsPerSecond: Measured,
  /** Where the time of the training steps went, in ms. */
  inputMs: Measured,
  kernelMs: Measured,
  restMs: Measured,
});
export type RunTiming = v.InferOutput<typeof RunTiming>;

export const Run = v.object({
  id: v.string(),
  name: v.string(),
  note: v.string(),
  datasetId: v.string(),
  datasetName: v.string(),
  task: Task,
  recipe: Recipe,
  status: RunStatus,
  createdMs: v.number(),
  finishedMs: v.nullable(v.number()),
  /** Kept in the Models view. */
  kept: v.boolean(),
  backend: v.nullable(BackendName),
  kernel: v.nullable(KernelName),
  parameters: v.number(),
  /** Epochs finished. */
  epoch: v.number(),
  /** 0 where there are no epochs. */
  stepsPerEpoch: v.number(),
  /** 0 … 1 of a fit without epochs; null where epochs say how far it is. */
  progress: v.optional(v.nullable(v.number()), null),
  bestEpoch: v.nullable(v.number()),
  timing: RunTiming,
  validation: v.nullable(Scores),
  test: v.nullable(Scores),
  floor: v.nullable(Floor),
  decisions: v.array(Decision),
  error: v.nullable(ErrorShape),
});
export type Run = v.InferOutput<typeof Run>;

/** Columns of equal length; `step` counts optimiser steps from 1. */
export const StepMetrics = v.object({
  step: Int32,
  loss: Float32,
  /** Accuracy of the batch (of its steps when labelling), or its mean absolute error. */
  metric: Float32,
  gradientNorm: Float32,
  learningRate: Float32,
});
export type StepMetrics = v.InferOutput<typeof StepMetrics>;

/** Columns of equal length; `epoch` counts from 1, `step` is the last optimiser step of that epoch. */
export const EpochMetrics = v.object({
  epoch: Int32,
  step: Int32,
  trainLoss: Float32,
  trainMetric: Float32,
  validationLoss: Float32,
  validationMetric: Float32,
  seconds: Float64,
});
export type EpochMetrics = v.InferOutput<typeof EpochMetrics>;

/** All that is stored of a run's curves up to `seq`. */
export const MetricsSnapshot = v.object({ seq: v.number(), steps: StepMetrics, epochs: EpochMetrics });
export type MetricsSnapshot = v.InferOutput<typeof MetricsSnapshot>;

export const RunEvent = v.variant('kind', [
  v.object({ kind: v.literal('steps'), run: v.string(), seq: v.number(), steps: StepMetrics }),
  v.object({ kind: v.literal('epoch'), run: v.string(), seq: v.number(), epochs: EpochMetrics }),
  /** Status, epoch, scores, decisions or the name changed: the whole run as it is now. */
  v.object({ kind: v.literal('changed'), seq: v.number(), run: Run }),
  v.object({ kind: v.literal('deleted'), seq: v.number(), run: v.string() }),
]);
export type RunEvent = v.InferOutput<typeof RunEvent>;

/** What the trained network says of every example of one split. */
export const SplitPredictions = v.object({
  split: SplitName,
  classes: v.array(v.string()),
  /** [n] index of the example in the data set. */
  example: Int32,
  /** [n] index of the true class; −1 unless classifying. */
  truth: Int32,
  /** [n] index of the predicted class; −1 unless classifying. */
  predicted: Int32,
  /** [n] probability of the predicted class; else the absolute error, or the share of wrongly labelled steps. */
  confidence: Float32,
  /** [n] */
  loss: Float32,
  /** [n] true and predicted value of a regression; else empty. */
  value: v.optional(Float32),
  estimate: v.optional(Float32),
});
export type SplitPredictions = v.InferOutput<typeof SplitPredictions>;
