import { totalSteps } from '../../prepare/answer-classes';
import type { PreparedData } from '../../prepare/prepared';

/** [Σ steps, channels] the next step's values in data units; NaN where they are judged in another example. */
export function nextTargets(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const width = data.featureNames.length;
  const targets = new Float32Array(totalSteps(data, examples) * data.targetColumns.length);
  let at = 0;
  for (const example of Array.from(examples))
    for (let t = 0; t < data.lengths[example]!; t++)
      for (const column of data.targetColumns) {
        const row = data.starts[example]! + t + 1;
        targets[at++] = t < data.scoredFrom[example]! ? Number.NaN : data.features[row * width + column]!;
      }
  return targets;
}

/** [Σ steps, channels] the present values in data units. */
export function presentValues(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const width = data.featureNames.length;
  const values = new Float32Array(totalSteps(data, examples) * data.targetColumns.length);
  let at = 0;
  for (const example of Array.from(examples))
    for (let t = 0; t < data.lengths[example]!; t++)
      for (const column of data.targetColumns)
        values[at++] = data.features[(data.starts[example]! + t) * width + column]!;
  return values;
}
