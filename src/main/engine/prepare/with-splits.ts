import { RowScaler } from '../features/row-scaler';
import { splitCode } from './examples-of';
import type { PreparedData } from './prepared';

/** Features that were not scaled when the data set was made are not scaled now. */
function isScaled({ scaler }: PreparedData): boolean {
  return scaler.mean.some((mean) => mean !== 0) || scaler.deviation.some((deviation) => deviation !== 1);
}

/**
 * The same examples dealt out to other parts, and the scaler fitted anew to what the training part is now: nothing of what
 * judges goes into it.
 *
 * @param splits [examples] as `PreparedData.splits`
 */
export function withSplits(data: PreparedData, splits: Uint8Array): PreparedData {
  if (!isScaled(data)) return { ...data, splits };
  const width = data.featureNames.length;
  const scaler = new RowScaler(width);
  const train = splitCode('train');
  let counted = 0;
  // Windows come in the order of their rows and overlap.
  for (let example = 0; example < splits.length; example++) {
    if (splits[example] !== train) continue;
    const end = data.starts[example]! + data.lengths[example]! + data.horizonSteps;
    const start = Math.max(data.starts[example]!, counted);
    if (end > start) scaler.add(data.features.subarray(start * width, end * width));
    counted = Math.max(counted, end);
  }
  const { mean, deviation } = scaler.fit();
  return {
    ...data,
    splits,
    scaler: { mean: Float32Array.from(mean), deviation: Float32Array.from(deviation) },
  };
}
