import type { Prediction } from '../../../shared/contract/predict';
import type { Window } from '../models/scale/forecast-scale';
import { medianOf } from '../learning/quantiles';
import { stitch } from '../learning/stitch';
import { argmax } from '../learning/classification-scores';
import type { PredictionModel } from './predictor';

/** A recording as the network sees it. */
export interface Seen {
  readonly name: string;
  /** One, or all windows of a recording of which every step is answered. */
  readonly windows: readonly Window[];
  /** First step of each window. */
  readonly starts: readonly number[];
}

/** How many numbers the network says of a window. */
export function valuesOf({ plan, outputs, quantiles }: PredictionModel, { steps }: Window): number {
  const everyStep = plan.task === 'label' || plan.task === 'generate';
  return outputs.length * (everyStep ? steps : Math.max(1, quantiles.length));
}

/** What a model's answer to a recording says, for people. */
export function toPrediction(
  { name: file, windows, starts }: Seen,
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
