import { Decider, decisionsOf } from '../../../../shared/decisions/decider';
import type { DecisionEvent } from '../../../../shared/decisions/decider';
import { argmax } from '../classify/scores';
import { stitchSaid } from '../stitch';
import type { Prediction, Said } from '../task';

type Labelled = Extract<Prediction, { kind: 'labels' }>;

type Segments = Pick<Labelled, 'steps' | 'segments'>;

interface Run {
  readonly label: string;
  readonly start: number;
  end: number;
  sum: number;
}

/**
 * The likeliest label of each step, as runs of equal ones with their times, of a recording that comes some steps after the others;
 * where a decision was chosen, what it says instead, and between that nothing.
 */
export class StepSegments {
  readonly #said: Pick<Said, 'outputs' | 'stepSeconds'>;
  readonly #decider: Decider | null;
  readonly #segments: Labelled['segments'] = [];
  #run: Run | null = null;
  #steps = 0;

  constructor({ outputs, stepSeconds, decision }: Pick<Said, 'outputs' | 'stepSeconds' | 'decision'>) {
    this.#said = { outputs, stepSeconds };
    this.#decider =
      decision === undefined
        ? null
        : new Decider({
            ...{ outputs, stepSeconds },
            // Each label has its own rule, whatever the length of a window would suggest.
            ...decisionsOf({ outputs, stepSeconds, decision, windowSteps: 1 }),
          });
  }

  /** How many came. */
  get steps(): number {
    return this.#steps;
  }

  /** @param values [steps, outputs], overlapping windows averaged */
  take(values: Float32Array): void {
    const columns = this.#said.outputs.length;
    if (this.#decider === null)
      for (let at = 0; at < values.length; at += columns) this.#next(values, at, this.#steps + at / columns);
    else this.#note(this.#decider.take(values));
    this.#steps += values.length / columns;
  }

  finish(): Segments {
    if (this.#decider !== null) this.#note(this.#decider.finish());
    this.#end();
    return { steps: this.#steps, segments: this.#segments };
  }

  #next(values: Float32Array, from: number, step: number): void {
    const { outputs } = this.#said;
    const best = argmax(values, from, outputs.length);
    const label = outputs[best]!;
    const share = values[from + best]!;
    if (this.#run?.label === label) {
      this.#run.end = step + 1;
      this.#run.sum += share;
      return;
    }
    this.#end();
    this.#run = { label, start: step, end: step + 1, sum: share };
  }

  #end(): void {
    if (this.#run === null) return;
    const { label, start, end, sum } = this.#run;
    const { stepSeconds } = this.#said;
    const at = (step: number): number | null => (stepSeconds === null ? null : step * stepSeconds);
    this.#segments.push({
      ...{ label, start, end, startSeconds: at(start), endSeconds: at(end) },
      probability: sum / (end - start),
    });
    this.#run = null;
  }

  #note(events: readonly DecisionEvent[]): void {
    for (const event of events) {
      if (event.kind !== 'segment') continue;
      const { kind: _, ...segment } = event;
      this.#segments.push(segment);
    }
  }
}

/** {@link StepSegments} of a recording at hand. */
export function segmentsOf(said: Said): Segments {
  const segments = new StepSegments(said);
  segments.take(stitchSaid(said).values);
  return segments.finish();
}
