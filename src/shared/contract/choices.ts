import * as v from 'valibot';
import { Choice } from '../domain/choice';
import { Id, procedure, Whole } from './base';

const one = v.strictObject({ activity: Id });

export const choices = {
  /**
   * Looks for the best model of a data set within a time and trains it: folds of the training and validation parts decide, and the
   * test part is looked at once, by the run that follows. Cancelling the activity takes the best so far.
   */
  start: procedure
    .input(
      v.strictObject({
        dataset: Id,
        budgetSeconds: v.pipe(v.number(), v.minValue(1), v.maxValue(7 * 86_400)),
        seed: v.optional(Whole, 1),
        name: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200))),
      }),
    )
    .output(Choice),
  /** How far it is; kept as long as the engine runs. */
  get: procedure.input(one).output(Choice),
};
