import type { Continuation } from '../../../shared/domain/trace';
import type { AheadData } from '../../charts/ahead-option';
import type { Opened } from './inspection.svelte';
import { unitRow } from './units';

/** So much of the past, in horizons, stands before a forecast. */
const PAST_HORIZONS = 3;

/** What was forecast of one target at the end of an example, its quantiles, and what came. */
export function forecastAhead({ trace, signal }: Opened, target: string): AheadData {
  const outputs = trace.outputs.flatMap((name, k) => (name.startsWith(`${target}@`) ? [k] : []));
  const horizon = outputs.length;
  const end = (trace.steps - 1) * trace.outputs.length;
  const of = (values: (output: number) => number): Float32Array => Float32Array.from(outputs, values);
  const column = signal.featureNames.indexOf(target);
  const past =
    column === -1 ? new Float32Array() : unitRow(signal.features, signal.featureNames.length, column);
  const { truth, quantiles } = trace;
  const levels = quantiles?.levels.length ?? 0;
  return {
    past: past.slice(-Math.max(24, PAST_HORIZONS * horizon)),
    said: of((output) => trace.probabilities[end + output]!),
    real: truth === undefined ? new Float32Array() : of((output) => truth[output]!),
    band:
      quantiles === undefined
        ? null
        : {
            low: of((output) => quantiles.values[output * levels]!),
            high: of((output) => quantiles.values[output * levels + levels - 1]!),
          },
  };
}

/** One channel of a continuation, beside what really came. */
export function continuationAhead(
  { channels, seed, generated, real }: Continuation,
  channel: number,
): AheadData {
  const of = (values: Float32Array): Float32Array => unitRow(values, channels.length, channel);
  return { past: of(seed), said: of(generated), real: of(real), band: null };
}

/** Mean absolute error of each channel over the steps that really came. */
export function continuationErrors({
  channels,
  generated,
  real,
  realSteps,
}: Continuation): { readonly name: string; readonly error: number }[] {
  return channels.map((name, c) => {
    let sum = 0;
    for (let t = 0; t < realSteps; t++)
      sum += Math.abs(generated[t * channels.length + c]! - real[t * channels.length + c]!);
    return { name, error: sum / Math.max(1, realSteps) };
  });
}
