import type { TrainedModel } from '../../models/network/weights-file';
import type { Window } from '../../models/scale/forecast-scale';
import type { Scaling } from '../../models/scale/scaling';

/**
 * What a network says of the next step, in data units, [Σ steps, channels]: the present value and a change in units
 * of the channel's usual one.
 */
export function nextValues(
  { values: scale }: Pick<Scaling, 'values'>,
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

/** Feature columns of the channels that are generated: each goes in as it comes out. */
export function columnsOf({
  outputs,
  featureNames,
}: Pick<TrainedModel, 'outputs' | 'featureNames'>): number[] {
  return outputs.map((name) => featureNames.indexOf(name));
}
