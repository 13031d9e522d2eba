import { usualChoice, usualCriteria } from '../../../../shared/domain/detection';
import type { Detection, EventCriteria, EventDecision } from '../../../../shared/domain/detection';
import type { PreparedData } from '../../prepare/prepared';
import { chooseDecision } from './choose';
import type { DecideChoice } from './choose';
import { measureEvents } from './measure';
import { backgroundOf, softPart } from './soft-part';
import type { SoftPart } from './soft-part';

/** Of a part of the examples: what the network says of them. */
export interface PartLogits {
  readonly examples: Int32Array;
  /** As `Network.logits`. */
  readonly logits: Float32Array;
}

/** {@link softPart}, null without examples. */
export function softOf(data: PreparedData, part: PartLogits, stepSeconds: number): SoftPart | null {
  return part.examples.length === 0 ? null : softPart(data, part.examples, part.logits, stepSeconds);
}

/**
 * A decision, chosen on the validation part where it is not given, and what it comes to on both parts.
 *
 * @param parts as {@link softOf}
 */
export function detectionOf(
  data: PreparedData,
  { validation, test }: { readonly validation: SoftPart | null; readonly test: SoftPart | null },
  how: DecideChoice | EventDecision = { by: usualChoice },
  criteria: EventCriteria = usualCriteria,
): Detection | null {
  const judged = validation ?? test;
  if (judged === null) return null;
  // Nothing to choose on: as usual.
  const none: SoftPart = { labels: judged.labels, stretches: [] };
  const decision = 'labels' in how ? how : chooseDecision(validation ?? none, how, criteria);
  const measure = (part: SoftPart | null) => (part === null ? null : measureEvents(part, decision, criteria));
  const background = data.outputs[backgroundOf(data)] ?? null;
  return { decision, criteria, background, validation: measure(validation), test: measure(test) };
}
