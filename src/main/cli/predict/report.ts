import Papa from 'papaparse';
import type { Prediction, PredictionEvent } from '../../../shared/contract/predict';
import { significant, table } from '../output';
import { stepRows } from '../../../shared/decisions/step-rows';
import { jsonOf } from '../../../shared/domain/measured';
import { heading } from '../language';

type Timeline = Extract<Prediction, { kind: 'label' }>['timeline'];
type Segment = Extract<Prediction, { kind: 'labels' }>['segments'][number];
type Cell = string | number | null;

/** Rows of CSV (RFC 4180), without the last line's end. What a table would compute is set behind an apostrophe. */
const csv = (rows: readonly (readonly Cell[])[]): string =>
  Papa.unparse(rows as Cell[][], { newline: '\n', escapeFormulae: true });

/** A prediction as it stands in `--json`. */
export function asJson({ kind: _, ...prediction }: Prediction): object {
  return prediction;
}

function summary(prediction: Prediction): string {
  if (prediction.kind === 'forecast') return prediction.forecast.map(significant).join('  ');
  if (prediction.kind === 'value') return significant(prediction.value);
  if (prediction.kind === 'values') return valuesSummary(prediction);
  if (prediction.kind === 'tags') return tagsSummary(prediction);
  if (prediction.kind === 'labels')
    return prediction.segments.map(({ label, start, end }) => `${label} ${start}–${end}`).join('  ');
  const share = prediction.probabilities[prediction.label] ?? NaN;
  return `${prediction.label}  ${percent(share)}`;
}

/** What is said, the likeliest first; in brackets what comes nearest where nothing is. */
function tagsSummary({ labels, probabilities }: Extract<Prediction, { kind: 'tags' }>): string {
  const word = (name: string): string => `${name} ${percent(probabilities[name]!)}`;
  const all = Object.keys(probabilities).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const said = all.filter((name) => labels.includes(name));
  return said.length > 0 ? said.map(word).join('  ') : `none (${word(all[0]!)})`;
}

/** The value at the end, and of how many steps there is one. */
const valuesSummary = ({ name, steps, values }: Extract<Prediction, { kind: 'values' }>): string =>
  `${name} ${significant(values[values.length - 1] ?? Number.NaN)} at the last of ${steps} steps`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A table of all files, and under it what was on when in those that have a timeline. */
export function asText(predictions: readonly Prediction[]): string {
  const head = table(
    [heading('file'), heading('prediction')],
    predictions.map((prediction) => [prediction.file, summary(prediction)]),
  );
  const timelines = predictions.flatMap((prediction) =>
    (prediction.kind === 'label' || prediction.kind === 'tags') && prediction.timeline !== undefined
      ? [`\n${prediction.file}\n${timelineText(prediction.timeline)}`]
      : [],
  );
  return [head, ...timelines].join('\n');
}

function timelineText({ segments }: NonNullable<Timeline>): string {
  if (segments.length === 0) return '  nothing was sure for long enough';
  return table(
    [`  ${heading('from')}`, heading('to'), heading('label'), heading('probability')],
    segments.map(({ label, probability, ...own }) => [
      `  ${from(own)}`,
      to(own),
      label,
      percent(probability),
    ]),
  );
}

type Span = { start: number; end: number; startSeconds: number | null; endSeconds: number | null };
const at = (step: number, seconds: number | null): string =>
  seconds === null ? `step ${step}` : `${seconds.toFixed(2)} s`;
const from = ({ start, startSeconds }: Span): string => at(start, startSeconds);
const to = ({ end, endSeconds }: Span): string => at(end, endSeconds);

/** One row a file; of labels of steps, one a segment. */
export function asCsv(predictions: readonly Prediction[]): string {
  const [first] = predictions;
  return first === undefined ? '' : csv([csvHead(first), ...predictions.flatMap(csvRows)]);
}

const segmentHead = ['label', 'start', 'end', 'start_seconds', 'end_seconds', 'probability'];

const segmentCells = (one: Segment): Cell[] => [
  ...[one.label, one.start, one.end, one.startSeconds, one.endSeconds, one.probability],
];

function csvHead(prediction: Prediction): string[] {
  if (prediction.kind === 'labels') return ['file', ...segmentHead];
  if (prediction.kind === 'tags') return ['file', 'labels', ...Object.keys(prediction.probabilities)];
  if (prediction.kind === 'values') return ['file', 'step', 'seconds', prediction.name];
  if (prediction.kind === 'value') return ['file', 'value'];
  if (prediction.kind === 'label') return ['file', 'label', ...Object.keys(prediction.probabilities)];
  return ['file', ...prediction.forecast.map((_, k) => `value ${k + 1}`)];
}

function csvRows(prediction: Prediction): Cell[][] {
  const { file } = prediction;
  if (prediction.kind === 'value') return [[file, prediction.value]];
  if (prediction.kind === 'tags')
    return [[file, prediction.labels.join('|'), ...Object.values(prediction.probabilities)]];
  if (prediction.kind === 'values')
    return stepRows(prediction).map(({ step, seconds, value }) => [file, step, seconds, value]);
  if (prediction.kind === 'forecast') return [[file, ...prediction.forecast]];
  if (prediction.kind === 'labels') return prediction.segments.map((one) => [file, ...segmentCells(one)]);
  return [[file, prediction.label, ...Object.values(prediction.probabilities)]];
}

export type LiveEvent = Exclude<PredictionEvent, { kind: 'progress' }>;
type Live = LiveEvent['kind'];

/** One event a line. `csv` writes what has an end (segments, values) and its head before the first. */
export class LiveReport {
  #hasHead = false;

  constructor(private readonly format: 'text' | 'json' | 'csv') {}

  /** The line to write, or null when there is nothing to say of it. */
  line(event: LiveEvent): string | null {
    if (this.format === 'json') return jsonOf(eventJson(event));
    return this.format === 'text' ? eventText(event) : this.#csv(event);
  }

  #csv(event: LiveEvent): string | null {
    const row = liveRow(event);
    if (row === null) return null;
    const rows = this.#hasHead ? [row] : [liveHead(event), row];
    this.#hasHead = true;
    return csv(rows);
  }
}

function eventJson(event: LiveEvent): object {
  if (event.kind === 'prediction') return { event: 'prediction' satisfies Live, ...asJson(event.prediction) };
  const { kind, ...facts } = event;
  return { event: kind, ...facts };
}

function eventText(event: LiveEvent): string | null {
  if (event.kind === 'start') return null;
  if (event.kind === 'segment')
    return `${event.file}  ${from(event)} – ${to(event)}  ${event.label}  ${percent(event.probability)}`;
  if (event.kind === 'refused') return null;
  if (event.kind === 'prediction') return `${event.prediction.file}  ${summary(event.prediction)}`;
  const values = Object.entries(event.values).map(([name, value]) => `${name} ${significant(value)}`);
  return `${event.file}  ${at(event.step, event.seconds)}  ${values.join('  ')}`;
}

function liveHead(event: LiveEvent): Cell[] {
  if (event.kind === 'values') return ['file', 'step', 'seconds', ...Object.keys(event.values)];
  return ['file', 'label', 'start', 'end', 'startSeconds', 'endSeconds', 'probability'];
}

function liveRow(event: LiveEvent): Cell[] | null {
  if (event.kind === 'values') return [event.file, event.step, event.seconds, ...Object.values(event.values)];
  if (event.kind !== 'segment') return null;
  const { file, label, start, end, startSeconds, endSeconds, probability } = event;
  return [file, label, start, end, startSeconds, endSeconds, probability];
}
