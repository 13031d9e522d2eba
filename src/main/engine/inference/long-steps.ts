import { throwIfCancelled } from '../activities/activity-registry';
import type { Window } from '../models/scale/forecast-scale';
import type { PredictJobInput } from './predict-job';
import type { Recording } from './recording';

interface LongOptions {
  readonly compute: (windows: PredictJobInput['windows']) => Promise<Float32Array>;
  /** Outputs of the model. */
  readonly outputs: number;
  readonly width: number;
  readonly windowSteps: number;
  readonly signal?: AbortSignal | undefined;
}

/** Windows that are computed at a time. */
const WINDOWS = 64;

/**
 * What a model says of every step of a recording that is too long to be seen at once, [steps, outputs], some steps after the others:
 * windows that overlap by half, averaged, as those of short recordings are. Some windows' features and answers lie in memory at a time.
 *
 * @throws UnrollError FILE_*, CANCELLED, COMPUTE_FAILED
 */
export async function* longSteps(
  recording: Pick<Recording, 'rows'>,
  options: LongOptions,
): AsyncGenerator<Float32Array> {
  const { outputs, width, windowSteps, signal } = options;
  const half = Math.max(1, Math.floor(windowSteps / 2));
  const answers = new Answers(outputs);
  let rows = new Float32Array(0);
  /** Step of the recording that `rows` begins with. */
  let first = 0;
  const compute = async (starts: readonly number[], end: number): Promise<void> => {
    const windows = starts.map((start): Window => {
      const steps = Math.min(windowSteps, end - start);
      return { values: rows.slice((start - first) * width, (start - first + steps) * width), steps, width };
    });
    const said = await options.compute(windows);
    let at = 0;
    for (const [k, { steps }] of windows.entries()) {
      answers.add(starts[k]!, said.subarray(at, at + steps * outputs));
      at += steps * outputs;
    }
  };
  let next = 0;
  for await (const part of recording.rows()) {
    if (signal !== undefined) throwIfCancelled(signal);
    rows = joined(rows, part);
    const known = first + rows.length / width;
    // The last window ends with the recording, wherever that is.
    const starts: number[] = [];
    for (; next + windowSteps < known; next += half) starts.push(next);
    for (let k = 0; k < starts.length; k += WINDOWS) {
      if (signal !== undefined) throwIfCancelled(signal);
      await compute(starts.slice(k, k + WINDOWS), known);
      const reached = starts[Math.min(k + WINDOWS, starts.length) - 1]! + half;
      yield answers.upTo(Math.min(reached, known - windowSteps));
    }
    const keep = Math.max(first, Math.min(next, known - windowSteps));
    rows = rows.slice((keep - first) * width);
    first = keep;
  }
  const end = first + rows.length / width;
  if (end > 0) await compute([Math.max(0, end - windowSteps)], end);
  yield answers.upTo(end);
}

function joined(a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Sums of what windows say of steps, from the first on of which more may be said. */
class Answers {
  #sums = new Float32Array(0);
  #counts = new Uint8Array(0);
  #first = 0;

  constructor(private readonly outputs: number) {}

  add(start: number, said: Float32Array): void {
    const { outputs } = this;
    const from = start - this.#first;
    const end = from + said.length / outputs;
    this.#grow(end);
    for (let k = 0, at = from * outputs; k < said.length; k++, at++) this.#sums[at]! += said[k]!;
    for (let step = from; step < end; step++) this.#counts[step]!++;
  }

  /** [steps, outputs] of the steps before `end` that were not asked for yet: nothing more is said of them. */
  upTo(end: number): Float32Array {
    const { outputs } = this;
    const steps = Math.max(0, end - this.#first);
    const done = this.#sums.slice(0, steps * outputs);
    for (let k = 0; k < done.length; k++) done[k]! /= this.#counts[Math.floor(k / outputs)]!;
    this.#sums = this.#sums.slice(steps * outputs);
    this.#counts = this.#counts.slice(steps);
    this.#first += steps;
    return done;
  }

  #grow(steps: number): void {
    if (steps <= this.#counts.length) return;
    const [sums, counts] = [new Float32Array(steps * this.outputs), new Uint8Array(steps)];
    sums.set(this.#sums);
    counts.set(this.#counts);
    [this.#sums, this.#counts] = [sums, counts];
  }
}
