import type { Collar } from './collar';
import { isWithin } from './collar';
import { fall, inThousandths } from './falling-runs';
import type { Run, RunWatcher } from './falling-runs';
import type { Tolerance } from './intersection';
import { Matching } from './matching';
import { f1Of, firstFrom, ofLabel, toMicroseconds } from './timed-event';
import type { TimedEvent } from './timed-event';

/** What a network says of a recording, and what is so. */
export interface ScoredRecording {
  /** [steps, labels], from low to high the surer. */
  readonly scores: Float32Array;
  readonly truth: readonly TimedEvent[];
  readonly stepSeconds: number;
}

/** What changes of one label's counts in one recording when the threshold falls to a score. */
export interface Change {
  readonly score: number;
  readonly found: number;
  readonly falseAlarms: number;
  /** [labels]; absent where none are asked for. */
  readonly crossTriggers?: readonly number[];
}

/** Of one label at every threshold that makes a difference, which falls: said is what scores at least this. */
export interface ThresholdCurve {
  /** Infinity first, where nothing is said. */
  readonly scores: number[];
  readonly found: number[];
  readonly falseAlarms: number[];
  /** [points][labels]; empty where none are asked for. */
  readonly crossTriggers: number[][];
  readonly truth: number;
}

interface Counter {
  come(run: Run): void;
  go(run: Run): void;
  readonly found: number;
  readonly falseAlarms: number;
  readonly crossTriggers?: readonly number[];
}

export type Criterion =
  | { readonly kind: 'collar'; readonly collar: Collar }
  | { readonly kind: 'intersection'; readonly tolerance: Tolerance };

/** @returns by falling score */
export function changesOf(
  { scores, truth, stepSeconds }: ScoredRecording,
  label: number,
  labels: number,
  criterion: Criterion,
): Change[] {
  const raw = new Float32Array(scores.length / labels);
  for (let step = 0; step < raw.length; step++) raw[step] = scores[step * labels + label]!;
  const column = inThousandths(raw);
  const own = ofLabel(truth, label);
  const counter =
    criterion.kind === 'collar'
      ? new CollarCounter(own, stepSeconds, criterion.collar)
      : new IntersectionCounter(truth, label, labels, column.length, stepSeconds, criterion.tolerance);
  const changes: Change[] = [];
  let last: Counter = { ...snapshot(counter), come: () => {}, go: () => {} };
  fall(column, {
    come: (run) => counter.come(run),
    go: (run) => counter.go(run),
    at: (score) => {
      const change = difference(counter, last, score);
      if (change === null) return;
      changes.push(change);
      last = { ...snapshot(counter), come: () => {}, go: () => {} };
    },
  } satisfies RunWatcher);
  return changes;
}

function snapshot({ found, falseAlarms, crossTriggers }: Counter) {
  return { found, falseAlarms, ...(crossTriggers !== undefined && { crossTriggers: [...crossTriggers] }) };
}

function difference(now: Counter, before: Counter, score: number): Change | null {
  const found = now.found - before.found;
  const falseAlarms = now.falseAlarms - before.falseAlarms;
  const crossTriggers = now.crossTriggers?.map((count, k) => count - before.crossTriggers![k]!);
  if (found === 0 && falseAlarms === 0 && (crossTriggers ?? []).every((count) => count === 0)) return null;
  return { score, found, falseAlarms, ...(crossTriggers !== undefined && { crossTriggers }) };
}

/** @param changes of all recordings */
export function curveOf(changes: readonly Change[], truth: number): ThresholdCurve {
  const sorted = [...changes].sort((a, b) => b.score - a.score);
  const labels = sorted[0]?.crossTriggers?.length ?? 0;
  const curve: ThresholdCurve = {
    scores: [Infinity],
    found: [0],
    falseAlarms: [0],
    crossTriggers: [],
    truth,
  };
  const cross = new Array<number>(labels).fill(0);
  if (labels > 0) curve.crossTriggers.push([...cross]);
  let [found, falseAlarms] = [0, 0];
  sorted.forEach((change, k) => {
    found += change.found;
    falseAlarms += change.falseAlarms;
    change.crossTriggers?.forEach((count, label) => (cross[label]! += count));
    if (sorted[k + 1]?.score === change.score) return;
    curve.scores.push(change.score);
    curve.found.push(found);
    curve.falseAlarms.push(falseAlarms);
    if (labels > 0) curve.crossTriggers.push([...cross]);
  });
  return curve;
}

/** The threshold with the best F1, halfway to the next lower score that makes a difference; of equals the highest. */
export function bestF1({ scores, found, falseAlarms, truth }: ThresholdCurve): {
  f1: number;
  threshold: number;
} {
  let best = { f1: 0, threshold: Infinity };
  scores.forEach((score, k) => {
    const f1 = f1Of({ truth, found: found[k]!, falseAlarms: falseAlarms[k]! });
    const next = scores[k + 1];
    if (f1 > best.f1) best = { f1, threshold: next === undefined ? 0 : (score + next) / 2 };
  });
  return best;
}

/** Of runs within the collar of a true event, each of one. */
export class CollarCounter implements Counter {
  readonly #matching = new Matching();
  readonly #truth: readonly TimedEvent[];
  readonly #onsets: Float64Array;
  #runs = 0;

  constructor(
    truth: readonly TimedEvent[],
    private readonly stepSeconds: number,
    private readonly collar: Collar,
  ) {
    this.#truth = [...truth].sort((a, b) => a.onset - b.onset);
    this.#onsets = Float64Array.from(this.#truth, ({ onset }) => onset);
  }

  get found(): number {
    return this.#matching.size;
  }
  get falseAlarms(): number {
    return this.#runs - this.#matching.size;
  }

  come({ start, end }: Run): void {
    this.#runs++;
    const [onset, offset] = [start * this.stepSeconds, end * this.stepSeconds];
    const near: number[] = [];
    const least = onset - this.collar.onset - 1e-6;
    for (let k = firstFrom(this.#onsets, least); k < this.#truth.length; k++) {
      if (this.#onsets[k]! > onset + this.collar.onset + 1e-6) break;
      if (isWithin({ onset, offset }, this.#truth[k]!, this.collar)) near.push(k);
    }
    // Runs do not share their first step, though a longer one has it when the shorter is gone.
    this.#matching.add(start, near);
  }

  go({ start }: Run): void {
    this.#runs--;
    this.#matching.remove(start);
  }
}

/** Of runs by what they have in common with true events. */
export class IntersectionCounter implements Counter {
  found = 0;
  falseAlarms = 0;
  readonly crossTriggers: number[];
  readonly #own: readonly TimedEvent[];
  /** [labels] seconds of true events before each step, [steps + 1]; null of labels without one. */
  readonly #before: (Float64Array | null)[];
  /** Seconds of each true event that right runs cover. */
  readonly #covered: Float64Array;
  readonly #isFound: Uint8Array;
  /** Of true events by their onset: the longest, so that it is known from where on one can reach a step. */
  readonly #onsets: Float64Array;
  readonly #longest: number;

  constructor(
    truth: readonly TimedEvent[],
    private readonly label: number,
    labels: number,
    steps: number,
    private readonly stepSeconds: number,
    private readonly tolerance: Tolerance,
  ) {
    this.crossTriggers = new Array<number>(labels).fill(0);
    this.#own = ofLabel(truth, label).sort((a, b) => a.onset - b.onset);
    this.#covered = new Float64Array(this.#own.length);
    this.#isFound = new Uint8Array(this.#own.length);
    this.#onsets = Float64Array.from(this.#own, ({ onset }) => onset);
    this.#longest = this.#own.reduce((most, { onset, offset }) => Math.max(most, offset - onset), 0);
    this.#before = Array.from({ length: labels }, (_, other) => {
      const events = ofLabel(truth, other);
      return events.length === 0 ? null : secondsBefore(events, steps, stepSeconds);
    });
  }

  come(run: Run): void {
    this.#count(run, 1);
  }

  go(run: Run): void {
    this.#count(run, -1);
  }

  #count(run: Run, by: 1 | -1): void {
    const length = (run.end - run.start) * this.stepSeconds;
    if (this.#reaches(run, this.label, this.tolerance.detection * length)) {
      this.#cover(run, by);
      return;
    }
    this.falseAlarms += by;
    for (let other = 0; other < this.crossTriggers.length; other++)
      if (other !== this.label && this.#before[other] !== null)
        if (this.#reaches(run, other, this.tolerance.crossTrigger * length)) this.crossTriggers[other]! += by;
  }

  #reaches({ start, end }: Run, label: number, seconds: number): boolean {
    const before = this.#before[label]!;
    const common = before === null ? 0 : before[end]! - before[start]!;
    return toMicroseconds(common) >= toMicroseconds(seconds);
  }

  /** What a right run covers of true events. */
  #cover({ start, end }: Run, by: 1 | -1): void {
    const [onset, offset] = [start * this.stepSeconds, end * this.stepSeconds];
    for (let k = firstFrom(this.#onsets, onset - this.#longest - 1e-6); k < this.#own.length; k++) {
      const event = this.#own[k]!;
      if (event.onset >= offset) break;
      const common = Math.min(offset, event.offset) - Math.max(onset, event.onset);
      if (common <= 0) continue;
      this.#covered[k]! += by * common;
      const needed = this.tolerance.truth * (event.offset - event.onset);
      const isFound = Number(toMicroseconds(this.#covered[k]!) >= toMicroseconds(needed));
      this.found += isFound - this.#isFound[k]!;
      this.#isFound[k] = isFound;
    }
  }
}

/** Seconds of events, those that overlap counted each, before each step, [steps + 1]. */
function secondsBefore(events: readonly TimedEvent[], steps: number, stepSeconds: number): Float64Array {
  const within = new Float64Array(steps + 1);
  for (const { onset, offset } of events) {
    const first = Math.max(0, Math.floor(onset / stepSeconds + 1e-9));
    for (let step = first; step < steps && step * stepSeconds < offset; step++) {
      const common = Math.min(offset, (step + 1) * stepSeconds) - Math.max(onset, step * stepSeconds);
      if (common > 0) within[step + 1]! += common;
    }
  }
  for (let step = 0; step < steps; step++) within[step + 1]! += within[step]!;
  return within;
}
