import type { EventDecision } from '../domain/detection';
import { answersWhole } from '../domain/task';
import type { Task } from '../domain/task';

/** When a probability becomes a decision. Times in seconds; where a model's steps have no time, in steps. */
export interface DecisionSettings {
  /** Time constant of the exponential smoothing of the probabilities; 0 does not smooth. */
  readonly smoothSeconds: number;
  /** A label is on from this smoothed probability … */
  readonly on: number;
  /** … and off below this one. */
  readonly off: number;
  /** What is on for a shorter time is nothing. */
  readonly minSeconds: number;
}

export interface DeciderOptions extends DecisionSettings {
  /** Labels, [K]. */
  readonly outputs: readonly string[];
  /** [K] what holds of each label instead; null: it is never on. Absent: one for all. */
  readonly each?: readonly (DecisionSettings | null)[];
  /** Null where steps have no time. */
  readonly stepSeconds: number | null;
  /** Steps by which an answer comes after the middle of what it is about; 0 when left out. */
  readonly lagSteps?: number;
}

/** Steps with one label: the first, and one past the last. */
export interface Segment {
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** Null where steps have no time. */
  readonly startSeconds: number | null;
  readonly endSeconds: number | null;
  /** Mean of the smoothed probabilities. */
  readonly probability: number;
}

export type DecisionEvent =
  /** A label is on, since step `start`, and has been for the shortest time that counts. */
  | {
      readonly kind: 'start';
      readonly label: string;
      readonly start: number;
      readonly startSeconds: number | null;
      readonly probability: number;
    }
  /** It has gone off. */
  | ({ readonly kind: 'segment' } & Segment);

/** What is chosen by hand goes before what is known of a model. */
export type ChosenDecisions = { readonly [Name in keyof DecisionSettings]?: number | undefined };

/**
 * What suits a model that was trained on recordings of `windowSteps` (smoothing over a tenth, nothing below a fifth), but for
 * what was chosen.
 */
export function defaultDecisions(
  stream: { readonly windowSteps: number; readonly stepSeconds: number | null },
  chosen: ChosenDecisions = {},
): DecisionSettings {
  const seconds = stream.windowSteps * (stream.stepSeconds ?? 1);
  const on = chosen.on ?? 0.6;
  return {
    smoothSeconds: chosen.smoothSeconds ?? seconds / 10,
    on,
    off: Math.min(chosen.off ?? 0.4, on),
    minSeconds: chosen.minSeconds ?? seconds / 5,
  };
}

/** How a model's probabilities become segments: as was chosen for its run, or as {@link defaultDecisions}. */
export function decisionsOf(
  stream: {
    readonly windowSteps: number;
    readonly stepSeconds: number | null;
    readonly outputs: readonly string[];
    readonly decision?: EventDecision | undefined;
    readonly task?: Task;
  },
  chosen: ChosenDecisions = {},
): Pick<DeciderOptions, keyof DecisionSettings | 'each' | 'lagSteps'> {
  const { outputs, decision, task, windowSteps } = stream;
  const usual = defaultDecisions(stream, chosen);
  if (decision === undefined) return usual;
  // A window was judged as what stands in its middle (`engine/learning/events/soft-part.ts`).
  const lagSteps = task !== undefined && answersWhole(task) ? Math.floor(windowSteps / 2) : 0;
  return { ...usual, each: eachOf(decision, outputs, chosen), ...(lagSteps > 0 && { lagSteps }) };
}

/** A decision with what is chosen by hand instead. */
export function withChosen(decision: EventDecision, chosen: ChosenDecisions): EventDecision {
  const names = decision.labels.map(({ label }) => label);
  const each = eachOf(decision, names, chosen);
  return { ...decision, labels: decision.labels.map((own, k) => ({ ...own, ...each[k]! })) };
}

/** [K] */
export function eachOf(
  { labels }: EventDecision,
  outputs: readonly string[],
  chosen: ChosenDecisions = {},
): (DecisionSettings | null)[] {
  return outputs.map((output) => {
    const own = labels.find(({ label }) => label === output);
    if (own === undefined) return null;
    const on = chosen.on ?? own.on;
    return {
      smoothSeconds: chosen.smoothSeconds ?? own.smoothSeconds,
      on,
      off: Math.min(chosen.off ?? own.off, on),
      minSeconds: chosen.minSeconds ?? own.minSeconds,
    };
  });
}

interface Open {
  readonly label: number;
  readonly start: number;
  sum: number;
  told: boolean;
}

/** What each step keeps of the smoothed probability, the thresholds, and the shortest that counts. */
interface Rule {
  readonly keep: number;
  readonly on: number;
  readonly off: number;
  readonly minSteps: number;
}

/** Never on. */
const SILENT: Rule = { keep: 0, on: Infinity, off: Infinity, minSteps: 1 };

/**
 * Probabilities of each step, as they come, into segments of one label: smoothed exponentially, on and off at thresholds of
 * their own (Schmitt 1938), short ones left out. At most one label is on: the likeliest of those that can be.
 */
export class Decider {
  readonly #options: DeciderOptions;
  readonly #smoothed: Float64Array;
  /** [K] */
  readonly #rules: readonly Rule[];
  #step = 0;
  #open: Open | null = null;

  constructor(options: DeciderOptions) {
    const { outputs, stepSeconds, each } = options;
    const seconds = stepSeconds ?? 1;
    this.#options = options;
    this.#smoothed = new Float64Array(outputs.length);
    const ruleOf = ({ smoothSeconds, on, off, minSeconds }: DecisionSettings): Rule => ({
      keep: smoothSeconds > 0 ? Math.exp(-seconds / smoothSeconds) : 0,
      ...{ on, off },
      minSteps: Math.max(1, Math.ceil(minSeconds / seconds - 1e-9)),
    });
    this.#rules = outputs.map((_, k) => {
      const own = each === undefined ? options : each[k];
      return own ? ruleOf(own) : SILENT;
    });
  }

  /** The smoothed probabilities after the last step, [K]; zeros before the first. */
  get smoothed(): Float64Array {
    return this.#smoothed;
  }

  /** What is on for long enough to count, or null. */
  get current(): string | null {
    return this.#open?.told === true ? this.#options.outputs[this.#open.label]! : null;
  }

  /** @param outputs [steps, K] */
  take(outputs: ArrayLike<number>): DecisionEvent[] {
    const events: DecisionEvent[] = [];
    const columns = this.#smoothed.length;
    for (let from = 0; from + columns <= outputs.length; from += columns) this.#next(outputs, from, events);
    return events;
  }

  /** The recording has ended: closes what is on. After it comes another recording. */
  finish(): DecisionEvent[] {
    const events: DecisionEvent[] = [];
    this.#end(events);
    this.reset();
    return events;
  }

  reset(): void {
    this.#smoothed.fill(0);
    this.#step = 0;
    this.#open = null;
  }

  #next(outputs: ArrayLike<number>, from: number, events: DecisionEvent[]): void {
    const smoothed = this.#smoothed;
    let best = -1;
    for (let k = 0; k < smoothed.length; k++) {
      const { keep: kept, on } = this.#rules[k]!;
      const keep = this.#step === 0 ? 0 : kept;
      smoothed[k] = keep * smoothed[k]! + (1 - keep) * outputs[from + k]!;
      if (on <= 1 && (best < 0 || smoothed[k]! > smoothed[best]!)) best = k;
    }
    const open = this.#open;
    const isOn = best >= 0 && smoothed[best]! >= this.#rules[best]!.on;
    // Thresholds below one half let two labels be above theirs.
    const isBeaten = open !== null && best !== open.label && isOn;
    if (open !== null && (smoothed[open.label]! < this.#rules[open.label]!.off || isBeaten))
      this.#end(events);
    if (this.#open === null && isOn) this.#open = { label: best, start: this.#step, sum: 0, told: false };
    this.#step++;
    if (this.#open === null) return;
    this.#open.sum += smoothed[this.#open.label]!;
    const { minSteps } = this.#rules[this.#open.label]!;
    if (!this.#open.told && this.#step - this.#open.start >= minSteps) this.#tell(this.#open, events);
  }

  #tell(open: Open, events: DecisionEvent[]): void {
    open.told = true;
    const { label } = open;
    const start = this.#about(open.start);
    events.push({
      kind: 'start',
      label: this.#options.outputs[label]!,
      start,
      startSeconds: this.#seconds(start),
      probability: open.sum / (this.#step - open.start),
    });
  }

  #end(events: DecisionEvent[]): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || !open.told) return;
    const start = this.#about(open.start);
    const end = Math.max(start + 1, this.#about(this.#step));
    events.push({
      kind: 'segment',
      label: this.#options.outputs[open.label]!,
      ...{ start, end },
      startSeconds: this.#seconds(start),
      endSeconds: this.#seconds(end),
      probability: open.sum / (this.#step - open.start),
    });
  }

  /** The step that an answer at another is about. */
  #about(step: number): number {
    return Math.max(0, step - (this.#options.lagSteps ?? 0));
  }

  #seconds(step: number): number | null {
    return secondsOf(step, this.#options.stepSeconds);
  }
}

/** When a step is, to the microsecond; null where steps have no time. */
export function secondsOf(step: number, stepSeconds: number | null): number | null {
  return stepSeconds === null ? null : Math.round(step * stepSeconds * 1e6) / 1e6;
}
