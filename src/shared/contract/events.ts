import * as v from 'valibot';
import { SplitName } from '../domain/dataset';
import { DecideBy, Detection, EventCriteria, EventDecision, EventLook } from '../domain/detection';
import { Run } from '../domain/run';
import { Id, named, procedure } from './base';

const asked = v.strictObject({
  run: Id,
  /** What is to be judged; absent: what is best on the validation part by `by`, or else the run's own. */
  decision: v.optional(EventDecision),
  by: v.optional(DecideBy),
  /** Of `false-alarms`: an hour and label. */
  mostFalseAlarms: v.optional(v.pipe(v.number(), v.minValue(0))),
  /** What counts as the same event, where it is not as usual. */
  criteria: v.optional(named(v.partial(EventCriteria))),
});

/** Runs whose recordings have events in them: how probabilities become events, and how well they do. */
export const events = {
  /** What a decision comes to on validation and test; nothing is kept. */
  detect: procedure.input(asked).output(Detection),
  /** The same, kept as the run's. */
  decide: procedure.input(asked).output(Run),
  /** What a decision finds, misses and makes up in a part, event by event; and one label at every threshold. */
  look: procedure
    .input(
      v.strictObject({
        run: Id,
        split: SplitName,
        decision: EventDecision,
        label: v.string(),
        /** Whether the curve is asked for too. */
        curve: v.boolean(),
      }),
    )
    .output(EventLook),
};
