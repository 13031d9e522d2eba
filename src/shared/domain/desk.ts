import * as v from 'valibot';

const seconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const stepId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** A mark on the desk: a stretch of one recording, or a point, which ends where it starts. */
export const DeskMark = v.pipe(
  v.object({
    id: stepId,
    /** Who says so: `hand`, a file of marks, a model. */
    track: v.string(),
    label: v.pipe(v.string(), v.maxLength(200)),
    start: seconds,
    end: seconds,
    /** Of a box in frequency too. */
    lowHz: v.optional(v.number()),
    highHz: v.optional(v.number()),
    confidence: v.optional(v.number()),
    note: v.optional(v.string()),
  }),
  v.check(({ start, end }) => start <= end, 'a mark ends before it starts'),
);
export type DeskMark = v.InferOutput<typeof DeskMark>;

/** What was looked at, from – to in seconds: nothing marked there means that nothing is there. */
const Examined = v.array(v.tuple([seconds, seconds]));
export type Examined = readonly (readonly [number, number])[];

/** One step of the journal. It carries its own id, so that one that is sent twice counts once. */
export const DeskStep = v.variant('is', [
  v.object({
    is: v.literal('edit'),
    id: stepId,
    /** Its place among those of the desk. */
    recording: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    /** Marks that are new, or take the place of those with their ids. */
    put: v.array(DeskMark),
    /** Ids of marks that go. */
    remove: v.array(v.string()),
    /** All of what was looked at, where that changes. */
    examined: v.optional(Examined),
  }),
  // `of`: the edit that is meant. Where that one is lost, nothing else is taken back in its stead.
  v.object({ is: v.literal('undo'), id: stepId, of: v.optional(stepId) }),
  v.object({ is: v.literal('redo'), id: stepId, of: v.optional(stepId) }),
]);
export type DeskStep = v.InferOutput<typeof DeskStep>;
export type DeskEdit = Extract<DeskStep, { is: 'edit' }>;

export const DeskRecording = v.object({
  path: v.string(),
  /** As it is shown. */
  shown: v.string(),
  bytes: v.number(),
  kind: v.picklist(['sound', 'table']),
  /** Rows or samples a second; null where a row is counted as a second. */
  rateHz: v.nullable(v.number()),
  rows: v.number(),
  channels: v.array(v.string()),
  /** Of sound: how its file is read, so that a stretch of it is there without reading the whole. */
  sound: v.optional(v.object({ format: v.string(), ownChannel: v.nullable(v.number()) })),
  /** What stood on it when it came to the desk. */
  marks: v.array(DeskMark),
  examined: Examined,
});
export type DeskRecording = v.InferOutput<typeof DeskRecording>;

/** Recordings that are marked. */
export const Desk = v.object({
  id: v.string(),
  name: v.string(),
  createdMs: v.number(),
  /** The data set that it was opened from. */
  dataset: v.nullable(v.string()),
  recordings: v.array(DeskRecording),
});
export type Desk = v.InferOutput<typeof Desk>;

/** Rows a second; without a time a row is a second. */
export const deskRate = ({ rateHz }: Pick<DeskRecording, 'rateHz'>): number => rateHz ?? 1;

export const deskSeconds = (recording: Pick<DeskRecording, 'rateHz' | 'rows'>): number =>
  recording.rows / deskRate(recording);
