import { assemble, predictionBatches } from './batch';
import { toDataUnits } from './forecast-scale';
import type { Window } from './forecast-scale';
import type { Network } from './network';
import type { Scaling } from './scaling';

/**
 * The head's raw values of each sequence, [sequences, outputs]: logits, or corrections in network units.
 *
 * @param windows raw (unscaled) features, of any lengths
 */
export async function predictLogits(
  network: Network,
  scaling: Scaling,
  windows: readonly Window[],
): Promise<Float32Array> {
  const { outputs } = network.shape;
  const result = new Float32Array(windows.length * outputs);
  for (const batch of predictionBatches(windows)) {
    const logits = await network.logits(
      assemble(
        batch.map((index) => windows[index]!),
        scaling,
      ),
    );
    batch.forEach((index, row) =>
      result.set(logits.subarray(row * outputs, (row + 1) * outputs), index * outputs),
    );
  }
  return result;
}

/** The head's raw forecast values [windows, outputs] in data units. */
export function forecastUnits(
  scaling: Scaling,
  windows: readonly Window[],
  logits: Float32Array,
): Float32Array {
  const { forecast } = scaling;
  if (forecast === null) return logits;
  const outputs = forecast.outputs.length;
  const result = new Float32Array(logits.length);
  windows.forEach((window, k) => {
    const row = logits.subarray(k * outputs, (k + 1) * outputs);
    result.set(toDataUnits(window, forecast, row), k * outputs);
  });
  return result;
}
