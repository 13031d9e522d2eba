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
  /** Null where steps have no time. */
  readonly stepSeconds: number | null;
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

/**
 * What suits a model that was trained on recordings of `windowSteps` (smoothing over a tenth, nothing below a fifth), but for
 * what was chosen.
 */
export function defaultDecisions(
  stream: { readonly windowSteps: number; readonly stepSeconds: number | null },
  chosen: { readonly [Name in keyof DecisionSettings]?: number | undefined } = {},
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

interface Open {
  readonly label: number;
  readonly start: number;
  sum: number;
  told: boolean;
}

/**
 * Probabilities of each step, as they come, into segments of one label: smoothed exponentially, on and off at thresholds of
 * their own (Schmitt 1938), short ones left out. At most one label is on.
 */
export class Decider {
  readonly #options: DeciderOptions;
  readonly #smoothed: Float64Array;
  /** Share of the old value that a step keeps. */
  readonly #keep: number;
  readonly #minSteps: number;
  #step = 0;
  #open: Open | null = null;

  constructor(options: DeciderOptions) {
    const { outputs, stepSeconds, smoothSeconds, minSeconds } = options;
    const seconds = stepSeconds ?? 1;
    this.#options = options;
    this.#smoothed = new Float64Array(outputs.length);
    this.#keep = smoothSeconds > 0 ? Math.exp(-seconds / smoothSeconds) : 0;
    this.#minSteps = Math.max(1, Math.ceil(minSeconds / seconds - 1e-9));
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
    const keep = this.#step === 0 ? 0 : this.#keep;
    let best = 0;
    for (let k = 0; k < smoothed.length; k++) {
      smoothed[k] = keep * smoothed[k]! + (1 - keep) * outputs[from + k]!;
      if (smoothed[k]! > smoothed[best]!) best = k;
    }
    const { on, off } = this.#options;
    const isOver =
      this.#open !== null && (smoothed[this.#open.label]! < off || this.#isBeaten(best, this.#open));
    if (isOver) this.#end(events);
    if (this.#open === null && smoothed[best]! >= on)
      this.#open = { label: best, start: this.#step, sum: 0, told: false };
    this.#step++;
    if (this.#open === null) return;
    this.#open.sum += smoothed[this.#open.label]!;
    if (!this.#open.told && this.#step - this.#open.start >= this.#minSteps) this.#tell(this.#open, events);
  }

  /** Thresholds below one half let two labels be on. */
  #isBeaten(best: number, { label }: Open): boolean {
    return best !== label && this.#smoothed[best]! >= this.#options.on;
  }

  #tell(open: Open, events: DecisionEvent[]): void {
    open.told = true;
    const { label, start } = open;
    events.push({
      kind: 'start',
      label: this.#options.outputs[label]!,
      start,
      startSeconds: this.#seconds(start),
      probability: open.sum / (this.#step - start),
    });
  }

  #end(events: DecisionEvent[]): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || !open.told) return;
    const end = this.#step;
    events.push({
      kind: 'segment',
      label: this.#options.outputs[open.label]!,
      ...{ start: open.start, end },
      startSeconds: this.#seconds(open.start),
      endSeconds: this.#seconds(end),
      probability: open.sum / (end - open.start),
    });
  }

  #seconds(step: number): number | null {
    return secondsOf(step, this.#options.stepSeconds);
  }
}

/** When a step is, to the microsecond; null where steps have no time. */
export function secondsOf(step: number, stepSeconds: number | null): number | null {
  return stepSeconds === null ? null : Math.round(step * stepSeconds * 1e6) / 1e6;
}
