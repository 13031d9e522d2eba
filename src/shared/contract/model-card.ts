import * as v from 'valibot';
import { ImportPlan } from '../domain/dataset';
import { Task } from '../domain/task';
import { headNames } from '../domain/tasks/task-facts';
import { Detection, Reject, Unseen } from '../domain/detection';
import { Scaler } from '../domain/features';
import { LayerSummary, ModelSpec, NetworkSpec, Recipe } from '../domain/model';
import { ModelScores, TrainedOn } from '../domain/model-description';
import { ExportFormat } from './exports';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));

export const ForecastScaleSchema = v.object({
  seasonSteps: size,
  targets: v.array(
    v.object({
      column: index,
      baseline: v.picklist(['last', 'seasonal', 'seasonalDrift']),
      correction: v.number(),
      leastDeviation: v.number(),
    }),
  ),
  outputs: v.array(v.object({ target: index, step: size })),
  quantiles: v.exactOptional(v.array(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)))),
});

export const ValueScaleSchema = v.object({ mean: v.array(v.number()), deviation: v.array(v.number()) });

export const NetworkShapeSchema = v.object({
  features: size,
  outputs: size,
  head: v.picklist(headNames),
});

/** model-card.json beside every exported model: all that is needed to use it elsewhere, and what it is worth. */
export const ModelCard = v.object({
  formatVersion: v.literal(1),
  format: ExportFormat,
  name: v.string(),
  note: v.string(),
  run: v.string(),
  /** ISO 8601. */
  trained: v.string(),
  /** Absent in a bundle, whose bytes do not say when they were written. */
  exported: v.optional(v.string()),
  task: Task,
  /** Classes, or names of values, in the order of the outputs; a forecast's are `target@step`. */
  outputs: v.array(v.string()),
  input: v.object({
    /** How to make the network's input from a recording, in words. */
    howTo: v.string(),
    shape: v.tuple([v.null(), v.null(), size]),
    featureNames: v.array(v.string()),
    /** Samples per second that a recording must have before its features are computed; null: any. */
    rateHz: v.nullable(v.number()),
    stepSeconds: v.nullable(v.number()),
    /** Lengths of the examples; null in cards of a version that did not say. */
    medianSteps: v.optional(v.nullable(v.number()), null),
    longestSteps: v.optional(v.nullable(v.number()), null),
    scaler: Scaler,
    /** How files are read and features are computed: channels, rate, features and all their parameters. */
    plan: ImportPlan,
  }),
  /** How the outputs of a forecast are turned into data units; null for other tasks. */
  forecast: v.nullable(ForecastScaleSchema),
  /** value = mean + deviation · output (regression), or present value + deviation · output (generation); else null. */
  values: v.optional(v.nullable(ValueScaleSchema), null),
  /** Of several labels: from which probability on each is said, in the order of the outputs; absent of other tasks. */
  thresholds: v.exactOptional(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1)))),
  /** How probabilities become events, and how well they do; absent where recordings have none in them. */
  detection: v.exactOptional(Detection),
  /** From which probability on an answer counts, where a class is none of the others. */
  reject: v.exactOptional(Reject),
  /** False alarms on recordings that nobody trained on. */
  unseen: v.exactOptional(Unseen),
  /** Null of a model without a network. */
  network: v.nullable(
    v.object({
      spec: NetworkSpec,
      shape: NetworkShapeSchema,
      layers: v.array(LayerSummary),
      parameters: v.number(),
    }),
  ),
  /** A model without a network; absent of a network. */
  fitted: v.optional(v.object({ spec: ModelSpec, layers: v.array(LayerSummary), parameters: v.number() })),
  training: v.object({
    recipe: Recipe,
    epochs: v.number(),
    bestEpoch: v.nullable(v.number()),
    seconds: v.number(),
    backend: v.nullable(v.string()),
    kernel: v.nullable(v.string()),
  }),
  metrics: ModelScores,
  data: TrainedOn,
  /** The short of parity.json; null of what holds no weights. */
  parity: v.nullable(v.object({ examples: v.number(), steps: v.number(), largestDifference: v.number() })),
  /** Of int8: what it costs and saves beside the float model, on the test part. */
  quantised: v.optional(
    v.object({
      bytes: v.number(),
      floatBytes: v.number(),
      metric: v.picklist(['accuracy', 'mae']),
      score: v.number(),
      floatScore: v.number(),
      examples: v.number(),
    }),
  ),
  /** Of the C header: what a device needs. */
  cost: v.optional(
    v.record(
      v.string(),
      v.object({ flashBytes: v.number(), ramBytes: v.number(), multiplyAddsPerStep: v.number() }),
    ),
  ),
  /** SHA-256 of the files beside the card, hexadecimal. */
  hashes: v.optional(v.record(v.string(), v.string())),
  versions: v.record(v.string(), v.string()),
  files: v.array(v.string()),
});
export type ModelCard = v.InferOutput<typeof ModelCard>;
