import { assemble, predictionBatches } from '../models/network/batch';
import { quantilesOf, toDataUnits } from '../models/scale/forecast-scale';
import type { Window } from '../models/scale/forecast-scale';
import type { Network, NetworkInput } from '../models/network/network';
import { decodeQuantiles, medianOf } from './quantiles';
import type { Scaling } from '../models/scale/scaling';

/**
 * The head's raw values of each sequence, [sequences, outputs]: logits, or corrections in network units. Where every
 * step is answered [Σ steps, outputs], one sequence's steps after the other's.
 *
 * @param windows raw (unscaled) features, of any lengths
 * @param answer what the network says of a batch, where it is not its logits as they are
 */
export async function predictLogits(
  network: Network,
  scaling: Scaling,
  windows: readonly Window[],
  answer: (input: NetworkInput) => Promise<Float32Array> = (input) => network.logits(input),
): Promise<Float32Array> {
  const { outputs } = network.shape;
  const valuesOf = ({ steps }: Window): number => (network.answersSteps ? steps : 1) * outputs;
  const offsets = offsetsOf(windows.map(valuesOf));
  const result = new Float32Array(offsets[windows.length]!);
  for (const batch of predictionBatches(windows, network.spec)) {
    const own = batch.map((index) => windows[index]!);
    const logits = await answer(assemble(own, scaling));
    const starts = offsetsOf(own.map(valuesOf));
    batch.forEach((index, row) =>
      result.set(logits.subarray(starts[row]!, starts[row + 1]!), offsets[index]!),
    );
  }
  return result;
}

/** Where each of some blocks of these sizes begins, and where the last one ends, [sizes + 1]. */
export function offsetsOf(sizes: readonly number[]): Int32Array {
  const offsets = new Int32Array(sizes.length + 1);
  sizes.forEach((size, k) => (offsets[k + 1] = offsets[k]! + size));
  return offsets;
}

/** The head's raw forecast values in data units, [windows, outputs]: of a forecast of quantiles the median. */
export function forecastUnits(
  scaling: Scaling,
  windows: readonly Window[],
  logits: Float32Array,
): Float32Array {
  const { forecast } = scaling;
  if (forecast === null) return logits;
  return quantileUnits(scaling, windows, logits, medianOf(quantilesOf(forecast)));
}

/** One of a forecast's quantiles in data units, [windows, outputs]; of a point forecast the point. */
export function quantileUnits(
  { forecast }: Scaling,
  windows: readonly Window[],
  logits: Float32Array,
  quantile: number,
): Float32Array {
  const outputs = forecast!.outputs.length;
  const levels = quantilesOf(forecast!).length;
  const values = decodeQuantiles(logits, quantilesOf(forecast!));
  const result = new Float32Array(windows.length * outputs);
  windows.forEach((window, k) => {
    const row = Float32Array.from(
      { length: outputs },
      (_, o) => values[(k * outputs + o) * levels + quantile]!,
    );
    result.set(toDataUnits(window, forecast!, row), k * outputs);
  });
  return result;
}

/**
 * What a network says of the next step, in data units, [Σ steps, channels]: the present value and a change in units
 * of the channel's usual one.
 */
export function nextValues(
  { values: scale }: Scaling,
  windows: readonly Window[],
  columns: readonly number[],
  logits: Float32Array,
): Float32Array {
  const result = new Float32Array(logits.length);
  let at = 0;
  for (const { values, steps, width } of windows)
    for (let t = 0; t < steps; t++)
      for (const [c, column] of columns.entries()) {
        result[at] = values[t * width + column]! + logits[at]! * scale!.deviation[c]!;
        at++;
      }
  return result;
}

/** A network's values as numbers in data units (regression). */
export function valueUnits({ values }: Scaling, outputs: Float32Array): Float32Array {
  return outputs.map((output) => values!.mean[0]! + output * values!.deviation[0]!);
}
