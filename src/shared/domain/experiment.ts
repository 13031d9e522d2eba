import * as v from 'valibot';
import { Remark } from './dataset';
import { ExperimentResult } from './experiment-results';

export const experimentNames = [
  'unrolled',
  'vanishing',
  'memory',
  'gates',
  'flip-flop',
  'lstm-or-gru',
  'road',
] as const;
export const ExperimentName = v.picklist(experimentNames);
export type ExperimentName = v.InferOutput<typeof ExperimentName>;

export const SettingValue = v.union([
  v.number(),
  v.boolean(),
  v.string(),
  v.array(v.number()),
  v.array(v.string()),
]);
export type SettingValue = v.InferOutput<typeof SettingValue>;
export const SettingValues = v.record(v.string(), SettingValue);
export type SettingValues = v.InferOutput<typeof SettingValues>;

/** Something that a person may set before an experiment runs, and what it is when they do not. */
export const SettingSpec = v.variant('kind', [
  v.object({
    kind: v.literal('number'),
    key: v.string(),
    value: v.number(),
    min: v.number(),
    max: v.number(),
    /** Distance of two values of a slider. */
    step: v.number(),
  }),
  v.object({ kind: v.literal('switch'), key: v.string(), value: v.boolean() }),
  v.object({ kind: v.literal('choice'), key: v.string(), value: v.string(), options: v.array(v.string()) }),
  /** Any number of them, at least one. */
  v.object({
    kind: v.literal('choices'),
    key: v.string(),
    value: v.array(v.string()),
    options: v.array(v.string()),
  }),
  /** Whole numbers such as lengths. */
  v.object({
    kind: v.literal('numbers'),
    key: v.string(),
    value: v.array(v.number()),
    min: v.number(),
    max: v.number(),
  }),
  /** A drawn signal, a value a step. */
  v.object({
    kind: v.literal('signal'),
    key: v.string(),
    value: v.array(v.number()),
    min: v.number(),
    max: v.number(),
  }),
  /** Id of a data set; empty: the newest one, or what the experiment makes itself. */
  v.object({ kind: v.literal('dataset'), key: v.string(), value: v.string() }),
]);
export type SettingSpec = v.InferOutput<typeof SettingSpec>;

export const ExperimentInfo = v.object({
  name: ExperimentName,
  settings: v.array(SettingSpec),
  /** Whether it cannot do without a data set. */
  needsDataset: v.boolean(),
  /** Whether it answers within about a second, so that it may follow a slider. */
  quick: v.boolean(),
});
export type ExperimentInfo = v.InferOutput<typeof ExperimentInfo>;

/** An experiment as it stands: what was computed so far, and what follows from it. */
export const ExperimentReport = v.object({
  formatVersion: v.literal(1),
  name: ExperimentName,
  settings: SettingValues,
  /** Whether all of it was computed. */
  complete: v.boolean(),
  seconds: v.number(),
  /** Sentences that follow from the numbers alone; empty until there are enough of them. */
  findings: v.array(Remark),
  result: ExperimentResult,
});
export type ExperimentReport = v.InferOutput<typeof ExperimentReport>;

export const ExperimentEvent = v.object({ seq: v.number(), report: ExperimentReport });
export type ExperimentEvent = v.InferOutput<typeof ExperimentEvent>;
