import * as v from 'valibot';
import { Float32 } from '../domain/arrays';
import { EventDecision } from '../domain/detection';
import { Task } from '../domain/task';
import { Cell } from '../domain/model';
import { Done, Id, procedure } from './base';

const featureKind = v.picklist(['raw', 'logmel', 'mfcc']);

/** A trained model that listens. Steps are those of the features; `stepSeconds` is null without a sampling rate. */
export const Stream = v.object({
  stream: Id,
  name: v.string(),
  task: Task,
  /** Classes, or names of values, [K]. */
  outputs: v.array(v.string()),
  /** Of several labels: from which probability on each is said, [K]; absent where one class is. */
  thresholds: v.exactOptional(v.array(v.number())),
  /** How its probabilities become events; absent where nobody decided. */
  decision: v.exactOptional(EventDecision),
  /** [F] */
  features: v.array(v.string()),
  featureKind,
  /** Of the last recurrent layer; 0 where no state is carried. */
  units: v.number(),
  /** Null of a model that is no recurrent network. */
  cell: v.nullable(Cell),
  channels: v.array(v.string()),
  /** It hears sound; absent of older engines. */
  isSound: v.exactOptional(v.boolean()),
  /** The model's own; samples at another rate are resampled. */
  rateHz: v.nullable(v.number()),
  stepSeconds: v.nullable(v.number()),
  /** A step is answered so many steps later: frames are centred, deltas and windows look ahead. */
  delaySteps: v.number(),
  /**
   * carried: the state goes from step to step. window: a model that must see the end first (both directions, attention,
   * Transformer, no network) is run over the last `windowSteps` again every `hopSteps`.
   */
  how: v.picklist(['carried', 'window']),
  /** Most steps that an answer looks back on where steps are averaged or a window is seen: the median training length. */
  windowSteps: v.number(),
  hopSteps: v.number(),
});
export type Stream = v.InferOutput<typeof Stream>;

const chunk = {
  /** Index of the first step, counted from the start of the recording. */
  firstStep: v.number(),
  steps: v.number(),
  /** Unscaled, [steps, F]. */
  features: Float32,
  /** Probabilities, or values in data units, [steps, K]. */
  outputs: Float32,
  /** State of the last recurrent layer, [steps, units]. */
  hidden: Float32,
  computeMs: v.number(),
};

/** What samples have added: the steps that can be answered by now. */
export const StreamChunk = v.object(chunk);
export type StreamChunk = v.InferOutput<typeof StreamChunk>;

/** The last steps of a recording and what it is as a whole, [K]; NaN when it had no step. */
export const StreamEnd = v.object({ ...chunk, final: Float32 });
export type StreamEnd = v.InferOutput<typeof StreamEnd>;

const one = v.strictObject({ stream: Id });

/**
 * A model that hears a recording as it comes. State is carried from step to step: an hour costs what a second costs. A
 * stream that nobody used for ten minutes is closed.
 */
export const streams = {
  /**
   * `model`: a run, the folder of an exported model, or a bundle. `rateHz` and `channels` of the samples; null: the model's
   * own. A model of sound hears the mean of any
   * number of channels, or the channels that its plan names.
   */
  open: procedure
    .input(
      v.strictObject({
        model: v.string(),
        rateHz: v.nullable(v.pipe(v.number(), v.gtValue(0))),
        channels: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(128))),
      }),
    )
    .output(Stream),
  /** `samples`: [n, channels] interleaved, any n; NaN where a value is missing. */
  push: procedure.input(v.strictObject({ stream: Id, samples: Float32 })).output(StreamChunk),
  /** The recording ends here. The stream stays open; what comes next is another recording. */
  finish: procedure.input(one).output(StreamEnd),
  /** State as at the start of a recording. */
  reset: procedure.input(one).output(Done),
  close: procedure.input(one).output(Done),
};
