import * as v from 'valibot';
import { Review, ReviewCurve, ReviewedRecording, ReviewProposal, ReviewVerdict } from '../domain/review';
import { RefusedFile } from '../domain/dataset';
import { MarkTrack } from '../domain/marks';
import { reviewOrders } from '../review/review-queue';
import { Done, Id, Nothing, named, procedure, Whole } from './base';
import { Decisions } from './predict';

const one = v.strictObject({ review: Id });
const precision = v.optional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)), 0.95);

/** A model proposes marks on recordings, a person decides, and what was decided says from which confidence on the rest can be taken. */
export const review = {
  /** Runs the model over what was not examined, as an activity whose result is the review's id; by the run's own decision where it has one. */
  propose: procedure
    .input(
      v.strictObject({
        run: Id,
        recordings: v.pipe(v.array(ReviewedRecording), v.minLength(1)),
        decisions: v.optional(named(Decisions)),
      }),
    )
    .output(v.object({ activity: v.string() })),
  list: procedure.input(Nothing).output(
    v.array(
      v.object({
        ...{ id: v.string(), run: v.string(), runName: v.string(), createdMs: v.number() },
        ...{ recordings: v.number(), proposals: v.number(), decided: v.number() },
      }),
    ),
  ),
  get: procedure.input(one).output(v.object({ ...Review.entries, refused: v.array(RefusedFile) })),
  /** What is not decided yet, in the order in which it should be gone through. */
  queue: procedure
    .input(v.strictObject({ ...one.entries, order: v.picklist(reviewOrders) }))
    .output(v.array(ReviewProposal)),
  /** Kept before it answers. A verdict of null takes one back. */
  decide: procedure
    .input(
      v.strictObject({
        ...one.entries,
        verdicts: v.array(v.strictObject({ proposal: Whole, verdict: v.nullable(ReviewVerdict) })),
      }),
    )
    .output(ReviewCurve),
  /** The curve, and from which confidence on what is undecided is expected to be right so often; `cut` null: never. */
  curve: procedure.input(v.strictObject({ ...one.entries, precision })).output(
    v.object({
      curve: ReviewCurve,
      cut: v.nullable(v.object({ threshold: v.number(), count: v.number(), precision: v.number() })),
    }),
  ),
  /** Takes what is undecided from a confidence on as right, or all below as wrong. These count nothing for the curve. */
  together: procedure
    .input(
      v.strictObject({
        ...one.entries,
        confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
        verdict: v.picklist(['right', 'wrong']),
      }),
    )
    .output(v.object({ decided: v.number() })),
  /** What is known and what was found right, as marks with the run and confidence in their notes, recording by recording. */
  marks: procedure.input(one).output(v.array(v.object({ recording: v.string(), track: MarkTrack }))),
  delete: procedure.input(one).output(Done),
};
