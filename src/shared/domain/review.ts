import * as v from 'valibot';

const seconds = v.pipe(v.number(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A stretch of a recording that is known, by hand or from before. */
const KnownMark = v.object({ label: v.string(), start: seconds, end: seconds });

/** A recording and what is known of it. */
export const ReviewedRecording = v.object({
  path: v.string(),
  /** What was looked at, from – to: nothing is proposed there. */
  examined: v.array(v.tuple([seconds, seconds])),
  marks: v.array(KnownMark),
});
export type ReviewedRecording = v.InferOutput<typeof ReviewedRecording>;

/** What a person, or a threshold for them, decided of a proposal; `label`: it is that instead. */
export const ReviewVerdict = v.variant('is', [
  v.object({ is: v.literal('right') }),
  v.object({ is: v.literal('wrong') }),
  v.object({ is: v.literal('other'), label: v.pipe(v.string(), v.nonEmpty()) }),
  v.object({ is: v.literal('unsure') }),
]);
export type ReviewVerdict = v.InferOutput<typeof ReviewVerdict>;

export const ReviewProposal = v.object({
  id: v.number(),
  recording: v.string(),
  label: v.string(),
  start: seconds,
  end: seconds,
  /** Mean of the smoothed probability. */
  confidence: share,
  /** 1 − the greatest cosine between its state and one of a known mark: 0 is known, 1 and more is new. Null where nothing is known. */
  novelty: v.nullable(v.number()),
  verdict: v.nullable(ReviewVerdict),
  decidedMs: v.nullable(v.number()),
  /** Taken with all from a confidence on, and not looked at. */
  together: v.optional(v.boolean(), false),
});
export type ReviewProposal = v.InferOutput<typeof ReviewProposal>;

/** How likely a confidence is right, as far as it is decided (`shared/review/logistic.ts`). */
export const ReviewCurve = v.object({
  a: v.number(),
  b: v.number(),
  covariance: v.tuple([v.number(), v.number(), v.number()]),
  decided: v.number(),
});

/** What a model proposes of recordings, and what was decided of it. */
export const Review = v.object({
  id: v.string(),
  run: v.string(),
  runName: v.string(),
  createdMs: v.number(),
  recordings: v.array(ReviewedRecording),
  proposals: v.array(ReviewProposal),
});
export type Review = v.InferOutput<typeof Review>;
