import { answersAhead } from '../../../shared/domain/task';
import type { NamedTensor } from '../files/safetensors';
import type { PreparedData } from '../prepare/prepared';
import { channelColumns } from '../features/channel-columns';
import { windowsOf } from '../models/network/batch';
import { readOutputs } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import type { ClassicalFamily } from './defaults';
import type { StoredModel } from './family';
import { numbers, tensor } from './stored';

/** Mean and deviation of each channel over the training part; what makes channels comparable. */
export interface Standard {
  /** [channels] */
  readonly mean: Float64Array;
  /** [channels], never 0. */
  readonly deviation: Float64Array;
  /** [channels] the features that are channels of their own. */
  readonly columns: Int32Array;
}

/** A standardised sequence, [steps, width] row-major. */
export interface Sequence {
  readonly values: Float64Array;
  readonly steps: number;
  readonly width: number;
  /** [steps] 1 where a target was not measured: a past that something may follow, but nothing to learn. Absent without. */
  readonly filled?: Uint8Array | undefined;
}

/** As `channelColumns`, for a file of `width` channels: earlier versions left out `Δx` alone. */
export function storedColumns(featureNames: readonly string[], width: number): Int32Array {
  const columns = channelColumns(featureNames);
  if (columns.length === width) return columns;
  const own = featureNames.flatMap((name, column) =>
    name.startsWith('Δ') && featureNames.includes(name.slice(1)) ? [] : [column],
  );
  return Int32Array.from(own);
}

export function standardOf({
  scaler,
  featureNames,
}: Pick<PreparedData, 'scaler' | 'featureNames'>): Standard {
  const columns = channelColumns(featureNames);
  return {
    columns,
    mean: Float64Array.from(columns, (column) => scaler.mean[column]!),
    deviation: Float64Array.from(columns, (column) => scaler.deviation[column]! || 1),
  };
}

/** As a model's file keeps it. */
export const storedStandard = ({ mean, deviation }: Standard): [string, NamedTensor][] => [
  ['standard/mean', tensor(mean)],
  ['standard/deviation', tensor(deviation)],
];

/** What was stored of a standard, for features of these names. */
export function restoreStandard(
  stored: Pick<StoredModel<ClassicalFamily>, 'tensors' | 'featureNames'>,
): Standard {
  const mean = numbers(stored, 'standard/mean');
  return {
    columns: storedColumns(stored.featureNames, mean.length),
    mean,
    deviation: numbers(stored, 'standard/deviation'),
  };
}

/** The channels of a window, [steps, channels], as a model sees them. */
export function standardise(window: Window, { mean, deviation, columns }: Standard): Sequence {
  const width = columns.length;
  const { values, steps } = window;
  const scaled = new Float64Array(steps * width);
  for (let t = 0, k = 0; t < steps; t++)
    for (let f = 0; f < width; f++, k++)
      scaled[k] = (values[t * window.width + columns[f]!]! - mean[f]!) / deviation[f]!;
  return { values: scaled, steps, width };
}

export function firstSteps({ values, width }: Sequence, steps: number): Sequence {
  return { values: values.subarray(0, steps * width), steps, width };
}

/** The examples as independent sequences. */
export function sequencesOf(data: PreparedData, examples: ArrayLike<number>, standard: Standard): Sequence[] {
  return windowsOf(data, examples).map((window) => standardise(window, standard));
}

/**
 * The stretches of a series that windows cover, each row once: what overlapping windows of a forecast were cut from.
 */
function stretchesOf(data: PreparedData, examples: Int32Array, standard: Standard): Sequence[] {
  const width = data.featureNames.length;
  const ordered = [...examples].sort((a, b) => data.starts[a]! - data.starts[b]!);
  const spans: { start: number; end: number }[] = [];
  for (const example of ordered) {
    const start = data.starts[example]!;
    const end = start + data.lengths[example]!;
    const last = spans.at(-1);
    // Windows that only touch may belong to two series.
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => {
    const values = data.features.subarray(start * width, end * width);
    return {
      ...standardise({ values, steps: end - start, width }, standard),
      ...(data.filled !== undefined && { filled: filledSteps(data, start, end) }),
    };
  });
}

function filledSteps({ filled, targetColumns }: PreparedData, start: number, end: number): Uint8Array {
  const targets = targetColumns.length;
  return Uint8Array.from({ length: end - start }, (_, t) =>
    Number(filled!.subarray((start + t) * targets, (start + t + 1) * targets).includes(1)),
  );
}

/** Whether a step was measured. */
export const isKnown = ({ filled }: Sequence, t: number): boolean => filled?.[t] !== 1;

/** Fewer steps in a row teach nothing of what follows what. */
const LEAST_PIECE = 16;

/**
 * The measured stretches of sequences, for models that learn of whole stretches. Where most of what was measured would be
 * lost, because single values are missing everywhere, the sequences stay whole, with what stands in for those.
 */
export function measuredPieces(sequences: readonly Sequence[]): Sequence[] {
  return sequences.flatMap((sequence) => {
    if (sequence.filled === undefined) return [sequence];
    const { values, steps, width } = sequence;
    const pieces: Sequence[] = [];
    let start = 0;
    let known = 0;
    for (let t = 0; t <= steps; t++) {
      if (t < steps && isKnown(sequence, t)) {
        known++;
        continue;
      }
      if (t - start >= LEAST_PIECE)
        pieces.push({ values: values.subarray(start * width, t * width), steps: t - start, width });
      start = t + 1;
    }
    const kept = pieces.reduce((sum, piece) => sum + piece.steps, 0);
    return 2 * kept >= known ? pieces : [sequence];
  });
}

/** What a model of sequences is fitted on: per class when classifying, else one group of stretches. */
export function groupsOf(data: PreparedData, examples: Int32Array, standard: Standard): Sequence[][] {
  if (answersAhead(data.task)) return [stretchesOf(data, examples, standard)];
  return data.outputs.map((_, label) =>
    sequencesOf(
      data,
      examples.filter((example) => data.labels[example] === label),
      standard,
    ),
  );
}

/** Where each output of a forecast lies: channel and steps ahead, in the order of the outputs. */
export function forecastOutputs(data: PreparedData, { columns }: Standard): ForecastOutput[] {
  return readOutputs(data).map(({ target, step }) => ({
    channel: columns.indexOf(data.targetColumns[target]!),
    step,
  }));
}

export interface ForecastOutput {
  readonly channel: number;
  /** How many steps ahead, from 1. */
  readonly step: number;
}

/** Picks the outputs of a forecast, [outputs], from the next steps of all channels, [horizon, channels]. */
export function pickOutputs(
  outputs: readonly ForecastOutput[],
  next: ArrayLike<number>,
  channels: number,
): Float32Array {
  return Float32Array.from(outputs, ({ channel, step }) => next[(step - 1) * channels + channel]!);
}

/** How many steps ahead the farthest output lies. */
export function horizonOf(outputs: readonly ForecastOutput[]): number {
  return outputs.reduce((most, { step }) => Math.max(most, step), 1);
}

/** Standardised values [rows, channels] in data units. */
export function inDataUnits(values: Float64Array, { mean, deviation }: Standard): Float64Array {
  const width = mean.length;
  return values.map((value, k) => value * deviation[k % width]! + mean[k % width]!);
}

/**
 * What a model that goes on step by step forecasts of each window, [windows, outputs] in data units.
 *
 * @param width channels of a step
 * @param next the next `horizon` steps of a window, [horizon, width]
 */
export function forecastAnswers(
  forecast: readonly ForecastOutput[],
  width: number,
  windows: readonly Window[],
  next: (window: Window, horizon: number) => Float64Array,
): Float32Array {
  const horizon = horizonOf(forecast);
  const answers = new Float32Array(windows.length * forecast.length);
  windows.forEach((window, row) =>
    answers.set(pickOutputs(forecast, next(window, horizon), width), row * forecast.length),
  );
  return answers;
}
