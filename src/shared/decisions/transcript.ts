import { hasOneClass, learnsChannels, tags, valuesSteps } from '../domain/task';
import type { Decisions, PredictionEvent, Timeline } from '../contract/predict';
import type { Stream, StreamChunk, StreamEnd } from '../contract/streams';
import { Decider, decisionsOf, secondsOf } from './decider';
import type { DecisionEvent, Segment } from './decider';
import { SeveralDeciders } from './several-deciders';

type Unnamed<E> = E extends { file: string } ? Omit<E, 'file'> : never;

/** `PredictionEvent`s of one recording. */
export type TranscriptEvent = DecisionEvent | Unnamed<Extract<PredictionEvent, { kind: 'values' }>>;

/** A recording as a whole. */
export interface Summary {
  readonly timeline: Timeline;
  /**
   * What it is, [K]: the answer at its end; but the mean over its steps where it is longer than the model looks back and what
   * comes next is not asked.
   */
  readonly answer: Float32Array;
  /** Of answers that are no classes, what the first of them said now and then: at step everySteps − 1, and so on. */
  readonly values: { readonly everySteps: number; readonly said: readonly number[] };
}

/** What a stream says of one recording, chunk after chunk, as events and a summary. */
export class Transcript {
  readonly #stream: Stream;
  readonly #decider: Decider | SeveralDeciders | null;
  readonly #everySteps: number;
  readonly #sums: Float64Array;
  readonly #segments: Segment[] = [];
  readonly #said: number[] = [];
  #steps = 0;

  constructor(stream: Stream, decisions: Decisions = {}) {
    const { outputs, stepSeconds, task, hopSteps, windowSteps } = stream;
    this.#stream = stream;
    const isClasses = hasOneClass(task);
    this.#decider = isClasses
      ? new Decider({ outputs, stepSeconds, ...decisionsOf(stream, decisions) })
      : tags(task)
        ? new SeveralDeciders(stream, decisions)
        : null;
    this.#everySteps = Math.max(hopSteps, Math.ceil(windowSteps / 10));
    this.#sums = new Float64Array(outputs.length);
  }

  take({ outputs, steps }: StreamChunk): TranscriptEvent[] {
    const columns = this.#sums.length;
    for (let k = 0; k < outputs.length; k++) this.#sums[k % columns]! += outputs[k]!;
    const events: TranscriptEvent[] = [
      // Several labels at once are told as they are, too.
      ...(hasOneClass(this.#stream.task) ? [] : this.#values(outputs, steps)),
      ...(this.#decider?.take(outputs) ?? []),
    ];
    this.#steps += steps;
    return this.#kept(events);
  }

  /** The recording ends with this chunk. */
  finish(end: StreamEnd): Summary & { readonly events: TranscriptEvent[] } {
    const events: TranscriptEvent[] = [...this.take(end), ...this.#kept(this.#decider?.finish() ?? [])];
    const { task, windowSteps } = this.#stream;
    const isOfTheEnd = learnsChannels(task) || valuesSteps(task) || this.#steps <= windowSteps;
    return {
      events,
      timeline: { stepSeconds: this.#stream.stepSeconds, steps: this.#steps, segments: [...this.#segments] },
      values: { everySteps: this.#everySteps, said: [...this.#said] },
      answer: isOfTheEnd ? end.final : Float32Array.from(this.#sums, (sum) => sum / this.#steps),
    };
  }

  #kept(events: TranscriptEvent[]): TranscriptEvent[] {
    for (const event of events) {
      if (event.kind !== 'segment') continue;
      const { kind: _, ...segment } = event;
      this.#segments.push(segment);
    }
    return events;
  }

  #values(outputs: Float32Array, steps: number): TranscriptEvent[] {
    const { outputs: names, stepSeconds } = this.#stream;
    const events: TranscriptEvent[] = [];
    for (let t = 0; t < steps; t++) {
      const step = this.#steps + t;
      if ((step + 1) % this.#everySteps !== 0) continue;
      this.#said.push(outputs[t * names.length]!);
      events.push({
        kind: 'values',
        step,
        seconds: secondsOf(step, stepSeconds),
        values: Object.fromEntries(names.map((name, k) => [name, outputs[t * names.length + k]!])),
      });
    }
    return events;
  }
}
