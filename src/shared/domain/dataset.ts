import * as v from 'valibot';
import { ErrorShape } from './error';
import { Scaler } from './features';
import { ImportPlan, FieldSource, Remark } from './plan';
import { Proposal } from './proposal';

// Whoever has to do with data sets has to do with their plans.
export * from './plan';

export const SplitName = v.picklist(['train', 'validation', 'test']);
export type SplitName = v.InferOutput<typeof SplitName>;
export const splitNames = SplitName.options;

/** A file that is left out, and why: a sentence for people, its code in the catalogue and its facts; older ones have none. */
export const RefusedFile = v.object({
  file: v.string(),
  code: v.string(),
  reason: v.string(),
  sentence: v.optional(v.string()),
  params: v.optional(ErrorShape.entries.details),
});
export type RefusedFile = v.InferOutput<typeof RefusedFile>;

/** Something that lies in the home and cannot be read: damaged, or of a newer lab. It can be deleted. */
export const Unreadable = v.object({ id: v.string(), reason: Remark });
export type Unreadable = v.InferOutput<typeof Unreadable>;

export const LengthSummary = v.object({
  min: v.number(),
  median: v.number(),
  max: v.number(),
  /** Histogram: `counts[k]` examples have edges[k] ≤ length < edges[k + 1] (the last bin is closed). */
  edges: v.array(v.number()),
  counts: v.array(v.number()),
});
export type LengthSummary = v.InferOutput<typeof LengthSummary>;

const perSplit = v.object({ train: v.number(), validation: v.number(), test: v.number() });
export const ClassCount = v.object({ label: v.string(), ...perSplit.entries });
export type ClassCount = v.InferOutput<typeof ClassCount>;

/** One thing to learn from: a recording, a row of a `.ts` file, or a window of a series. */
export const Example = v.object({
  index: v.number(),
  /** Path as shown to people, relative to what was dropped. */
  file: v.string(),
  /** First sample or row in the file, and one past the last. */
  start: v.number(),
  end: v.number(),
  /** Time steps after features. */
  steps: v.number(),
  label: v.nullable(v.string()),
  group: v.nullable(v.string()),
  split: SplitName,
});
export type Example = v.InferOutput<typeof Example>;

export const ColumnInfo = v.object({
  name: v.string(),
  type: v.picklist(['number', 'text', 'time', 'boolean']),
  distinct: v.number(),
  missing: v.number(),
});
export type ColumnInfo = v.InferOutput<typeof ColumnInfo>;

/** What the lab makes of a set of files under a plan. */
export const Understanding = v.object({
  plan: ImportPlan,
  /** Why each field of the plan is what it is, keyed by field name. */
  evidence: v.record(v.string(), Remark),
  /** Columns that a person can choose labels, groups, time, channels and targets from. */
  columns: v.array(ColumnInfo),
  labelSources: v.array(FieldSource),
  groupSources: v.array(FieldSource),
  filesByFormat: v.record(v.string(), v.number()),
  examples: v.number(),
  classes: v.array(ClassCount),
  groups: v.number(),
  /** Names of the features that come out, [features]. */
  features: v.array(v.string()),
  /** Length in time steps after features. */
  lengths: LengthSummary,
  /** Seconds between two steps after features; null when unknown. */
  stepSeconds: v.nullable(v.number()),
  splits: perSplit,
  refused: v.array(RefusedFile),
  warnings: v.array(Remark),
  /** Of sound: how many channels the files have at most; older data sets do not say. */
  soundChannels: v.optional(v.number()),
  /** What every file and column is for, and what is asked; older data sets have none. */
  proposal: v.optional(Proposal),
});
export type Understanding = v.InferOutput<typeof Understanding>;

/** An immutable data set in the catalog. */
export const Dataset = v.object({
  id: v.string(),
  createdMs: v.number(),
  /** The folder or file it came from. */
  source: v.string(),
  /** The places that were read, where that is known: they can be read again under another plan. */
  places: v.optional(v.array(v.string())),
  /** Places of what is none of the classes, where there are any. */
  background: v.optional(v.array(v.string())),
  understanding: Understanding,
  scaler: Scaler,
  /** Hash of plan and file hashes: equal for equal data. */
  fingerprint: v.string(),
  /** Of a data set that is an imported one and recordings of the lab's own: which, what it was called, and how many. */
  grown: v.optional(v.object({ from: v.string(), base: v.string(), recordings: v.number() })),
});
export type Dataset = v.InferOutput<typeof Dataset>;
