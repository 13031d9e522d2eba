import { answersWhole, hasOneClass, labelsSteps } from '../../../../shared/domain/task';
import { softmaxRows } from '../../models/network/loss';
import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';
import { judgedRows, trainSteps } from '../label/targets';
import { bordersOf, stitch } from '../stitch';
import type { StitchedSteps } from '../stitch';
import { backgroundNames } from './background';
import type { ScoredRecording } from './curves';
import type { TimedEvent } from './timed-event';

/** A stretch of a recording that was judged without a gap. Its events are counted among the labels of its part. */
export interface SoftStretch extends ScoredRecording {
  /** Which recording it is of. */
  readonly recording: number;
  /** Of the features. */
  readonly firstRow: number;
}

/** What a network says of a part, step by step, and what is so. */
export interface SoftPart {
  /** Of what can be said: the outputs without the background. */
  readonly labels: readonly string[];
  readonly stretches: readonly SoftStretch[];
}

/** A label that comes between nearly all others is what is between events. */
const BETWEEN = 0.8;

/**
 * Index of the output that is nothing: one that was said to be or is called so, of two labels of steps the more frequent, of more the one that
 * comes between the others; −1 where there is none.
 */
export function backgroundOf(data: PreparedData): number {
  const known = data.background === undefined ? -1 : data.outputs.indexOf(data.background);
  if (known >= 0) return known;
  const named = data.outputs.findIndex((output) => backgroundNames.has(output.trim().toLowerCase()));
  if (named >= 0 || !labelsSteps(data.task)) return named;
  const counts = Array.from(trainSteps(data));
  if (counts.length === 2) return counts.indexOf(Math.max(...counts));
  const runs = new Array<number>(counts.length).fill(0);
  let last = -1;
  for (const row of judgedRows(data, examplesOf(data, 'train'))) {
    const label = data.stepLabels[row]!;
    if (label !== last) runs[label]!++;
    last = label;
  }
  const most = runs.indexOf(Math.max(...runs));
  const others = runs.reduce((sum, count) => sum + count, 0) - runs[most]!;
  return runs[most]! >= BETWEEN * others ? most : -1;
}

/**
 * Whether recordings have events in them: labels that begin and end within, not one for all of it.
 *
 * @param stepSeconds null where steps have no time
 */
export function hasEvents(data: PreparedData, stepSeconds: number | null): stepSeconds is number {
  if (stepSeconds === null) return false;
  if (labelsSteps(data.task)) return true;
  const { recordings, labels, stepLabels } = data;
  if (!answersWhole(data.task) || !hasOneClass(data.task) || recordings === undefined) return false;
  if (stepLabels.length > 0) return true;
  const first = new Map<number, number>();
  return recordings.some((recording, example) => {
    const own = first.get(recording);
    if (own === undefined) first.set(recording, labels[example]!);
    return own !== undefined && own !== labels[example];
  });
}

/**
 * Logits of a part's examples as scores of steps in time. Where windows overlap, their mean; a step of windows that are
 * answered as a whole is what the window is whose middle is nearest.
 *
 * @param logits as `Network.logits`
 */
export function softPart(
  data: PreparedData,
  examples: Int32Array,
  logits: Float32Array,
  stepSeconds: number,
): SoftPart {
  const width = data.outputs.length;
  const background = backgroundOf(data);
  const columns = [...data.outputs.keys()].filter((output) => output !== background);
  const probabilities = softmaxRows(logits, width);
  const { rows, values, isSo } = labelsSteps(data.task)
    ? ofSteps(data, examples, probabilities)
    : ofWindows(data, examples, probabilities);
  const recordingOf = recordingsOf(data);
  const borders = bordersOf(rows);
  const stretches: SoftStretch[] = [];
  let from = 0;
  for (let k = 1; k <= rows.length; k++) {
    const isBorder =
      k === rows.length || borders.has(k) || recordingOf(rows[k]!) !== recordingOf(rows[from]!);
    if (!isBorder) continue;
    const steps = k - from;
    const scores = new Float32Array(steps * columns.length);
    for (let t = 0; t < steps; t++)
      columns.forEach((output, label) => {
        scores[t * columns.length + label] = values[(from + t) * width + output]!;
      });
    const start = from;
    const truth = columns.flatMap((output, label) =>
      runsOf(steps, (t) => isSo(start + t, output)).map(([first, end]): TimedEvent => ({
        label,
        onset: first * stepSeconds,
        offset: end * stepSeconds,
      })),
    );
    stretches.push({
      scores,
      truth,
      stepSeconds,
      recording: recordingOf(rows[from]!),
      firstRow: rows[from]!,
    });
    from = k;
  }
  return { labels: columns.map((output) => data.outputs[output]!), stretches };
}

interface SoftRows {
  /** Ascending. */
  readonly rows: Int32Array;
  /** [rows, outputs] */
  readonly values: Float32Array;
  /** Whether an output is what the row at a place of `rows` is. */
  readonly isSo: (place: number, output: number) => boolean;
}

function ofSteps(data: PreparedData, examples: Int32Array, probabilities: Float32Array): SoftRows {
  const width = data.outputs.length;
  return judgedRowsOf(stitch(data, examples, probabilities, width), data.stepLabels, width);
}

function ofWindows(data: PreparedData, examples: Int32Array, probabilities: Float32Array): SoftRows {
  const { starts, lengths, labels, outputs, stepLabels } = data;
  const width = outputs.length;
  const perStep = new Float32Array(sumOf(examples, (example) => lengths[example]!) * width);
  let at = 0;
  examples.forEach((example, k) => {
    for (let t = 0; t < lengths[example]!; t++, at += width)
      perStep.set(probabilities.subarray(k * width, (k + 1) * width), at);
  });
  const spans = { starts, lengths, scoredFrom: new Int32Array(starts.length) };
  const all = stitch(spans, examples, perStep, width);
  // The marks themselves say more than what a window as a whole was called.
  if (stepLabels.length > 0) return judgedRowsOf(all, stepLabels, width);
  const { rows, values } = all;
  const sorted = Array.from(examples).sort((a, b) => starts[a]! - starts[b]!);
  const middles = sorted.map((example) => starts[example]! + (lengths[example]! - 1) / 2);
  const nearest = new Int32Array(rows.length);
  for (let place = 0, k = 0; place < rows.length; place++) {
    while (
      k + 1 < sorted.length &&
      Math.abs(middles[k + 1]! - rows[place]!) < Math.abs(middles[k]! - rows[place]!)
    )
      k++;
    nearest[place] = sorted[k]!;
  }
  return { rows, values, isSo: (place, output) => labels[nearest[place]!] === output };
}

/** Without what nobody looked at, which is neither right nor wrong. */
function judgedRowsOf(all: StitchedSteps, stepLabels: Int32Array, width: number): SoftRows {
  const places = all.rows.map((_, k) => k).filter((k) => stepLabels[all.rows[k]!]! >= 0);
  const values = new Float32Array(places.length * width);
  places.forEach((k, at) => values.set(all.values.subarray(k * width, (k + 1) * width), at * width));
  const rows = Int32Array.from(places, (k) => all.rows[k]!);
  return { rows, values, isSo: (place, output) => stepLabels[rows[place]!] === output };
}

/** Which recording a row of the features is of. */
function recordingsOf({ sequenceStarts, recordings, starts }: PreparedData): (row: number) => number {
  const firsts = sequenceStarts ?? (recordings === undefined ? null : firstRows(recordings, starts));
  // Of a data set of an earlier lab only gaps tell recordings apart.
  if (firsts === null) return () => 0;
  const sorted = Int32Array.from(new Set(firsts)).sort();
  return (row) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
}

/** First row of each recording's windows. */
function firstRows(recordings: Int32Array, starts: Int32Array): number[] {
  const first = new Map<number, number>();
  recordings.forEach((recording, k) =>
    first.set(recording, Math.min(first.get(recording) ?? Infinity, starts[k]!)),
  );
  return [...first.values()];
}

/** First step and one past the last of each run of steps that are so. */
function runsOf(steps: number, isSo: (step: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  let first = -1;
  for (let t = 0; t <= steps; t++) {
    const is = t < steps && isSo(t);
    if (is && first < 0) first = t;
    if (!is && first >= 0) {
      runs.push([first, t]);
      first = -1;
    }
  }
  return runs;
}

function sumOf(examples: Int32Array, value: (example: number) => number): number {
  return examples.reduce((sum, example) => sum + value(example), 0);
}
