import * as v from 'valibot';
import { Measured } from './measured';
import { Remark } from './dataset';

const numbers = v.array(Measured);
/** Logarithms of what may be exactly zero, which is null. */
const logarithms = v.array(v.nullable(Measured));
const interval = v.tuple([Measured, Measured]);

/** The recurrent models that the experiments set side by side. */
export const recurrentModels = [
  'rnn-sigmoid',
  'rnn-relu',
  'rnn-tanh',
  'rnn-identity',
  'lstm',
  'lstm-chrono',
  'gru',
] as const;
export const RecurrentModel = v.picklist(recurrentModels);
export type RecurrentModel = v.InferOutput<typeof RecurrentModel>;

export const GradientSeries = v.object({
  model: RecurrentModel,
  /**
   * log₁₀ ‖∂L/∂h_t‖₂ for t = 1 … T of L = v · h_T with ‖v‖ = 1; with clipping, of the clipped gradient.
   * Null: no gradient at all arrives, since every ReLU is off.
   */
  log10GradientNorms: logarithms,
  /** log₁₀ of the product of the largest singular values of ∂s_k/∂s_{k−1} for k = t + 1 … T; s = h, or (h, c). */
  log10JacobianProducts: logarithms,
  /** log₁₀ of the norm of the gradient of all weights, and of what is left of it after clipping. */
  log10WeightGradientNorm: Measured,
  log10UpdateNorm: Measured,
});
export type GradientSeries = v.InferOutput<typeof GradientSeries>;

export const VanishingResult = v.object({
  experiment: v.literal('vanishing'),
  steps: v.number(),
  clipNorm: v.number(),
  series: v.array(GradientSeries),
  /** How far the float32 kernel is from these float64 numbers over the last steps, where float32 reaches. */
  kernelCheck: v.nullable(
    v.object({ kernel: v.string(), steps: v.number(), worstRelativeDifference: Measured }),
  ),
});
export type VanishingResult = v.InferOutput<typeof VanishingResult>;

const MemoryTask = v.picklist(['adding', 'copy', 'recall']);
type MemoryTask = v.InferOutput<typeof MemoryTask>;

export const MemoryCell = v.object({
  model: RecurrentModel,
  /** T of the task. */
  steps: v.number(),
  seed: v.number(),
  units: v.number(),
  parameters: v.number(),
  status: v.picklist(['waiting', 'training', 'solved', 'unsolved']),
  /** On fresh sequences: mean squared error (adding), accuracy (copy, recall); null before the first look. */
  score: v.nullable(Measured),
  updates: v.number(),
  seconds: v.number(),
});
export type MemoryCell = v.InferOutput<typeof MemoryCell>;

export const MemoryResult = v.object({
  experiment: v.literal('memory'),
  task: MemoryTask,
  metric: v.picklist(['mse', 'accuracy']),
  /** What counts as solved: below it (mse) or from it on (accuracy). */
  threshold: v.number(),
  /** What somebody scores who remembers nothing. */
  floor: Measured,
  lengths: numbers,
  models: v.array(RecurrentModel),
  cells: v.array(MemoryCell),
});
export type MemoryResult = v.InferOutput<typeof MemoryResult>;

/** Gates and states of one layer over one sequence, each [steps, units] row-major. */
const cellTensors = v.object({
  h: numbers,
  c: v.optional(numbers),
  i: v.optional(numbers),
  f: v.optional(numbers),
  o: v.optional(numbers),
  g: v.optional(numbers),
  z: v.optional(numbers),
  r: v.optional(numbers),
});

export const UnrolledResult = v.object({
  experiment: v.literal('unrolled'),
  cell: v.picklist(['rnn', 'lstm', 'gru']),
  activation: v.picklist(['tanh', 'relu', 'sigmoid', 'linear']),
  units: v.number(),
  features: v.array(v.string()),
  /** Data set and example; null for the lab's own wave. */
  source: v.nullable(v.object({ dataset: v.string(), example: v.number(), label: v.nullable(v.string()) })),
  steps: v.number(),
  /** [steps, features] as the network saw them. */
  inputs: numbers,
  tensors: cellTensors,
  /** Row-major: [features, G · units], [units, G · units], [G · units]. */
  weights: v.object({ kernel: numbers, recurrentKernel: numbers, bias: numbers }),
  /** Optimiser steps on the data set before the picture was taken; 0: initial weights. */
  updates: v.number(),
});
export type UnrolledResult = v.InferOutput<typeof UnrolledResult>;

/** One LSTM unit over the signal, [steps] each. */
export const UnitTrace = v.object({
  i: numbers,
  f: numbers,
  o: numbers,
  g: numbers,
  c: numbers,
  h: numbers,
});
export type UnitTrace = v.InferOutput<typeof UnitTrace>;

export const GatesResult = v.object({
  experiment: v.literal('gates'),
  signal: numbers,
  hand: UnitTrace,
  /** An LSTM that learnt to hold the last pulse: the unit that moves most like the answer. */
  trained: v.nullable(
    v.object({
      unit: v.number(),
      units: v.number(),
      trace: UnitTrace,
      /** What it says, and what it should say of this signal. */
      output: numbers,
      target: numbers,
      /** Mean squared error on fresh signals, and of always saying zero. */
      error: Measured,
      floor: Measured,
    }),
  ),
});
export type GatesResult = v.InferOutput<typeof GatesResult>;

export const FlipFlopResult = v.object({
  experiment: v.literal('flip-flop'),
  cell: v.picklist(['rnn', 'lstm', 'gru']),
  bits: v.number(),
  units: v.number(),
  /** Mean squared error on fresh sequences, every `every` updates. */
  errors: v.array(Measured),
  every: v.number(),
  /** Shares of the visited states' variance that three components hold. */
  explained: numbers,
  starts: v.number(),
  outside: v.number(),
  /** Where the state stays, or is slowest, without a pulse. */
  points: v.array(
    v.object({
      kind: v.picklist(['fixed', 'slow']),
      starts: v.number(),
      unstable: v.number(),
      speed: v.number(),
      /** [bits] what the head says there. */
      answer: numbers,
      /** [3] in the components. */
      place: numbers,
    }),
  ),
  /** Of each sequence, step by step, [3]. */
  ways: v.array(v.array(numbers)),
});
export type FlipFlopResult = v.InferOutput<typeof FlipFlopResult>;

export const ScoreMetric = v.picklist(['accuracy', 'mae', 'averagePrecision']);
export type ScoreMetric = v.InferOutput<typeof ScoreMetric>;

export const LstmOrGruResult = v.object({
  experiment: v.literal('lstm-or-gru'),
  dataset: v.string(),
  metric: ScoreMetric,
  testExamples: v.number(),
  floor: v.nullable(Measured),
  models: v.array(
    v.object({
      model: v.picklist(['lstm', 'gru']),
      units: v.number(),
      parameters: v.number(),
      secondsPerEpoch: v.nullable(v.number()),
    }),
  ),
  /** One training each, in the order in which they are made. */
  trainings: v.array(
    v.object({
      model: v.picklist(['lstm', 'gru']),
      examples: v.number(),
      seed: v.number(),
      score: v.nullable(Measured),
    }),
  ),
  /** LSTM minus GRU, paired by seed; null while a pair is missing. */
  differences: v.array(
    v.object({ examples: v.number(), estimate: Measured, interval: v.nullable(interval) }),
  ),
});
export type LstmOrGruResult = v.InferOutput<typeof LstmOrGruResult>;

/** Every model of the road in its order, by the names that its rows have. */
export const roadModels = [
  'statistics',
  'dtw',
  'minirocket',
  'quant',
  'naive',
  'ar',
  'ar-mlp',
  'markov',
  'latent',
  'latent-gru',
  'rnn',
  'lstm',
  'gru',
  'transformer',
] as const;
export type RoadModel = (typeof roadModels)[number];

export const RoadRow = v.object({
  /** Step of the road, 1 … 9 (docs/user-guide.md); 0 for what every step is measured against. */
  step: v.number(),
  model: v.string(),
  status: v.picklist(['waiting', 'training', 'done', 'skipped']),
  parameters: v.nullable(v.number()),
  seconds: v.nullable(v.number()),
  /** Mean of the seeds; `interval` has the means of their intervals' ends, `seconds` of their times. */
  score: v.nullable(Measured),
  interval: v.nullable(interval),
  /** Of each seed, where chance takes part; else of the one fit. */
  scores: v.optional(numbers, () => []),
  /** Why it was skipped. */
  reason: v.nullable(Remark),
});
export type RoadRow = v.InferOutput<typeof RoadRow>;

export const RoadResult = v.object({
  experiment: v.literal('road'),
  dataset: v.string(),
  metric: ScoreMetric,
  testExamples: v.number(),
  floor: v.nullable(v.object({ name: v.string(), value: Measured })),
  rows: v.array(RoadRow),
});
export type RoadResult = v.InferOutput<typeof RoadResult>;

export const ExperimentResult = v.variant('experiment', [
  UnrolledResult,
  VanishingResult,
  MemoryResult,
  GatesResult,
  FlipFlopResult,
  LstmOrGruResult,
  RoadResult,
]);
export type ExperimentResult = v.InferOutput<typeof ExperimentResult>;
