import * as v from 'valibot';
import { RecipeChoices } from '../domain/model';
import { Study, StudyComparison, StudyDesign } from '../domain/study';
import { Done, Id, named, Nothing, procedure } from './base';

const one = v.strictObject({ study: Id });
const several = v.pipe(v.array(Id), v.minLength(1), v.maxLength(200));

export const studies = {
  /** Answers at once; the study's `activity` says how far it is, and cancelling that keeps what is done. */
  start: procedure
    .input(
      v.strictObject({
        dataset: Id,
        choices: named(RecipeChoices),
        design: StudyDesign,
        name: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200))),
      }),
    )
    .output(Study),
  /** The newest first. */
  list: procedure.input(Nothing).output(v.array(Study)),
  get: procedure.input(one).output(Study),
  /** Goes on with one that was cancelled, or whose engine died. */
  resume: procedure.input(one).output(Study),
  delete: procedure.input(one).output(Done),
  /** Pair by pair: the k-th of `first` against the k-th of `second`. Several pairs are of several data sets. */
  compare: procedure.input(v.strictObject({ first: several, second: several })).output(StudyComparison),
};
