import { totalSteps } from '../../prepare/answer-classes';
import type { PreparedData } from '../../prepare/prepared';

/** [Σ steps, channels] the next step's values in data units; NaN where another example judges them or nobody measured them. */
export function nextTargets(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const width = data.featureNames.length;
  const targets = new Float32Array(totalSteps(data, examples) * data.targetColumns.length);
  let at = 0;
  for (const example of Array.from(examples))
    for (let t = 0; t < data.lengths[example]!; t++)
      for (const [k, column] of data.targetColumns.entries()) {
        const row = data.starts[example]! + t + 1;
        const isJudged =
          t >= data.scoredFrom[example]! && data.filled?.[row * data.targetColumns.length + k] !== 1;
        targets[at++] = isJudged ? data.features[row * width + column]! : Number.NaN;
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
