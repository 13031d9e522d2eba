import * as v from 'valibot';
import { FeaturePlan, Scaler } from './features';
import { Task } from './task';

export const Modality = v.picklist(['audio', 'sensor']);
export type Modality = v.InferOutput<typeof Modality>;

export const SplitName = v.picklist(['train', 'validation', 'test']);
export type SplitName = v.InferOutput<typeof SplitName>;
export const splitNames = SplitName.options;

/** Where a label or a group comes from. */
export const FieldSource = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  /**
   * The name of a folder above the file: level −1 is the one that it lies in, −2 the one above; without a level the nearest
   * that is not called train, test, audio and the like.
   */
  v.object({
    kind: v.literal('folder'),
    level: v.optional(v.pipe(v.number(), v.integer(), v.maxValue(-1), v.minValue(-32))),
  }),
  /**
   * A field of the file's name, counted from 1, between separators (`_` where none is given); without a field the letters that
   * the name begins with: `tabla` of `tabla_ghe1.flac`.
   */
  v.object({
    kind: v.literal('file-name'),
    field: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    separator: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(8))),
  }),
  /** A column of `labels.csv`. */
  v.object({ kind: v.literal('labels-file'), column: v.string() }),
  /** A column of the table itself. */
  v.object({ kind: v.literal('column'), column: v.string() }),
  /** Written in the format, as in `.ts`. */
  v.object({ kind: v.literal('format') }),
]);
export type FieldSource = v.InferOutput<typeof FieldSource>;

export const SplitPlan = v.object({
  /** given: by labels.csv or TRAIN/TEST files; random: stratified by class; group: whole groups; time: the last part. */
  kind: v.picklist(['given', 'random', 'group', 'time']),
  seed: v.number(),
  validationFraction: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  testFraction: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
});
export type SplitPlan = v.InferOutput<typeof SplitPlan>;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** A rhythm of the calendar that goes in as channels of its own, computed from the times alone. */
export const CalendarRhythm = v.picklist(['day', 'week', 'year']);
export type CalendarRhythm = v.InferOutput<typeof CalendarRhythm>;

export const ForecastPlan = v.object({
  /** How many steps ahead are predicted. */
  horizonSteps: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** How many past steps the network sees. */
  contextSteps: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The season found in the training part, in steps; 1 when none. Used by MASE and the seasonal naive floor. */
  seasonSteps: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Steps from one window to the next in the training part. */
  trainStrideSteps: v.optional(count, 1),
  /** Steps from one forecast to the next in the parts that are judged (rolling origin). */
  strideSteps: v.optional(count, 1),
  /** Columns whose values are known beforehand, such as holidays: the network sees them `horizonSteps` early. */
  known: v.optional(v.array(v.string()), []),
  calendar: v.optional(v.array(CalendarRhythm), []),
  /** Each target's change since one season before goes in as a channel of its own. */
  seasonalDifferences: v.optional(v.boolean(), false),
});
export type ForecastPlan = v.InferOutput<typeof ForecastPlan>;

/** How long sequences are cut when every step is answered: labelling and generating. */
export const WindowPlan = v.object({
  /** What the network sees at once. */
  steps: v.pipe(v.number(), v.integer(), v.minValue(2)),
  /** Steps from one window of the training part to the next. */
  strideSteps: count,
});
export type WindowPlan = v.InferOutput<typeof WindowPlan>;

/** Everything that was decided about a set of files. A person can correct each field. */
export const ImportPlan = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  task: Task,
  modality: Modality,
  label: FieldSource,
  group: FieldSource,
  timeColumn: v.nullable(v.string()),
  /** Columns that go in as input channels (sensor tables); for audio `['mono']`. */
  channels: v.array(v.string()),
  /** Columns to forecast or to generate; empty for other tasks. */
  targets: v.array(v.string()),
  /** Steps or samples per second. Audio is resampled to it. Null when a table has no time. */
  rateHz: v.nullable(v.number()),
  /** Tables are resampled to the rate by their times; otherwise, and without times, their rows are taken to have it. */
  resampled: v.optional(v.boolean()),
  features: FeaturePlan,
  split: SplitPlan,
  forecast: v.nullable(ForecastPlan),
  /** Null unless every step is answered. */
  windows: v.optional(v.nullable(WindowPlan), null),
});
export type ImportPlan = v.InferOutput<typeof ImportPlan>;

/** Corrections to a plan; whatever is absent is guessed again from the files. */
export const PlanEdits = v.object({
  ...v.partial(ImportPlan).entries,
  forecast: v.optional(v.nullable(v.partial(ForecastPlan))),
  windows: v.optional(v.nullable(v.partial(WindowPlan))),
});
export type PlanEdits = v.InferOutput<typeof PlanEdits>;

/** A statement with a stable code for translation, the English sentence, and the facts in it. */
export const Remark = v.object({
  code: v.string(),
  message: v.string(),
  params: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.nan()]))),
});
export type Remark = v.InferOutput<typeof Remark>;

export const RefusedFile = v.object({ file: v.string(), code: v.string(), reason: v.string() });
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
});
export type Understanding = v.InferOutput<typeof Understanding>;

/** An immutable data set in the catalog. */
export const Dataset = v.object({
  id: v.string(),
  createdMs: v.number(),
  /** The folder or file it came from. */
  source: v.string(),
  understanding: Understanding,
  scaler: Scaler,
  /** Hash of plan and file hashes: equal for equal data. */
  fingerprint: v.string(),
  /** Of a data set that is an imported one and recordings of the lab's own: which, what it was called, and how many. */
  grown: v.optional(v.object({ from: v.string(), base: v.string(), recordings: v.number() })),
});
export type Dataset = v.InferOutput<typeof Dataset>;
