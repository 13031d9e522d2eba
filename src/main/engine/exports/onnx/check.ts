import { fftSize, framingOf } from '../../features/log-mel';
import { countSteps } from '../../features/extract';
import type { TrainedModel } from '../../models/weights-file';
import type { GoldenInput } from '../golden';
import type { Answer } from '../parity';
import { answerOf } from '../parity';
import type { GraphPlan } from './network-graph';
import { names } from './network-graph';
import type { OnnxSession } from './runtime';
import type { StreamInput } from './stream-graph';
import { streamInput, streamState } from './stream-graph';

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

/** What an exported model answers to whole sequences. */
export async function runWhole(
  session: OnnxSession,
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
    const outputs = results[names.probabilities] ?? results[names.forecast]!;
    const columns = outputs.length / batch.length;
    batch.forEach((input, k) => answers.push(answerOf(input, outputs.slice(k * columns, (k + 1) * columns))));
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
  const answers: Answer[] = [];
  let done = 0;
  for (const input of golden) {
    let state = Object.fromEntries(
      Object.entries(widths).map(([name, width]) => [name, new Float32Array(width)]),
    );
    let probabilities = new Float32Array(0);
    for (const step of stepsOf(input, given, plan)) {
      const results = await session.run({
        [given.kind]: session.float(step, [1, step.length]),
        ...Object.fromEntries(
          Object.entries(state).map(([name, values]) => [name, session.float(values, [1, values.length])]),
        ),
      });
      probabilities = results[names.probabilities]! as Float32Array<ArrayBuffer>;
      state = Object.fromEntries(
        Object.keys(widths).map((name) => [name, results[`next_${name}`]! as Float32Array<ArrayBuffer>]),
      );
    }
    answers.push(answerOf(input, probabilities));
    done += input.window.steps;
    if (done >= mostSteps) break;
  }
  return answers;
}

/** What goes into a streaming model at each step. */
export function* stepsOf(
  { signal, window }: GoldenInput,
  given: StreamInput,
  plan: GraphPlan | null,
): Generator<Float32Array> {
  if (given.kind === 'features' || signal === null) {
    for (let t = 0; t < window.steps; t++)
      yield window.values.slice(t * window.width, (t + 1) * window.width);
    return;
  }
  if (given.kind === 'row') {
    for (let t = 0; t < signal.length; t++)
      yield signal.data.slice(t * given.channels, (t + 1) * given.channels);
    return;
  }
  const features = plan!.features as Parameters<typeof framingOf>[0];
  const { windowSamples, hopSamples } = framingOf(features, plan!.rateHz!);
  const size = fftSize(windowSamples);
  const frames = countSteps(features, signal.length, plan!.rateHz);
  for (let t = 0; t < frames; t++) {
    const start = t * hopSamples - size / 2;
    const frame = new Float32Array(size);
    for (let n = Math.max(0, -start); n < size && start + n < signal.length; n++)
      frame[n] = signal.data[start + n]!;
    yield frame;
  }
}
