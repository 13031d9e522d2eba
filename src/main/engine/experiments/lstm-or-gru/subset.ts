import { classifies } from '../../../../shared/domain/task';
import type { PreparedData } from '../../prepare/prepared';
import { examplesOf, UNUSED_SPLIT } from '../../prepare/examples-of';
import { exampleWindow } from '../../models/scale/forecast-scale';
import { RandomStream } from '../../random/random-stream';

/** Training examples by class, each class shuffled; one group where there are no classes. */
function shuffledGroups(data: PreparedData, seed: number): Int32Array[] {
  const groups = new Map<number, number[]>();
  for (const example of examplesOf(data, 'train')) {
    const label = classifies(data.task) ? data.labels[example]! : 0;
    groups.set(label, [...(groups.get(label) ?? []), example]);
  }
  return [...groups].map(([label, examples]) =>
    new RandomStream(seed, 'order', label).shuffle<Int32Array, number>(Int32Array.from(examples)),
  );
}

/** Mean and deviation of each feature over some examples' rows, [features] each. */
function fitScaler(data: PreparedData, examples: Int32Array): PreparedData['scaler'] {
  const width = data.featureNames.length;
  const [sum, squares] = [new Float64Array(width), new Float64Array(width)];
  let rows = 0;
  for (const example of examples) {
    const { values, steps } = exampleWindow(data, example, width);
    rows += steps;
    for (let t = 0; t < steps; t++)
      for (let k = 0; k < width; k++) {
        const value = values[t * width + k]!;
        sum[k] = sum[k]! + value;
        squares[k] = squares[k]! + value * value;
      }
  }
  const mean = Float32Array.from(sum, (value) => value / rows);
  return {
    mean,
    deviation: Float32Array.from(squares, (value, k) =>
      Math.sqrt(Math.max(0, value / rows - (sum[k]! / rows) ** 2)),
    ),
  };
}

/**
 * The same data with a share of its training part, every class as far as it goes in proportion; validation and test stay
 * what they are. The scaler sees only what is left to train on.
 *
 * @param share 0 … 1; 1 leaves the data as they are
 */
export function withTrainingShare<D extends PreparedData>(data: D, share: number, seed: number): D {
  if (share >= 1) return data;
  const splits = data.splits.slice();
  const kept: number[] = [];
  for (const group of shuffledGroups(data, seed)) {
    const count = Math.max(1, Math.round(share * group.length));
    group.forEach((example, k) => {
      if (k < count) kept.push(example);
      else splits[example] = UNUSED_SPLIT;
    });
  }
  return { ...data, splits, scaler: fitScaler(data, Int32Array.from(kept)) };
}
