import { ofLabel, toMicroseconds } from './timed-event';
import type { EventCounts, JudgedRecording, TimedEvent } from './timed-event';

/** Shares of length, 0 … 1. */
export interface Tolerance {
  /** A said event is right when so much of it lies in true ones of its label: detection tolerance (DTC). */
  readonly detection: number;
  /** A true event is found when right ones cover so much of it: ground-truth tolerance (GTC). */
  readonly truth: number;
  /** A wrong one is a cross-trigger when so much of it lies in true ones of another label (CTTC). */
  readonly crossTrigger: number;
}

interface IntersectionCounts extends EventCounts {
  /** [labels] wrong ones that lie in true events of each other label. */
  readonly crossTriggers: readonly number[];
}

/**
 * Found and wrong by how much events have in common, so that it does not matter into how many pieces one is cut.
 *
 * Source: Bilen, Ferroni, Tuveri, Azcarreta & Krstulović 2020, "A Framework for the Robust Evaluation of Sound Event
 * Detection", section 2.
 */
export function intersectionCounts(
  { truth, said }: Pick<JudgedRecording, 'truth' | 'said'>,
  label: number,
  labels: number,
  tolerance: Tolerance,
): IntersectionCounts {
  const own = ofLabel(truth, label);
  const heard = ofLabel(said, label);
  const right = heard.filter((one) => isCovered(one, own, tolerance.detection));
  const wrong = heard.filter((one) => !right.includes(one));
  const others = Array.from({ length: labels }, (_, other) => (other === label ? [] : ofLabel(truth, other)));
  return {
    truth: own.length,
    said: heard.length,
    found: own.filter((event) => isCovered(event, right, tolerance.truth)).length,
    falseAlarms: wrong.length,
    crossTriggers: others.map((events) =>
      events.length === 0 ? 0 : wrong.filter((one) => isCovered(one, events, tolerance.crossTrigger)).length,
    ),
  };
}

/** Whether true events are found and said ones right, in the order in which they stand. */
export function intersectionVerdicts(
  { truth, said }: Pick<JudgedRecording, 'truth' | 'said'>,
  tolerance: Tolerance,
): { readonly found: boolean[]; readonly right: boolean[] } {
  const right = said.map((one) => isCovered(one, ofLabel(truth, one.label), tolerance.detection));
  const rightOnes = said.filter((_, k) => right[k]);
  return {
    found: truth.map((event) => isCovered(event, ofLabel(rightOnes, event.label), tolerance.truth)),
    right,
  };
}

function isCovered(one: TimedEvent, by: readonly TimedEvent[], share: number): boolean {
  // A point has no length to share.
  if (one.onset === one.offset)
    return by.some(({ onset, offset }) => onset <= one.onset && one.onset <= offset);
  const common = by.reduce(
    (sum, other) => sum + Math.max(0, Math.min(one.offset, other.offset) - Math.max(one.onset, other.onset)),
    0,
  );
  return toMicroseconds(common) >= toMicroseconds(share * (one.offset - one.onset));
}
