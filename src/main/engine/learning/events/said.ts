import { Decider, eachOf } from '../../../../shared/decisions/decider';
import { defaultDecisions } from '../../../../shared/decisions/decider';
import type { EventDecision } from '../../../../shared/domain/detection';
import type { SoftPart, SoftStretch } from './soft-part';
import type { TimedEvent } from './timed-event';

/** What a decision makes of the scores of a stretch: by the same machine as in streams and predictions. */
export function saidOf(
  part: SoftPart,
  { scores, stepSeconds }: SoftStretch,
  decision: EventDecision,
): TimedEvent[] {
  const { labels } = part;
  const decider = new Decider({
    outputs: labels,
    stepSeconds,
    ...defaultDecisions({ windowSteps: 1, stepSeconds }),
    each: eachOf(decision, labels),
  });
  const events = [...decider.take(scores), ...decider.finish()];
  return events.flatMap((event) =>
    event.kind === 'segment'
      ? [
          {
            label: labels.indexOf(event.label),
            onset: event.start * stepSeconds,
            offset: event.end * stepSeconds,
          },
        ]
      : [],
  );
}
