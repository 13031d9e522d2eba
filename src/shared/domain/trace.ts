import * as v from 'valibot';
import { Float32 } from './arrays';
import { Example, SplitName } from './dataset';
import { Task } from './task';
import { Cell } from './model';
import { ModelView } from './model-view';

/** From one step to another. */
const Bar = v.object({ from: v.number(), to: v.number(), label: v.nullable(v.string()) });

const step = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * The names are the field's: `h` hidden state, `c` cell state, LSTM gates `i` `f` `o` and candidate `g`,
 * GRU update `z`, reset `r` and candidate `g`.
 */
export const traceTensorNames = ['h', 'c', 'i', 'f', 'o', 'g', 'z', 'r'] as const;
export type TraceTensorName = (typeof traceTensorNames)[number];

export const TraceTensors = v.object({
  h: Float32,
  c: v.optional(Float32),
  i: v.optional(Float32),
  f: v.optional(Float32),
  o: v.optional(Float32),
  g: v.optional(Float32),
  z: v.optional(Float32),
  r: v.optional(Float32),
});
export type TraceTensors = v.InferOutput<typeof TraceTensors>;

/** What a trace looks into: a recurrent cell, or by its family a block, whose `h` is what it hands on. */
export const TraceCell = v.union([Cell, v.picklist(['transformer', 'tcn', 'inception'])]);

export type TraceCell = v.InferOutput<typeof TraceCell>;

export const isRecurrentCell = (cell: TraceCell): cell is Cell =>
  (Cell.options as readonly string[]).includes(cell);

export const LayerTrace = v.object({
  /** 0 is next to the input. */
  layer: v.number(),
  direction: v.picklist(['forward', 'backward']),
  cell: TraceCell,
  units: v.number(),
  /** Input steps to one step of this layer: more than 1 behind strided convolutions. */
  stride: v.optional(v.number(), 1),
  /** Each [⌈steps / stride⌉, units], row-major, in input time order also for the backward direction. */
  tensors: TraceTensors,
  /** [⌈steps / stride⌉]: ‖∂L/∂h_t‖₂ of this example's loss; of the free network also where a unit is clamped. */
  gradientNorm: Float32,
  /** Largest absolute value of an eigenvalue of a plain RNN's U, as it began and as it was learnt; else null. */
  spectralRadius: v.optional(v.nullable(v.object({ initial: v.number(), trained: v.number() })), null),
});
export type LayerTrace = v.InferOutput<typeof LayerTrace>;

/** One unit's hidden state held at a value: what would the network answer then? */
export const Clamp = v.object({
  layer: step,
  direction: v.optional(v.picklist(['forward', 'backward']), 'forward'),
  unit: step,
  value: v.number(),
  /** Input steps `from` … `to` − 1; all of them when left out. */
  from: v.optional(step),
  to: v.optional(step),
});
export type Clamp = v.InferOutput<typeof Clamp>;

/** Where one block of a Transformer looked. */
export const AttentionTrace = v.object({
  /** 0 is next to the input. */
  layer: v.number(),
  heads: v.number(),
  /** Rows and columns of each head's map. */
  rows: v.number(),
  /** Input steps to one row or column: longer maps are averaged (rows) and added up (columns). */
  stride: v.number(),
  /** [heads, rows, rows]: of the step that looks (row), the share that goes to each step (column). */
  weights: Float32,
});
export type AttentionTrace = v.InferOutput<typeof AttentionTrace>;

/** Everything that a network did with one example, step by step. */
export const Trace = v.object({
  run: v.string(),
  task: Task,
  example: Example,
  steps: v.number(),
  /** Seconds per step; null when the data have no time. */
  stepSeconds: v.nullable(v.number()),
  /** Scaled features as the network saw them, [steps, features]. */
  inputs: Float32,
  features: v.array(v.string()),
  layers: v.array(LayerTrace),
  /** Of a Transformer, block by block; empty otherwise. */
  attention: v.optional(v.array(AttentionTrace), () => []),
  /** [⌈steps / stride⌉] of the layers: the shares of attention pooling, which add up to 1; null otherwise. */
  poolingWeights: v.optional(v.nullable(Float32), null),
  /** The unit that was clamped in this trace; null: none. */
  clamp: v.optional(v.nullable(Clamp), null),
  /** Classes, or the names of the values. */
  outputs: v.array(v.string()),
  /**
   * [steps, outputs]: class probabilities (or forecast or value in data units) if the sequence had ended at that step;
   * where every step is answered, its own answer: class probabilities, or the next step's values. For long examples of networks that read backwards too, interpolated between evenly spaced steps; the last is always exact.
   */
  probabilities: Float32,
  /**
   * What was true: labelling [steps] index of the class, −1 where there is none; generating [steps, outputs] the next
   * step's values; forecasting [outputs] what came; regression [1]. Absent when classifying.
   */
  truth: v.optional(Float32),
  /** Forecast quantiles at the end, [outputs, levels] in data units; absent for points. */
  quantiles: v.optional(v.object({ levels: v.array(v.number()), values: Float32 })),
  /** What a model without a network has to show instead of layers. */
  view: v.optional(ModelView),
});
export type Trace = v.InferOutput<typeof Trace>;

/** The signal behind an example as a person knows it: before features and scaling. */
export const ExampleSignal = v.object({
  example: Example,
  channels: v.array(v.string()),
  /** Samples per second; null when unknown. */
  rateHz: v.nullable(v.number()),
  /** Samples per channel. */
  length: v.number(),
  /**
   * [channels, columns, 2]: least and greatest value in each of `columns` equal stretches of time;
   * when `length` ≤ columns every sample is its own column.
   */
  envelope: Float32,
  columns: v.number(),
  /** Unscaled features, [columns, features]: each column the mean of so many steps, of one unless the example is very long. */
  features: Float32,
  featureNames: v.array(v.string()),
  stepsPerColumn: v.number(),
  steps: v.number(),
  stepSeconds: v.nullable(v.number()),
});
export type ExampleSignal = v.InferOutput<typeof ExampleSignal>;

/** A continuation that a network wrote by itself, each step going in again. All values in data units. */
export const Continuation = v.object({
  channels: v.array(v.string()),
  /** What it was given, [seedSteps, channels]. */
  seed: Float32,
  seedSteps: v.number(),
  /** [steps, channels] */
  generated: Float32,
  steps: v.number(),
  /** What really came, [realSteps, channels]; as far as the sequence goes. */
  real: Float32,
  realSteps: v.number(),
  stepSeconds: v.nullable(v.number()),
});
export type Continuation = v.InferOutput<typeof Continuation>;

/** A stretch of a recording with its marks, and the examples that come of them. Places are steps of `signal`. */
export const MarkedStretch = v.object({
  /** Of the whole stretch, whose example is no example of the data set. */
  signal: ExampleSignal,
  /** Where in its recording the stretch begins; null where steps have no time. */
  startSeconds: v.nullable(v.number()),
  /** The tracks that are learnt from. */
  tracks: v.array(v.object({ name: v.string(), marks: v.array(Bar) })),
  /** Of this recording, those that touch the stretch. */
  examples: v.array(v.object({ ...Bar.entries, split: SplitName, index: v.number() })),
});
export type MarkedStretch = v.InferOutput<typeof MarkedStretch>;
