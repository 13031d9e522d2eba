import { Matching } from './matching';
import { firstFrom, ofLabel, toMicroseconds } from './timed-event';
import type { EventCounts, JudgedRecording, TimedEvent } from './timed-event';

/** How far an event may be from the true one, in seconds. */
export interface Collar {
  readonly onset: number;
  /** At least this, or this share of the true event's length. */
  readonly offset: number;
  readonly offsetShare: number;
}

export function isWithin(
  said: Pick<TimedEvent, 'onset' | 'offset'>,
  truth: TimedEvent,
  collar: Collar,
): boolean {
  const late = Math.abs(said.onset - truth.onset) - collar.onset;
  const most = Math.max(collar.offset, collar.offsetShare * (truth.offset - truth.onset));
  return toMicroseconds(late) <= 0 && toMicroseconds(Math.abs(said.offset - truth.offset) - most) <= 0;
}

/**
 * Said events that are within the collar of a true one of their label, each of one, as many as can be.
 *
 * Source: Mesaros, Heittola & Virtanen 2016, section 4.2; as `sed_eval` with optimal matching.
 */
export function collarCounts(
  { truth, said }: Pick<JudgedRecording, 'truth' | 'said'>,
  label: number,
  collar: Collar,
): EventCounts {
  const own = ofLabel(truth, label);
  const heard = ofLabel(said, label);
  const found = matched(own, heard, collar).size;
  return { truth: own.length, said: heard.length, found, falseAlarms: heard.length - found };
}

/** Index of a true event → index of the said one. */
export function matched(
  truth: readonly TimedEvent[],
  said: readonly TimedEvent[],
  collar: Collar,
): ReadonlyMap<number, number> {
  const matching = new Matching();
  const order = [...truth.keys()].sort((a, b) => truth[a]!.onset - truth[b]!.onset);
  const onsets = Float64Array.from(order, (j) => truth[j]!.onset);
  said.forEach((one, k) => {
    const near: number[] = [];
    for (let at = firstFrom(onsets, one.onset - collar.onset - 1e-6); at < order.length; at++) {
      if (onsets[at]! > one.onset + collar.onset + 1e-6) break;
      const event = truth[order[at]!]!;
      if (event.label === one.label && isWithin(one, event, collar)) near.push(order[at]!);
    }
    matching.add(k, near);
  });
  return matching.pairs;
}

/** Said events that have the place of a true one and another label: each takes the first that is left. */
export function collarSubstitutions({ truth, said }: JudgedRecording, collar: Collar): number {
  const pairs = matched(truth, said, collar);
  const right = new Set(pairs.values());
  const left = new Set([...said.keys()].filter((k) => !right.has(k)));
  let substitutions = 0;
  truth.forEach((event, j) => {
    if (pairs.has(j)) return;
    const other = [...left].find((k) => isWithin(said[k]!, event, collar));
    if (other === undefined) return;
    left.delete(other);
    substitutions++;
  });
  return substitutions;
}
