import type { PreparedData } from '../../datasets/prepared';
import { toNetworkUnits } from '../forecast-scale';
import type { Window } from '../forecast-scale';
import type { Scaling } from '../scaling';

/**
 * A model's answers as a network's head would give them, [windows, outputs]: class scores as they are, forecasts as
 * corrections in network units. So one objective judges all.
 */
export function asHeadOutputs(
  { task, outputs }: Pick<PreparedData, 'task' | 'outputs'>,
  scaling: Scaling,
  windows: readonly Window[],
  answers: Float32Array,
): Float32Array {
  if (task === 'classify') return answers;
  const k = outputs.length;
  const converted = new Float32Array(answers.length);
  windows.forEach((window, row) => {
    const own = answers.subarray(row * k, (row + 1) * k);
    converted.set(toNetworkUnits(window, scaling.forecast!, own), row * k);
  });
  return converted;
}
