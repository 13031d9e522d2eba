import * as v from 'valibot';

/** A stretch of a recording or a point in it, with a label. A point ends where it starts. */
export const Mark = v.object({
  /** From the start of the recording, or since 1970 where the track says so. */
  startSeconds: v.number(),
  endSeconds: v.number(),
  label: v.string(),
  /** Of a box in frequency too. */
  lowHz: v.optional(v.number()),
  highHz: v.optional(v.number()),
  /** Counted from 1. */
  channel: v.optional(v.number()),
  /** As the file gives it: no probability unless its maker says so. */
  confidence: v.optional(v.number()),
  note: v.optional(v.string()),
  /** What else a table says of it, by the names of its columns. */
  own: v.optional(v.record(v.string(), v.string())),
});
export type Mark = v.InferOutput<typeof Mark>;

/** Marks of one recording from one source: a tier, a person, a model. */
export const MarkTrack = v.object({
  /** Of the tier or the annotator; empty where the file has one track without a name. */
  name: v.string(),
  /** As the file names it; null where it names none and lies beside its recording. */
  recording: v.nullable(v.string()),
  marks: v.array(Mark),
  /**
   * What was looked at, so that nothing there means background: all of the recording, or stretches from – to in seconds.
   * What was not looked at is never a negative.
   */
  examined: v.union([v.literal('all'), v.array(v.tuple([v.number(), v.number()]))]),
  /** What seconds count from. */
  clock: v.optional(v.picklist(['start', 'epoch']), 'start'),
  /** What the table calls its column of labels, where a person chose that. */
  labelColumn: v.optional(v.string()),
});
export type MarkTrack = v.InferOutput<typeof MarkTrack>;

/** A mark at a point ends where it starts. */
export const isPoint = ({ startSeconds, endSeconds }: Mark): boolean => startSeconds === endSeconds;

/** Everything that is marked on one recording. */
export const RecordingMarks = v.object({
  /** As it is shown. */
  file: v.string(),
  /** Null where seconds are rows. */
  rateHz: v.nullable(v.number()),
  durationSeconds: v.nullable(v.number()),
  tracks: v.array(
    v.object({
      /** The file of marks, as it is shown. */
      from: v.string(),
      /** What a person chooses the track by. */
      name: v.string(),
      track: MarkTrack,
    }),
  ),
});
export type RecordingMarks = v.InferOutput<typeof RecordingMarks>;
