import { eventIterator } from '@orpc/contract';
import * as v from 'valibot';
import { Float32 } from '../domain/arrays';
import { named, procedure } from './base';
import { RefusedFile } from '../domain/dataset';
import { Unseen } from '../domain/detection';

/** Steps with one label: the first, and one past the last; probability: their mean, after smoothing where there is any. */
const Segment = v.object({
  label: v.string(),
  start: v.number(),
  end: v.number(),
  /** Null where steps have no time. */
  startSeconds: v.nullable(v.number()),
  endSeconds: v.nullable(v.number()),
  probability: v.number(),
});

/** What was on when in a recording; between segments nothing was sure. */
export const Timeline = v.object({
  stepSeconds: v.nullable(v.number()),
  steps: v.number(),
  segments: v.array(Segment),
});
export type Timeline = v.InferOutput<typeof Timeline>;

export const Prediction = v.variant('kind', [
  v.object({
    kind: v.literal('label'),
    file: v.string(),
    label: v.string(),
    /** Of a recording of more than 20,000 steps the mean over its steps. */
    probabilities: v.record(v.string(), v.number()),
    /** Of a recording that is longer than those of the training. */
    timeline: v.optional(Timeline),
  }),
  v.object({
    kind: v.literal('forecast'),
    file: v.string(),
    /** What comes next, target by target; of a forecast of quantiles the median. */
    forecast: v.array(v.number()),
    /** By the quantile as it is written, `0.1`; absent for points. */
    quantiles: v.optional(v.record(v.string(), v.array(v.number()))),
  }),
  v.object({ kind: v.literal('value'), file: v.string(), value: v.number() }),
  v.object({
    kind: v.literal('labels'),
    file: v.string(),
    steps: v.number(),
    /** Runs of steps with one label: first step, and one past the last. */
    segments: v.array(Segment),
  }),
  v.object({
    kind: v.literal('tags'),
    file: v.string(),
    /** Those whose probability reaches their threshold; none may. */
    labels: v.array(v.string()),
    probabilities: v.record(v.string(), v.number()),
    thresholds: v.record(v.string(), v.number()),
    /** As of a `label`; several may be on at once. */
    timeline: v.optional(Timeline),
  }),
  v.object({
    kind: v.literal('values'),
    file: v.string(),
    /** What the value is called. */
    name: v.string(),
    steps: v.number(),
    /** Seconds from step to step; null where steps have no time. */
    stepSeconds: v.nullable(v.number()),
    /** The value at each step, [steps]; of a stream only every so manieth (`everySteps`, the first at everySteps − 1). */
    values: v.array(v.number()),
    everySteps: v.optional(v.number()),
  }),
]);
export type Prediction = v.InferOutput<typeof Prediction>;

export const PredictionResult = v.object({
  predictions: v.array(Prediction),
  refused: v.array(RefusedFile),
});
export type PredictionResult = v.InferOutput<typeof PredictionResult>;

/** How probabilities become segments (`src/shared/decisions`); what is left out follows from the model. */
export const Decisions = v.object({
  smoothSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
  on: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  off: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  minSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
});
export type Decisions = v.InferOutput<typeof Decisions>;

const file = v.string();

/** Of many files at work, in their order. Every file ends with its predictions or is refused. */
export const PredictionEvent = v.variant('kind', [
  /** Files that are done, of all, and the share of the one at work. */
  v.object({ kind: v.literal('progress'), file, done: v.number(), files: v.number(), share: v.number() }),
  /** A label is on since step `start`. */
  v.object({
    kind: v.literal('start'),
    file,
    label: v.string(),
    start: v.number(),
    startSeconds: v.nullable(v.number()),
    probability: v.number(),
  }),
  /** It was on until here. */
  v.object({ kind: v.literal('segment'), file, ...Segment.entries }),
  /** Of models whose outputs are no classes, now and then: what they say at a step. */
  v.object({
    kind: v.literal('values'),
    file,
    step: v.number(),
    seconds: v.nullable(v.number()),
    values: v.record(v.string(), v.number()),
  }),
  v.object({ kind: v.literal('prediction'), prediction: Prediction }),
  v.object({ kind: v.literal('refused'), ...RefusedFile.entries }),
]);
export type PredictionEvent = v.InferOutput<typeof PredictionEvent>;

const asked = v.strictObject({
  /** A run, the folder of an exported model, or a bundle. */
  model: v.string(),
  /** Files, and folders of files. */
  paths: v.pipe(v.array(v.string()), v.minLength(1)),
  decisions: v.optional(named(Decisions)),
});

/** Runs new files through the feature path of a run, a kept model, or an exported bundle or folder. */
export const predict = {
  /** False alarms in recordings that hold nothing; `keep`: among what is known of the run, and so in its card. */
  unseen: procedure
    .input(v.strictObject({ run: v.string(), paths: asked.entries.paths, keep: v.boolean() }))
    .output(Unseen),
  files: procedure.input(asked).output(PredictionResult),
  /** The same as it goes on. `listen`: each recording is also heard from its beginning to its end, whatever its length. */
  watch: procedure
    .input(v.strictObject({ ...asked.entries, listen: v.optional(v.boolean()) }))
    .output(eventIterator(PredictionEvent)),
  /** The recordings in a file as the model hears them: at its rate, [n, channels] interleaved, at most 16 million numbers. */
  recordings: procedure.input(v.strictObject({ model: v.string(), path: v.string() })).output(
    v.array(
      v.object({
        name: v.string(),
        rateHz: v.nullable(v.number()),
        channels: v.number(),
        samples: Float32,
      }),
    ),
  ),
};
