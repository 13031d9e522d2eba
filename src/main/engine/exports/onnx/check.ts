import { countSteps } from '../../features/extract';
import type { TrainedModel } from '../../models/network/weights-file';
import type { GoldenInput } from '../golden';
import type { Answer } from '../parity';
import { answerOf } from '../parity';
import type { GraphPlan } from './network-graph';
import { names } from './network-graph';
import { answerName } from './outputs';
import type { OnnxSession } from './runtime';
import type { StreamInput } from './stream-state';
import { callRows, rowWidth, streamInput, streamInputName, streamState } from './stream-state';

/** Recordings of different lengths go in together, so that padding is checked too. */
const BATCH = 8;
/** Values of one padded batch. */
const MOST_VALUES = 8_000_000;
/** Whatever stands behind the end of a sequence must not matter. */
const PADDING = 7;

interface Sequence {
  readonly values: Float32Array;
  readonly length: number;
  readonly width: number;
}

/** What an exported model answers to whole sequences. @param answer the name of what comes out */
export async function runWhole(
  session: OnnxSession,
  answer: string,
  golden: readonly GoldenInput[],
  plan: GraphPlan | null,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const batch of batchesOf(golden, plan)) {
    const sequences = batch.map((input) => sequenceOf(input, plan));
    const longest = Math.max(...sequences.map(({ length }) => length));
    const { width } = sequences[0]!;
    const values = new Float32Array(batch.length * longest * width).fill(PADDING);
    sequences.forEach((sequence, k) => values.set(sequence.values, k * longest * width));
    const results = await session.run({
      [plan === null ? names.features : names.recording]: session.float(values, [
        batch.length,
        longest,
        width,
      ]),
      [names.lengths]: session.int64(sequences.map(({ length }) => length)),
    });
    const outputs = results[answer]!;
    const columns = outputs.length / batch.length;
    // Where every step is answered, what stands beyond a sequence's own steps is not.
    batch.forEach((input, k) =>
      answers.push(answerOf(input, outputs.slice(k * columns, k * columns + input.expected.length))),
    );
  }
  return answers;
}

function* batchesOf(golden: readonly GoldenInput[], plan: GraphPlan | null): Generator<GoldenInput[]> {
  let batch: GoldenInput[] = [];
  let longest = 0;
  for (const input of golden) {
    const { values } = sequenceOf(input, plan);
    longest = Math.max(longest, values.length);
    if (batch.length === BATCH || (batch.length > 0 && longest * (batch.length + 1) > MOST_VALUES)) {
      yield batch;
      batch = [];
      longest = values.length;
    }
    batch.push(input);
  }
  if (batch.length > 0) yield batch;
}

function sequenceOf({ signal, window }: GoldenInput, plan: GraphPlan | null): Sequence {
  if (plan === null) return { values: window.values, length: window.steps, width: window.width };
  return { values: signal!.data, length: signal!.length, width: signal!.channels.length };
}

/** What a streaming model has answered after the last step of each sequence. */
export async function runStream(
  session: OnnxSession,
  model: TrainedModel,
  golden: readonly GoldenInput[],
  plan: GraphPlan | null,
  mostSteps: number,
): Promise<Answer[]> {
  const given = streamInput(model, plan);
  const widths = streamState(model, plan);
  const rows = callRows(given);
  const shape = [1, ...(rows > 1 ? [rows] : []), rowWidth(given)];
  const answers: Answer[] = [];
  let done = 0;
  for (const input of golden) {
    let state = Object.fromEntries(
      Object.entries(widths).map(([name, width]) => [name, new Float32Array(width)]),
    );
    const said: Float32Array[] = [];
    for (const call of callsOf(input, given, plan)) {
      const results = await session.run({
        [streamInputName(given)]: session.float(call, shape),
        ...Object.fromEntries(
          Object.entries(state).map(([name, values]) => [name, session.float(values, [1, values.length])]),
        ),
      });
      said.push(results[answerName(model)]!);
      state = Object.fromEntries(
        Object.keys(widths).map((name) => [name, results[`next_${name}`]! as Float32Array<ArrayBuffer>]),
      );
    }
    const isEach = model.spec.pooling === 'none';
    answers.push(answerOf(input, isEach ? said.flatMap((step) => [...step]) : said.at(-1)!));
    done += input.window.steps;
    if (done >= mostSteps) break;
  }
  return answers;
}

/** What goes into a streaming model at each call, [rows of a call, width]. */
function* callsOf(input: GoldenInput, given: StreamInput, plan: GraphPlan | null): Generator<Float32Array> {
  const { steps, rowAt } = rowsOf(input, given, plan);
  const reach = given.kind === 'frame' ? given.reach : 0;
  const width = rowWidth(given);
  for (let end = 0; end < steps; end += given.block) {
    const values = new Float32Array(callRows(given) * width);
    for (let row = 0; row < callRows(given); row++) {
      const t = end - given.block + 1 - reach + row;
      values.set(rowAt(Math.min(Math.max(t, 0), steps - 1)), row * width);
    }
    yield values;
  }
}

/** The rows or frames of a recording, one for each step. */
function rowsOf(
  { signal, window }: GoldenInput,
  given: StreamInput,
  plan: GraphPlan | null,
): { steps: number; rowAt: (t: number) => Float32Array } {
  if (given.kind === 'features' || signal === null)
    return {
      steps: window.steps,
      rowAt: (t) => window.values.subarray(t * window.width, (t + 1) * window.width),
    };
  if (given.kind === 'row')
    return {
      steps: signal.length,
      rowAt: (t) => signal.data.subarray(t * given.channels, (t + 1) * given.channels),
    };
  const frameAt = (t: number): Float32Array => {
    const start = t * given.hopSamples - given.samples / 2;
    const frame = new Float32Array(given.samples);
    for (let n = Math.max(0, -start); n < given.samples && start + n < signal.length; n++)
      frame[n] = signal.data[start + n]!;
    return frame;
  };
  return { steps: countSteps(plan!.features, signal.length, plan!.rateHz), rowAt: frameAt };
}
