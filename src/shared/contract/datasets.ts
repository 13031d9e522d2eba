import { eventIterator } from '@orpc/contract';
import * as v from 'valibot';
import { Bytes, Float32 } from '../domain/arrays';
import { Dataset, Example, PlanEdits, SplitName, Understanding, Unreadable } from '../domain/dataset';
import { RecordingMarks } from '../domain/marks';
import { PlanFile } from '../domain/plan-file';
import { Floors } from '../domain/run';
import { Activity, ActivityEvent } from '../domain/activity';
import { ExampleSignal, MarkedStretch } from '../domain/trace';
import { Done, Id, named, Nothing, procedure, Whole } from './base';

const Paths = v.pipe(v.array(v.string()), v.minLength(1));

/** Samples at a time that are listened to: half a minute and more, however long the whole is. */
const MOST_HEARD = 2 ** 21;
/** Of samples of an example: where it begins and how many there are; from the beginning, and as many as can be, where it does not say. */
const Stretch = {
  start: v.optional(Whole, 0),
  count: v.optional(v.pipe(Whole, v.minValue(1), v.maxValue(MOST_HEARD)), MOST_HEARD),
};
/** Mono samples in [−1, 1] of a stretch of an audio example, at the file's own rate; `length` is the whole's. */
const Heard = v.object({ rateHz: v.number(), length: v.number(), samples: Float32 });

/** Files that were read once and can be looked at under different plans until they become a data set. */
export const scans = {
  /**
   * Starts to read files and folders. Answers at once with the scan's id, which is also its activity's. What a window has
   * decoded is read in place of the file itself, and keeps its name.
   */
  start: procedure
    .input(
      v.strictObject({
        paths: Paths,
        edits: v.optional(named(PlanEdits)),
        decoded: v.optional(v.array(v.object({ path: v.string(), decoded: v.string() })), []),
        /** Read also what links lead to outside of the paths; else they are refused by name (LINK_LEADS_OUT). */
        followLinks: v.optional(v.boolean(), false),
        /** Files and folders of what is none of the classes: a class `background`. */
        background: v.optional(Paths),
      }),
    )
    .output(v.object({ scan: Id })),
  /** Files among these, and in these folders, whose sound (AAC) a window must decode before a scan. */
  undecoded: procedure
    .input(v.strictObject({ paths: Paths }))
    .output(
      v.object({ files: v.array(v.object({ path: v.string(), shown: v.string(), bytes: v.number() })) }),
    ),
  /** A chunk of such a file; nothing behind its end. Refused for any other file. */
  readUndecoded: procedure
    .input(v.strictObject({ path: v.string(), offset: Whole }))
    .output(v.object({ bytes: Bytes })),
  /** What is understood so far; `complete` once every file was read. */
  get: procedure
    .input(v.strictObject({ scan: Id }))
    .output(v.object({ scan: Id, complete: v.boolean(), understanding: v.nullable(Understanding) })),
  /** The same files under a corrected plan. `edits` replaces the earlier edits. */
  revise: procedure.input(v.strictObject({ scan: Id, edits: named(PlanEdits) })).output(Understanding),
  examples: procedure
    .input(v.strictObject({ scan: Id, offset: Whole, limit: Whole }))
    .output(v.object({ total: v.number(), examples: v.array(Example) })),
  /** With `edits`, an example as it would be under those in place of the scan's own. */
  signal: procedure
    .input(v.strictObject({ scan: Id, example: Whole, columns: Whole, edits: v.optional(named(PlanEdits)) }))
    .output(ExampleSignal),
  /** Where an example that comes of marks lies in its recording, with what is marked around it; null for other examples. */
  around: procedure
    .input(v.strictObject({ scan: Id, example: Whole, columns: Whole }))
    .output(v.object({ stretch: v.nullable(MarkedStretch) })),
  audio: procedure.input(v.strictObject({ scan: Id, example: Whole, ...Stretch })).output(Heard),
  /** The plan as it stands, to be kept as a file. */
  plan: procedure.input(v.strictObject({ scan: Id })).output(PlanFile),
  /**
   * Computes all features and writes the data set. Answers at once with the id of the activity, which fails with QUESTION_OPEN
   * while the proposal asks something, unless the strongest readings are to be taken.
   */
  commit: procedure
    .input(v.strictObject({ scan: Id, questions: v.optional(v.picklist(['ask', 'strongest']), 'ask') }))
    .output(v.object({ activity: Id })),
  discard: procedure.input(v.strictObject({ scan: Id })).output(Done),
};

/** A stretch of signal that was heard, with its right label. */
export const NewRecording = v.object({
  /** A class, an old one or a new one; of a regression the value. */
  label: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200), v.regex(/^\P{Cc}*$/u)),
  /** [n, channels] interleaved; sound is mono, and its numbers lie in [−1, 1]. NaN where a value is missing. */
  samples: Float32,
  /** Samples or rows a second; null without time. */
  rateHz: v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1e6))),
  recordedMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
  /** What was heard in it, and by which run. */
  heard: v.nullable(v.object({ label: v.string(), model: v.string() })),
});
export type NewRecording = v.InferOutput<typeof NewRecording>;

export const datasets = {
  list: procedure.input(Nothing).output(v.array(Dataset)),
  /** What `list` leaves out, and why; `delete` takes it. */
  unreadable: procedure.input(Nothing).output(v.array(Unreadable)),
  get: procedure.input(v.strictObject({ dataset: Id })).output(Dataset),
  rename: procedure
    .input(v.strictObject({ dataset: Id, name: v.pipe(v.string(), v.nonEmpty()) }))
    .output(Dataset),
  /** Into the bin, out of which `restore` takes it. Refused while a run needs it, unless `withRuns`. */
  delete: procedure.input(v.strictObject({ dataset: Id, withRuns: v.optional(v.boolean()) })).output(Done),
  restore: procedure.input(v.strictObject({ dataset: Id })).output(Dataset),
  /** What it was made by: `scans.start` with its places and its plan makes the same again. Refused for one that has grown. */
  plan: procedure.input(v.strictObject({ dataset: Id })).output(PlanFile),
  /**
   * What is known of the floors. `start` has the others measured in the background, all of them or those that take no more
   * than some seconds: `activity` says where, and `waiting` what is left.
   */
  floors: procedure
    .input(
      v.strictObject({ dataset: Id, start: v.optional(v.picklist(['nothing', 'quick', 'all']), 'quick') }),
    )
    .output(Floors),
  examples: procedure
    .input(v.strictObject({ dataset: Id, split: v.optional(SplitName), offset: Whole, limit: Whole }))
    .output(v.object({ total: v.number(), examples: v.array(Example) })),
  /** What is marked on its recordings, every track of them; null where it was not made of marks. */
  marks: procedure
    .input(v.strictObject({ dataset: Id }))
    .output(v.object({ recordings: v.nullable(v.array(RecordingMarks)) })),
  /** Waveform or channel lines and features of one example. */
  signal: procedure
    .input(v.strictObject({ dataset: Id, example: Whole, columns: Whole }))
    .output(ExampleSignal),
  audio: procedure.input(v.strictObject({ dataset: Id, example: Whole, ...Stretch })).output(Heard),
  /** A stretch of one example as a model hears it: sound at the file's own rate, or the plan's channels, [n, channels] interleaved. */
  recording: procedure.input(v.strictObject({ dataset: Id, example: Whole, ...Stretch })).output(
    v.object({
      rateHz: v.nullable(v.number()),
      channels: v.number(),
      length: v.number(),
      samples: Float32,
    }),
  ),
  /**
   * Writes recordings into the home folder and makes a data set of this one and them, all in the training part. This one
   * stays as it is; one that was made in this way and that no run needs is deleted, so that the newest takes its place. Answers at once with the id of the activity, whose result is the new data set's id.
   */
  addRecordings: procedure
    .input(
      v.strictObject({
        dataset: Id,
        /** Of the new data set. */
        name: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
        recordings: v.pipe(v.array(NewRecording), v.minLength(1), v.maxLength(1000)),
      }),
    )
    .output(v.object({ activity: Id })),
};

/** The sample sets in `resources/samples`. */
export const SampleSet = v.object({
  name: v.string(),
  modality: v.picklist(['audio', 'sensor']),
  examples: v.number(),
  classes: v.number(),
  licence: v.string(),
  bytes: v.number(),
});
export type SampleSet = v.InferOutput<typeof SampleSet>;

export const samples = {
  list: procedure.input(Nothing).output(v.array(SampleSet)),
  /** Scans a sample set; go on with `scans`. */
  open: procedure.input(v.strictObject({ name: v.string() })).output(v.object({ scan: Id })),
};

/** Files from a browser, which has no paths. Chunks of one file arrive in order. */
export const uploads = {
  begin: procedure.input(Nothing).output(v.object({ upload: Id })),
  write: procedure
    .input(v.strictObject({ upload: Id, path: v.string(), offset: Whole, bytes: Bytes }))
    .output(Done),
  /** Answers with the paths to scan: what lies at the top, in the order of its names. */
  finish: procedure.input(v.strictObject({ upload: Id })).output(v.object({ paths: v.array(v.string()) })),
};

export const activities = {
  list: procedure.input(Nothing).output(v.object({ seq: v.number(), activities: v.array(Activity) })),
  /** Events after `after`; when it is left out, from now on. */
  watch: procedure.input(v.strictObject({ after: v.optional(Whole) })).output(eventIterator(ActivityEvent)),
  cancel: procedure.input(v.strictObject({ activity: Id })).output(Done),
  /** Waits for the end. `result` is the id of what was made (a data set for `import`). */
  wait: procedure
    .input(v.strictObject({ activity: Id }))
    .output(v.object({ activity: Activity, result: v.nullable(v.string()) })),
};
