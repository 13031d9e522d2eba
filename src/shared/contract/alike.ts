import * as v from 'valibot';
import { AlikeExamples, AlikeRecordings } from '../domain/alike';
import { Id, procedure, Whole } from './base';

const count = v.optional(v.pipe(Whole, v.minValue(1), v.maxValue(1000)), 20);
/** Of the last hidden layer, backward units behind the forward ones; all when left out. */
const units = v.optional(v.pipe(v.array(Whole), v.maxLength(4096)));
const place = v.pipe(v.number(), v.minValue(0));

/** Search by state: where a network was as it was in a stretch that is given. What is not in the index yet is computed first, as an activity. */
export const alike = {
  /** In all examples of the run's data set; steps, the whole example when left out. */
  examples: procedure
    .input(
      v.strictObject({
        ...{ run: Id, example: Whole, from: v.optional(Whole), to: v.optional(Whole) },
        ...{ units, count },
      }),
    )
    .output(AlikeExamples),
  /** In files of recordings; seconds. `recording` is one of them, or looked through beside them. */
  recordings: procedure
    .input(
      v.strictObject({
        run: Id,
        paths: v.array(v.string()),
        ...{ recording: v.string(), from: place, to: place, units, count },
      }),
    )
    .output(AlikeRecordings),
};
