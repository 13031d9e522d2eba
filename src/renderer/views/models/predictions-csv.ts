import type { Prediction } from '../../../shared/contract/exports';

/** RFC 4180: a field is quoted when it holds a comma, a quote or a line break. */
function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * All predictions as UTF-8 CSV: file, label and a column per class; file and value; a row per stretch of labels; or file
 * and a column per step ahead, with a row per quantile.
 */
export function predictionsCsv(predictions: readonly Prediction[]): Uint8Array {
  const labelled = predictions.filter((one) => one.kind === 'label');
  const forecasts = predictions.filter((one) => one.kind === 'forecast');
  const values = predictions.filter((one) => one.kind === 'value');
  const stretches = predictions.filter((one) => one.kind === 'labels');
  const classes = Object.keys(labelled[0]?.probabilities ?? {});
  const steps = Math.max(0, ...forecasts.map(({ forecast }) => forecast.length));
  const rows: (string | number)[][] =
    values.length > 0
      ? [['file', 'value'], ...values.map(({ file, value }) => [file, value])]
      : stretches.length > 0
        ? [
            ['file', 'label', 'start', 'end'],
            ...stretches.flatMap(({ file, segments }) =>
              segments.map(({ label, start, end }) => [file, label, start, end]),
            ),
          ]
        : labelled.length > 0
          ? [
              ['file', 'label', ...classes],
              ...labelled.map(({ file, label, probabilities }) => [
                file,
                label,
                ...classes.map((name) => probabilities[name] ?? ''),
              ]),
            ]
          : [
              ['file', 'quantile', ...Array.from({ length: steps }, (_, step) => `step ${step + 1}`)],
              ...forecasts.flatMap(({ file, forecast, quantiles }) =>
                quantiles === undefined
                  ? [[file, '', ...forecast]]
                  : Object.entries(quantiles).map(([quantile, values]) => [file, quantile, ...values]),
              ),
            ];
  return new TextEncoder().encode(rows.map((row) => `${row.map(field).join(',')}\r\n`).join(''));
}
