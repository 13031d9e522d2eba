import { assemble, predictionBatches } from '../models/network/batch';
import type { Window } from '../models/scale/forecast-scale';
import type { Network, NetworkInput } from '../models/network/network';
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
