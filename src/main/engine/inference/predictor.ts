import { answersSteps, answersWhole, hasClasses, labelsSteps, readsSteps } from '../../../shared/domain/task';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { PredictionEvent } from '../../../shared/contract/predict';
import type { RecordingAnswer } from '../../../shared/contract/recordings';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { errorFromShape, errorToShape, toUnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { countSteps } from '../features/extract';
import { stepSeconds } from '../features/step-seconds';
import { StepSegments } from '../learning/label/segments';
import { stepWindows } from '../examples/windows';
import { longSteps } from './long-steps';
import type { Window } from '../models/scale/forecast-scale';
import type { Listener } from './listener';
import { Batch } from './batch';
import type { BatchOptions } from './batch';
import { toPrediction } from './prediction';
import type { Seen } from './prediction';
import type { PredictionModel } from './prediction-model';
import type { Recording } from './recording';
import type { ReadRecordings, ReadSource, SourceEvent } from './sources';
import { refusedFor } from '../../../shared/sentences/refused';

export interface PredictorOptions extends BatchOptions {
  /** Hears recordings from their beginning to their end, those that `hears` says. */
  readonly listener: Pick<Listener, 'hear'>;
  readonly hears: (steps: number) => boolean;
  /** Whether each source is answered before the next is read, and not many at once. */
  readonly oneByOne: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** So many are read at once; decoders run beside one another. */
const READ_TOGETHER = 8;
const SHARE_EVERY_MS = 200;
/** A recording of more steps is heard instead of seen whole: a network keeps all gates of all steps it sees. */
const MOST_WHOLE_STEPS = 20_000;

/**
 * Runs recordings through the feature path and the network of a trained model, many at once. What cannot be used is refused
 * by itself, and the rest goes on.
 *
 * @throws UnrollError CANCELLED; whatever the network throws
 */
async function* predictSources(
  options: PredictorOptions,
  sources: readonly ReadSource[],
): AsyncGenerator<SourceEvent> {
  const { signal, oneByOne } = options;
  const batch = new Batch(options);
  const together = oneByOne ? 1 : READ_TOGETHER;
  for (let first = 0; first < sources.length; first += together) {
    if (signal?.aborted === true) throw failure('CANCELLED.prediction');
    const read = await Promise.allSettled(sources.slice(first, first + together).map((source) => source()));
    for (const [k, outcome] of read.entries()) {
      const source = first + k;
      yield { source, kind: 'begin' };
      try {
        if (outcome.status === 'rejected') throw outcome.reason;
        for (const recording of outcome.value) yield* predictOne(options, batch, source, recording);
      } catch (thrown) {
        const error = toUnrollError(thrown);
        if (error.code === 'CANCELLED') throw error;
        yield { source, kind: 'refused', error };
      }
    }
    if (batch.isFull || oneByOne) yield* batch.flush();
  }
  yield* batch.flush();
}

async function* predictOne(
  { model, compute, listener, hears, signal: abort }: PredictorOptions,
  batch: Batch,
  source: number,
  recording: Recording,
): AsyncGenerator<SourceEvent> {
  const { name } = recording;
  const { features, task, windows } = model.plan;
  const steps = countSteps(features, recording.length, recording.rateHz);
  // A model that learnt windows answers for a recording by those of it.
  const isClassed = answersWhole(task) && hasClasses(task);
  const isWhole = !isClassed || (windows === null ? steps <= MOST_WHOLE_STEPS : !hears(steps));
  if (labelsSteps(task) && steps > MOST_WHOLE_STEPS) {
    yield* answerLong(source, recording, steps, batch, { model, compute, signal: abort });
    return;
  }
  if (!hears(steps) && isWhole) {
    batch.add({ source, seen: { name, ...(await windowsOf(model, recording)) }, more: {} });
    return;
  }
  for await (const event of listener.hear(recording, abort)) {
    if (event.kind === 'share') yield { source, ...event };
    else if (event.kind !== 'heard') yield { source, kind: 'heard', name, event };
    else {
      const more = isClassed ? { timeline: event.timeline } : {};
      if (isWhole) batch.add({ source, seen: { name, ...(await windowsOf(model, recording)) }, more });
      else {
        const answer = toPrediction({ name, windows: [], starts: [] }, model, event.answer);
        batch.add({ source, answered: { ...answer, ...more } });
      }
    }
  }
}

/** Every step of a long recording, some windows at a time. */
async function* answerLong(
  source: number,
  recording: Recording,
  expected: number,
  batch: Batch,
  { model, compute, signal }: Pick<PredictorOptions, 'model' | 'compute' | 'signal'>,
): AsyncGenerator<SourceEvent> {
  const width = model.featureNames.length;
  const windowSteps = model.plan.windows?.steps ?? MOST_WHOLE_STEPS;
  const segments = new StepSegments({
    ...{ outputs: model.outputs, decision: model.decision, stepSeconds: stepSeconds(model.plan) },
  });
  const said = longSteps(recording, {
    compute: (windows) => compute({ source: model.source, windows }),
    ...{ outputs: model.outputs.length, width, windowSteps, signal },
  });
  let toldMs = 0;
  for await (const values of said) {
    segments.take(values);
    if (performance.now() - toldMs < SHARE_EVERY_MS) continue;
    yield { source, kind: 'share', share: Math.min(1, segments.steps / expected) };
    toldMs = performance.now();
  }
  batch.add({ source, answered: { kind: 'labels', file: recording.name, ...segments.finish() } });
}

/** {@link predictSources}: an answer for each of the sources, in their order. */
export async function predictEach(
  options: PredictorOptions,
  sources: readonly ReadSource[],
): Promise<RecordingAnswer[]> {
  const answers = sources.map((): RecordingAnswer => ({ predictions: [], refused: null }));
  for await (const event of predictSources(options, sources)) {
    const answer = answers[event.source]!;
    if (event.kind === 'prediction') answer.predictions.push(event.prediction);
    if (event.kind === 'refused') answer.refused = errorToShape(event.error);
  }
  return answers;
}

/** {@link predictSources} of files. Predictions and refusals name each file as it was given. */
export async function* predictFiles(
  options: PredictorOptions,
  paths: readonly string[],
  read: ReadRecordings,
): AsyncGenerator<PredictionEvent> {
  const sources = paths.map((path) => async () => {
    const recordings = await readFile(path, options.model.plan, read, options.signal);
    return recordings.map((one) => ({ ...one, name: path + one.name.slice(resolve(path).length) }));
  });
  for await (const event of predictSources(options, sources)) {
    const file = paths[event.source]!;
    if (event.kind === 'prediction') yield { kind: 'prediction', prediction: event.prediction };
    else if (event.kind === 'heard') yield { ...event.event, file: event.name };
    else if (event.kind === 'refused')
      yield { kind: 'refused', ...refusedFor(file, errorFromShape(event.error)) };
    else {
      const share = event.kind === 'share' ? event.share : 0;
      yield { kind: 'progress', file, done: event.source, files: paths.length, share };
    }
  }
}

/** @throws UnrollError FILE_MISSING, and why the file cannot be used */
export async function readFile(
  path: string,
  plan: ImportPlan,
  read: ReadRecordings,
  signal?: AbortSignal,
): Promise<readonly Recording[]> {
  if (!existsSync(path)) throw failure('FILE_MISSING.notFoundHere', { file: path, name: basename(path) });
  return read(resolve(path), plan, signal);
}

/**
 * Features of a recording; of a series to forecast, the last context window's; where every step is answered, windows
 * as long as those of training, overlapping by half.
 */
async function windowsOf(
  { plan, featureNames }: PredictionModel,
  recording: Recording,
): Promise<Pick<Seen, 'windows' | 'starts'>> {
  const { name } = recording;
  const features = await recording.features();
  const width = featureNames.length;
  if (features.names.length !== width)
    throw failure('COLUMN_UNKNOWN.featureCount', {
      file: name,
      features: features.names.length,
      expected: width,
      name: basename(name),
    });
  const cut = (start: number, end: number): Window => ({
    values: features.values.slice(start * width, end * width),
    steps: end - start,
    width,
  });
  const windowSteps = answersSteps(plan.task) ? plan.windows?.steps : undefined;
  const most = plan.forecast?.contextSteps ?? windowSteps ?? features.steps;
  if (!readsSteps(plan.task)) {
    const start = Math.max(0, features.steps - most);
    return { windows: [cut(start, features.steps)], starts: [start] };
  }
  const pieces = stepWindows(0, features.steps, most, Math.max(1, Math.floor(most / 2)));
  return {
    windows: pieces.map(({ start, end }) => cut(start, end)),
    starts: pieces.map(({ start }) => start),
  };
}
