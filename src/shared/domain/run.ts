import * as v from 'valibot';
import { Float32, Float64, Int32 } from './arrays';
import { Remark, SplitName } from './dataset';
import { Scores, Task, floorNames } from './task';
import { MeasuredValues } from './tasks/task-facts';
import { Detection, Reject, Unseen } from './detection';
import { ErrorShape } from './error';
import { Measured } from './measured';
import { BackendName, KernelName, Recipe } from './model';

export { Scores };

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

/** Models without a network that every run is measured against where they learn its task. */
export const rivalNames = ['statistics', 'dtw', 'minirocket', 'quant'] as const;

/** The score of something that needs no network; a run below it has learnt nothing. */
export const Floor = v.object({
  name: v.picklist([...floorNames, ...rivalNames]),
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
  /** Words that a person gave it, to filter and group runs by; absent until somebody did. */
  tags: v.exactOptional(v.array(v.string())),
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
  /** How its probabilities become events, and how well; absent where there are none in its recordings. */
  detection: v.exactOptional(Detection),
  /** From where on an answer counts; absent where no class is none of the others. */
  reject: v.exactOptional(Reject),
  /** What it says of recordings that hold nothing and that nobody trained on; absent until somebody asked. */
  unseen: v.exactOptional(Unseen),
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
  /** True and predicted values of a regression: [n], or of every judged step; else absent. */
  value: v.optional(Float32),
  estimate: v.optional(Float32),
});
export type SplitPredictions = v.InferOutput<typeof SplitPredictions>;
