import * as v from 'valibot';
import { PlanEdits, Remark } from './plan';

/**
 * What every file and every column of a drop is for, with the evidence for it; what was left out; and what the lab would
 * rather ask than guess (docs/plan.md).
 */
export const FileRole = v.picklist(['recording', 'part', 'marks', 'labels', 'split', 'metadata', 'left-out']);
export type FileRole = v.InferOutput<typeof FileRole>;

export const ColumnRole = v.picklist([
  'input',
  'answer',
  'group',
  'time',
  'known',
  'mark',
  'split',
  'left-out',
]);
export type ColumnRole = v.InferOutput<typeof ColumnRole>;

/** certain: written in the file or said by the person; strong: nothing speaks against it; weak: another reading is as likely. */
export const Strength = v.picklist(['certain', 'strong', 'weak']);
export type Strength = v.InferOutput<typeof Strength>;

export const FileEntry = v.object({
  /** As shown to people; a pattern such as `audio/*.wav` where many files are alike. */
  file: v.string(),
  /** How many files it stands for. */
  files: v.number(),
  role: FileRole,
  /** The recording that a part, marks or metadata belong to. */
  of: v.optional(v.nullable(v.string()), null),
  strength: Strength,
  evidence: Remark,
});
export type FileEntry = v.InferOutput<typeof FileEntry>;

export const ColumnEntry = v.object({
  column: v.string(),
  /** The file or pattern of files that it stands in. */
  file: v.string(),
  role: ColumnRole,
  unit: v.optional(v.nullable(v.string()), null),
  /** How words go in as inputs. */
  encoding: v.optional(v.picklist(['number', 'zero-one', 'one-hot']), 'number'),
  /** Values that stand for "missing", such as −9999. */
  sentinels: v.optional(v.array(v.number()), []),
  strength: Strength,
  evidence: Remark,
});
export type ColumnEntry = v.InferOutput<typeof ColumnEntry>;

/** Something that does not go in: counted, with one example of it and the reason. */
export const LeftOut = v.object({
  what: v.picklist(['file', 'column', 'row', 'value', 'example']),
  /** The file, the column, or the file that the rows stand in. */
  name: v.string(),
  count: v.number(),
  /** As it is written in the file. */
  example: v.nullable(v.string()),
  reason: Remark,
});
export type LeftOut = v.InferOutput<typeof LeftOut>;

/** One way to read the files. */
export const Reading = v.object({
  /** Stable within the question. */
  key: v.string(),
  title: Remark,
  /** What makes the plan read them so. */
  edits: PlanEdits,
  /** The same on the command line, such as `--label folder:-2`. */
  flags: v.string(),
  examples: v.number(),
  /** At most a dozen names. */
  classes: v.array(v.string()),
  /** What else would be so: from when to when the rows reach, say. */
  facts: v.optional(v.array(Remark)),
  /** Number of an example of the data set as it would be, to be looked at. */
  preview: v.nullable(v.number()),
});
export type Reading = v.InferOutput<typeof Reading>;

/** A guess that is weak and changes what is learnt. */
export const Question = v.object({
  /** `question.label`, `question.recordings` … */
  code: v.string(),
  remark: Remark,
  /** Two or three, the strongest first. */
  readings: v.array(Reading),
});
export type Question = v.InferOutput<typeof Question>;

export const Proposal = v.object({
  /** The name of the layout that was recognised; null when none was. */
  layout: v.nullable(v.string()),
  files: v.array(FileEntry),
  columns: v.array(ColumnEntry),
  leftOut: v.array(LeftOut),
  questions: v.array(Question),
});
export type Proposal = v.InferOutput<typeof Proposal>;
