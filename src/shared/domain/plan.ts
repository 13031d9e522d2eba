import * as v from 'valibot';
import { FeaturePlan } from './features';
import { Task } from './task';

export const Modality = v.picklist(['audio', 'sensor']);
export type Modality = v.InferOutput<typeof Modality>;

/** Where a label or a group comes from. */
export const FieldSource = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  /**
   * The name of a folder above the file: level −1 is the one that it lies in, −2 the one above; without a level the nearest
   * that is not called train, test, audio and the like. With a field, counted from 1, only that part of the name between
   * separators (`_` where none is given): `dws` of `dws_11`.
   */
  v.object({
    kind: v.literal('folder'),
    level: v.optional(v.pipe(v.number(), v.integer(), v.maxValue(-1), v.minValue(-32))),
    field: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    separator: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(8))),
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
  /** Columns of zeros and ones of `labels.csv`, a label each. */
  v.object({ kind: v.literal('labels-columns'), columns: v.pipe(v.array(v.string()), v.minLength(1)) }),
  /** A column of the table itself. */
  v.object({ kind: v.literal('column'), column: v.string() }),
  /** Written in the format, as in `.ts`. */
  v.object({ kind: v.literal('format') }),
  /** Marks on the recordings, of one track or, without a name, of all; a plan's `marks` says how they become examples. */
  v.object({ kind: v.literal('marks'), track: v.optional(v.string()) }),
]);
export type FieldSource = v.InferOutput<typeof FieldSource>;

/** How times are to be read where the column itself leaves it open: which number of a date is first, or the unit of numbers. */
export const TimeFormat = v.picklist(['day-first', 'month-first', 'year-first', 's', 'ms', 'us', 'ns']);
export type TimeFormat = v.InferOutput<typeof TimeFormat>;

export const SplitPlan = v.object({
  /**
   * given: by labels.csv or TRAIN/TEST files; random: stratified by class; group: whole groups; time: the last part;
   * stretches: of recordings with marks, with a gap between those of different parts.
   */
  kind: v.picklist(['given', 'random', 'group', 'time', 'stretches']),
  seed: v.number(),
  validationFraction: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  testFraction: v.pipe(v.number(), v.gtValue(0), v.ltValue(1)),
  /** Of given parts: where they are written, when a person says so. Words that name no part are folds; the last is the test. */
  from: v.optional(FieldSource),
  /** Of stretches: seconds between two parts (rows of a table without a time); absent: as long as a window or the longest cut. */
  gapSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
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

/** How long sequences are cut: where every step is answered, and where long recordings are answered as a whole. */
export const WindowPlan = v.object({
  /** What the network sees at once. */
  steps: v.pipe(v.number(), v.integer(), v.minValue(2)),
  /** Steps from one window of the training part to the next. */
  strideSteps: count,
});
export type WindowPlan = v.InferOutput<typeof WindowPlan>;

/** How marks become examples: each is cut out, windows are answered by what is marked in them, or every step is. */
export const MarksRule = v.picklist(['cut', 'windows', 'steps']);
export type MarksRule = v.InferOutput<typeof MarksRule>;

/** When a window has a mark's label: covered by a share, any of it inside, at its last moment, or by most of it. */
export const WindowRule = v.picklist(['share', 'any', 'end', 'majority']);
export type WindowRule = v.InferOutput<typeof WindowRule>;

const atLeastNone = v.pipe(v.number(), v.minValue(0));
const aboveNone = v.pipe(v.number(), v.gtValue(0));

/** Marks as examples. Times in seconds; in rows where a table has no time. */
export const MarksPlan = v.object({
  rule: MarksRule,
  /** Of `cut`: so much before and behind each mark goes in too. */
  padSeconds: v.optional(atLeastNone, 0),
  /** Of `cut`: shorter ones are widened about their middle, longer ones shortened; null: they are not. */
  minSeconds: v.optional(v.nullable(aboveNone), null),
  maxSeconds: v.optional(v.nullable(aboveNone), null),
  /** Of `windows`. */
  by: v.optional(WindowRule, 'share'),
  /** Of `share`: of the window, or of a mark that is shorter than it. */
  share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), 0.5),
  /** The class of what was examined and not marked; null: it is no class. */
  background: v.optional(v.nullable(v.pipe(v.string(), v.nonEmpty())), null),
  /** At most so many windows of background in the training part for each with a mark; null: all. */
  backgroundRatio: v.optional(v.nullable(atLeastNone), null),
  /** Points are stretches of this width about themselves. */
  pointSeconds: aboveNone,
  /** Which recordings were looked at from beginning to end: those that marks lie beside or name, or all of them. */
  examined: v.optional(v.picklist(['marked', 'all']), 'marked'),
});
export type MarksPlan = v.InferOutput<typeof MarksPlan>;

/** What one recording is: a file, several files in a folder, or files whose names differ by the instrument alone. */
export const RecordingsBy = v.picklist(['file', 'folder', 'name']);
export type RecordingsBy = v.InferOutput<typeof RecordingsBy>;

/** What a person says that files are for. */
export const FileRoleEdit = v.object({
  /** A path below what was dropped, or a pattern: `raw/*.csv`, `**\/notes.txt`, `labels*.csv` in any folder. */
  pattern: v.pipe(v.string(), v.nonEmpty(), v.maxLength(4096)),
  role: v.picklist(['recording', 'metadata', 'labels', 'split', 'marks', 'left-out']),
});
export type FileRoleEdit = v.InferOutput<typeof FileRoleEdit>;

/** A number that stands for "not measured" in a column of a table, or in every one of numbers. */
export const MissingValue = v.object({ column: v.nullable(v.string()), value: v.number() });
export type MissingValue = v.InferOutput<typeof MissingValue>;

/** Everything that was decided about a set of files. A person can correct each field. */
export const ImportPlan = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  task: Task,
  modality: Modality,
  /** Files whose role a person gave, the last pattern that fits first; absent: all are guessed. */
  files: v.optional(v.array(FileRoleEdit)),
  /** Absent: each file is a recording. */
  recordings: v.optional(RecordingsBy),
  label: FieldSource,
  /** What stands between several labels of one cell; absent where cells hold one, or rows or columns are labels. */
  labelSeparator: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(8))),
  group: FieldSource,
  timeColumn: v.nullable(v.string()),
  /** Columns that say the time together, a date and a time of day for example; `timeColumn` is what they become. */
  timeFrom: v.optional(v.pipe(v.array(v.string()), v.minLength(2))),
  /** Absent: as the times themselves say. */
  timeFormat: v.optional(TimeFormat),
  /** Whether a row of a wide table is one sequence, or one moment of all its columns; absent: as the table looks. */
  rows: v.optional(v.picklist(['sequence', 'moment'])),
  /** Numbers that stand for nothing, such as −9999; absent: none do. In edits: empty where a person says so. */
  missing: v.optional(v.array(MissingValue)),
  /** Whether classes that differ in case and blanks alone are one; absent: each spelling is a class of its own. */
  spellings: v.optional(v.picklist(['one', 'apart'])),
  /** Columns that go in as input channels (sensor tables); for audio `['mono']`, the mean, or channels by themselves, `ch1` … */
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
  /** Null where recordings are answered as they are. */
  windows: v.optional(v.nullable(WindowPlan), null),
  /** How marks become examples, where the label comes from them. */
  marks: v.optional(MarksPlan),
});
export type ImportPlan = v.InferOutput<typeof ImportPlan>;

const windowSeconds = {
  seconds: v.optional(v.pipe(v.number(), v.gtValue(0))),
  hopSeconds: v.optional(v.pipe(v.number(), v.gtValue(0))),
};

/** Corrections to a plan; whatever is absent is guessed again from the files. */
export const PlanEdits = v.object({
  ...v.partial(ImportPlan).entries,
  forecast: v.optional(v.nullable(v.partial(ForecastPlan))),
  /** Seconds instead of steps where there is a rate; null: recordings are not cut. */
  windows: v.optional(v.nullable(v.object({ ...v.partial(WindowPlan).entries, ...windowSeconds }))),
  marks: v.optional(v.partial(MarksPlan)),
});
export type PlanEdits = v.InferOutput<typeof PlanEdits>;

/** A statement with a stable code for translation, the English sentence, and the facts in it. */
export const Remark = v.object({
  code: v.string(),
  message: v.string(),
  params: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.nan()]))),
});
export type Remark = v.InferOutput<typeof Remark>;
