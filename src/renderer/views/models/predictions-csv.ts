import type { Prediction } from '../../../shared/contract/exports';

/** RFC 4180: a field is quoted when it holds a comma, a quote or a line break. */
function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** All predictions as UTF-8 CSV: file, label and a column per class, or file and a column per step ahead. */
export function predictionsCsv(predictions: readonly Prediction[]): Uint8Array {
  const labelled = predictions.filter((one) => one.kind === 'label');
  const forecasts = predictions.filter((one) => one.kind === 'forecast');
  const classes = Object.keys(labelled[0]?.probabilities ?? {});
  const steps = Math.max(0, ...forecasts.map(({ forecast }) => forecast.length));
  const rows: (string | number)[][] =
    labelled.length > 0
      ? [
          ['file', 'label', ...classes],
          ...labelled.map(({ file, label, probabilities }) => [
            file,
            label,
            ...classes.map((name) => probabilities[name] ?? ''),
          ]),
        ]
      : [
          ['file', ...Array.from({ length: steps }, (_, step) => `step ${step + 1}`)],
          ...forecasts.map(({ file, forecast }) => [file, ...forecast]),
        ];
  return new TextEncoder().encode(rows.map((row) => `${row.map(field).join(',')}\r\n`).join(''));
}
