import * as v from 'valibot';
import { Modality } from './dataset';
import { Task } from './task';
import { FeaturePlan } from './features';
import { LayerSummary } from './model';
import { Floor, Scores } from './run';

/** What a trained model is worth, beside its floor. */
export const ModelScores = v.object({
  validation: v.nullable(Scores),
  test: v.nullable(Scores),
  floor: v.nullable(Floor),
});

/** What it was trained on. */
export const TrainedOn = v.object({
  name: v.string(),
  /** Hash of plan and files. */
  fingerprint: v.string(),
  examples: v.object({ train: v.number(), validation: v.number(), test: v.number() }),
});

/** What a person or a program must know of a trained model to use it, and what it is worth. */
export const ModelDescription = v.object({
  name: v.string(),
  /** The run that it came of. */
  run: v.string(),
  /** ISO 8601. */
  trained: v.string(),
  task: Task,
  /** Classes, or names of values, in the order of the outputs; a forecast's are `target@step`. */
  outputs: v.array(v.string()),
  input: v.object({
    modality: Modality,
    /** What a recording must hold, in this order. */
    channels: v.array(v.string()),
    /** Samples or rows per second; sound of another rate is resampled. Null when rows have no time. */
    rateHz: v.nullable(v.number()),
    features: FeaturePlan,
    featureNames: v.array(v.string()),
    /** Seconds between two steps of features. */
    stepSeconds: v.nullable(v.number()),
  }),
  /** The class of everything that nobody marked, where it learnt from marks: it is never heard as an event. */
  background: v.optional(v.nullable(v.string())),
  model: v.object({
    family: v.string(),
    layers: v.array(LayerSummary),
    parameters: v.number(),
  }),
  scores: ModelScores,
  data: TrainedOn,
});
export type ModelDescription = v.InferOutput<typeof ModelDescription>;
