import { stepRows } from '../../../shared/decisions/step-rows';
import type { Prediction } from '../../../shared/contract/predict';

type Row = readonly (string | number)[];
type Of<Kind extends Prediction['kind']> = Extract<Prediction, { kind: Kind }>;

/** RFC 4180: a field is quoted when it holds a comma, a quote or a line break. What a table would compute is set behind an apostrophe. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function labelRows(labelled: readonly Of<'label'>[]): Row[] {
  const classes = Object.keys(labelled[0]?.probabilities ?? {});
  return [
    ['file', 'label', ...classes],
    ...labelled.map(({ file, label, probabilities }) => [
      file,
      label,
      ...classes.map((name) => probabilities[name] ?? ''),
    ]),
  ];
}

function forecastRows(forecasts: readonly Of<'forecast'>[]): Row[] {
  const steps = Math.max(0, ...forecasts.map(({ forecast }) => forecast.length));
  const names = Array.from({ length: steps }, (_, step) => `step ${step + 1}`);
  if (forecasts.every(({ quantiles }) => quantiles === undefined))
    return [['file', ...names], ...forecasts.map(({ file, forecast }) => [file, ...forecast])];
  return [
    ['file', 'quantile', ...names],
    ...forecasts.flatMap(({ file, quantiles = {} }) =>
      Object.entries(quantiles).map(([quantile, values]) => [file, quantile, ...values]),
    ),
  ];
}

function segmentRows(labelled: readonly Of<'labels'>[]): Row[] {
  return [
    ['file', 'label', 'start', 'end', 'start_seconds', 'end_seconds', 'probability'],
    ...labelled.flatMap(({ file, segments }) =>
      segments.map(({ label, start, end, startSeconds, endSeconds, probability }) => [
        ...[file, label, start, end, startSeconds ?? '', endSeconds ?? '', probability],
      ]),
    ),
  ];
}

function tagRows(tagged: readonly Of<'tags'>[]): Row[] {
  const labels = Object.keys(tagged[0]?.probabilities ?? {});
  return [
    ['file', 'labels', ...labels],
    ...tagged.map((one) => [
      one.file,
      one.labels.join('|'),
      ...labels.map((name) => one.probabilities[name] ?? ''),
    ]),
  ];
}

function valueRows(valued: readonly Of<'values'>[]): Row[] {
  return [
    ['file', 'step', 'seconds', valued[0]?.name ?? 'value'],
    ...valued.flatMap((one) =>
      stepRows(one).map(({ step, seconds, value }) => [one.file, step, seconds ?? '', value]),
    ),
  ];
}

/**
 * All predictions of one model as UTF-8 CSV: file, label and a column per class; file, labels between bars and a column per label; file and value; a row for each step with its value, or for each stretch of
 * equal labels; or file and a column per step ahead, of a forecast of quantiles a row for each.
 */
export function predictionsCsv(predictions: readonly Prediction[]): Uint8Array {
  const of = <Kind extends Prediction['kind']>(kind: Kind): Of<Kind>[] =>
    predictions.filter((one): one is Of<Kind> => one.kind === kind);
  const rows = {
    label: () => labelRows(of('label')),
    forecast: () => forecastRows(of('forecast')),
    value: () => [['file', 'value'], ...of('value').map(({ file, value }) => [file, value])],
    labels: () => segmentRows(of('labels')),
    values: () => valueRows(of('values')),
    tags: () => tagRows(of('tags')),
  }[predictions[0]?.kind ?? 'label']();
  return new TextEncoder().encode(rows.map((row) => `${row.map(field).join(',')}\r\n`).join(''));
}
