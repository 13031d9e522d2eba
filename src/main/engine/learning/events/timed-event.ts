/** Something that lasts in a recording, or is said to. A point ends where it starts. */
export interface TimedEvent {
  /** Index of its label. */
  readonly label: number;
  /** Seconds from the start of the recording. */
  readonly onset: number;
  readonly offset: number;
}

/** What is so in a recording, and what is said of it. */
export interface JudgedRecording {
  readonly truth: readonly TimedEvent[];
  readonly said: readonly TimedEvent[];
  /** What was judged of it. */
  readonly seconds: number;
}

/** Of one label, or of all together. */
export interface EventCounts {
  /** Events that are so, and that are said. */
  readonly truth: number;
  readonly said: number;
  /** Of those that are so, the found. */
  readonly found: number;
  /** Of those that are said, the wrong. */
  readonly falseAlarms: number;
}

/** Times are compared to the microsecond: steps of 0.1 s do not add up to whole seconds. */
export function toMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}

export const ofLabel = (events: readonly TimedEvent[], label: number): TimedEvent[] =>
  events.filter((event) => event.label === label);

/** Of two rates, in the counts: 2 · found / (2 · found + false alarms + misses); 0 where nothing is so and nothing is said. */
export function f1Of({ truth, found, falseAlarms }: Omit<EventCounts, 'said'>): number {
  const all = found + falseAlarms + truth;
  return all === 0 ? 0 : (2 * found) / all;
}

/** @param sorted ascending */
export function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
