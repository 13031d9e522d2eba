import * as v from 'valibot';

/** How likeness is told: a cosine (1 is the same), or how many deviations chosen units are away (0 is the same). */
const AlikeMeasure = v.picklist(['cosine', 'deviations']);

/** What was looked through. */
const searched = {
  measure: AlikeMeasure,
  /** Recordings or examples that were looked through. */
  items: v.number(),
  /** Their cells, and steps of one; each has a state. */
  cells: v.number(),
  cellSteps: v.number(),
  /** Units of a state. */
  units: v.number(),
  /** Milliseconds that the search took, without what had to be computed first. */
  elapsedMs: v.number(),
};

/** Where in the examples of a data set a network was in the most similar state, the most similar first. */
export const AlikeExamples = v.object({
  ...searched,
  moments: v.array(
    v.object({
      example: v.number(),
      /** As it is shown. */
      file: v.string(),
      label: v.nullable(v.string()),
      /** First step, and one past the last. */
      from: v.number(),
      to: v.number(),
      score: v.number(),
    }),
  ),
});
export type AlikeExamples = v.InferOutput<typeof AlikeExamples>;

/** The same in recordings; times in seconds, in steps where there are none. */
export const AlikeRecordings = v.object({
  ...searched,
  moments: v.array(v.object({ recording: v.string(), from: v.number(), to: v.number(), score: v.number() })),
});
export type AlikeRecordings = v.InferOutput<typeof AlikeRecordings>;
