import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Prediction, PredictionResult } from '../../../shared/contract/exports';
import type { RecordingAnswer } from '../../../shared/contract/recordings';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { errorToShape, toUnrollError, UnrollError } from '../../../shared/domain/error';
import { extractFeatures } from '../features/extract';
import type { Signal } from '../features/signal';
import { stepWindows } from '../datasets/windows';
import type { Window } from '../models/forecast-scale';
import { medianOf } from '../models/quantiles';
import { stitch } from '../models/stitch';
import { argmax } from '../training/classification-scores';
import type { ModelSource, PredictJobInput } from './predict-job';

export interface Recording {
  readonly signal: Signal;
  /** A file of several recordings has `file#0`, `file#1`, …; else the file as it was given. */
  readonly name: string;
}

/** Reads the recordings of a file as they were read for training: same channels, same rate. */
export type ReadRecordings = (
  file: string,
  plan: ImportPlan,
  signal?: AbortSignal,
) => Promise<readonly Recording[]>;

/** What is needed to run files through a trained network. */
export interface PredictionModel {
  readonly plan: ImportPlan;
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  /** Of a forecast; empty for points. */
  readonly quantiles: readonly number[];
  readonly source: ModelSource;
}

type Compute = (input: PredictJobInput) => Promise<Float32Array>;

/** So much is handed to the network at a time: bounds memory, not results. */
const MOST_VALUES = 16_000_000;
const MOST_WINDOWS = 256;

interface Pending {
  readonly name: string;
  /** One, or all windows of a recording of which every step is answered. */
  readonly windows: readonly Window[];
  /** First step of each window. */
  readonly starts: readonly number[];
}

/** How the recordings of one thing that was given are had. */
export type ReadSource = () => Promise<readonly Recording[]>;

/** So many are read at once; decoders run beside one another. */
const READ_TOGETHER = 8;

/**
 * Runs recordings through the feature path and the network of a trained model, many at once. What cannot be used is refused
 * by itself, and the rest goes on.
 *
 * @returns an answer for each of the sources, in their order
 * @throws UnrollError CANCELLED; whatever the network throws
 */
export async function predictEach(
  model: PredictionModel,
  sources: readonly ReadSource[],
  compute: Compute,
  signal?: AbortSignal,
): Promise<RecordingAnswer[]> {
  const answers = sources.map((): RecordingAnswer => ({ predictions: [], refused: null }));
  let pending: (Pending & { readonly source: number })[] = [];
  let values = 0;
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const windows = pending.flatMap((one) => one.windows);
    const outputs = await compute({ source: model.source, windows });
    let at = 0;
    for (const one of pending) {
      const end = one.windows.reduce((sum, window) => sum + valuesOf(model, window), at);
      answers[one.source]!.predictions.push(toPrediction(one, model, outputs.subarray(at, end)));
      at = end;
    }
    pending = [];
    values = 0;
  };
  for (let first = 0; first < sources.length; first += READ_TOGETHER) {
    if (signal?.aborted === true) throw new UnrollError('CANCELLED', 'The prediction was cancelled.');
    const read = await Promise.allSettled(
      sources.slice(first, first + READ_TOGETHER).map(async (source) => {
        const recordings = await source();
        return recordings.map((recording) => ({ name: recording.name, ...windowsOf(model, recording) }));
      }),
    );
    for (const [k, outcome] of read.entries()) {
      if (outcome.status === 'rejected') {
        const error = toUnrollError(outcome.reason);
        if (error.code === 'CANCELLED') throw error;
        answers[first + k]!.refused = errorToShape(error);
        continue;
      }
      for (const one of outcome.value) {
        pending.push({ ...one, source: first + k });
        values += one.windows.reduce((sum, window) => sum + window.values.length, 0);
      }
    }
    if (values > MOST_VALUES || pending.length >= MOST_WINDOWS) await flush();
  }
  await flush();
  return answers;
}

/** {@link predictEach} of files. Predictions and refusals name each file as it was given. */
export async function predictFiles(
  model: PredictionModel,
  paths: readonly string[],
  read: ReadRecordings,
  compute: Compute,
  signal?: AbortSignal,
): Promise<PredictionResult> {
  const sources = paths.map((path) => async () => {
    const recordings = await readFile(path, model.plan, read, signal);
    return recordings.map((one) => ({ ...one, name: path + one.name.slice(resolve(path).length) }));
  });
  const answers = await predictEach(model, sources, compute, signal);
  return {
    predictions: answers.flatMap(({ predictions }) => predictions),
    refused: answers.flatMap(({ refused }, k) =>
      refused === null ? [] : [{ file: paths[k]!, code: refused.code, reason: refused.message }],
    ),
  };
}

/** @throws UnrollError FILE_MISSING, and why the file cannot be used */
export async function readFile(
  path: string,
  plan: ImportPlan,
  read: ReadRecordings,
  signal?: AbortSignal,
): Promise<readonly Recording[]> {
  if (!existsSync(path))
    throw new UnrollError('FILE_MISSING', `${basename(path)} cannot be found.`, { file: path });
  return read(resolve(path), plan, signal);
}

/** How many numbers the network says of a window. */
function valuesOf({ plan, outputs, quantiles }: PredictionModel, { steps }: Window): number {
  const everyStep = plan.task === 'label' || plan.task === 'generate';
  return outputs.length * (everyStep ? steps : Math.max(1, quantiles.length));
}

/**
 * Features of a recording; of a series to forecast, the last context window's; where every step is answered, windows
 * as long as those of training, overlapping by half.
 */
function windowsOf(
  { plan, featureNames }: PredictionModel,
  { signal, name }: Recording,
): { windows: Window[]; starts: number[] } {
  const features = extractFeatures(plan.features, signal);
  const width = featureNames.length;
  if (features.names.length !== width)
    throw new UnrollError(
      'COLUMN_UNKNOWN',
      `${basename(name)} gives ${features.names.length} features, and the model was trained on ${width}.`,
      { file: name, features: features.names.length, expected: width },
    );
  const cut = (start: number, end: number): Window => ({
    values: features.values.slice(start * width, end * width),
    steps: end - start,
    width,
  });
  const most = plan.forecast?.contextSteps ?? plan.windows?.steps ?? features.steps;
  if (plan.task !== 'label') {
    const start = Math.max(0, features.steps - most);
    return { windows: [cut(start, features.steps)], starts: [start] };
  }
  const pieces = stepWindows(0, features.steps, most, Math.max(1, Math.floor(most / 2)));
  return {
    windows: pieces.map(({ start, end }) => cut(start, end)),
    starts: pieces.map(({ start }) => start),
  };
}

function toPrediction(
  { name: file, windows, starts }: Pending,
  { plan, outputs, quantiles }: PredictionModel,
  values: Float32Array,
): Prediction {
  const width = outputs.length;
  if (plan.task === 'regress') return { kind: 'value', file, value: values[0]! };
  if (plan.task === 'generate') return { kind: 'forecast', file, forecast: [...values.slice(-width)] };
  if (plan.task === 'forecast') {
    const level = (k: number): number[] => [...values.subarray(k * width, (k + 1) * width)];
    return quantiles.length === 0
      ? { kind: 'forecast', file, forecast: [...values] }
      : {
          kind: 'forecast',
          file,
          forecast: level(medianOf(quantiles)),
          quantiles: Object.fromEntries(quantiles.map((quantile, k) => [String(quantile), level(k)])),
        };
  }
  if (plan.task === 'label') return { kind: 'labels', file, ...segmentsOf(windows, starts, outputs, values) };
  const best = argmax(values, 0, width);
  const probabilities = Object.fromEntries(outputs.map((name, k) => [name, values[k]!]));
  return { kind: 'label', file, label: outputs[best]!, probabilities };
}

/** The likeliest label of each step, overlapping windows averaged, as runs of equal ones. */
function segmentsOf(
  windows: readonly Window[],
  starts: readonly number[],
  outputs: readonly string[],
  values: Float32Array,
): { steps: number; segments: { label: string; start: number; end: number }[] } {
  const order = windows.map((_, k) => k);
  const stitched = stitch(
    {
      starts: Int32Array.from(starts),
      lengths: Int32Array.from(windows, ({ steps }) => steps),
      scoredFrom: new Int32Array(windows.length),
    },
    order,
    values,
    outputs.length,
  );
  const segments: { label: string; start: number; end: number }[] = [];
  stitched.rows.forEach((_, step) => {
    const label = outputs[argmax(stitched.values, step * outputs.length, outputs.length)]!;
    const last = segments[segments.length - 1];
    if (last?.label === label) last.end = step + 1;
    else segments.push({ label, start: step, end: step + 1 });
  });
  return { steps: stitched.rows.length, segments };
}
