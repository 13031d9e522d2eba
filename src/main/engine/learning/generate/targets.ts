import { exampleWindow } from '../../models/scale/forecast-scale';
import { totalSteps } from '../../prepare/answer-classes';
import type { PreparedData } from '../../prepare/prepared';

/** [Σ steps, channels] the next step's values in data units; NaN where another example judges them or nobody measured them. */
export function nextTargets(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const width = data.featureNames.length;
  const targets = new Float32Array(totalSteps(data, examples) * data.targetColumns.length);
  let at = 0;
  for (const example of Array.from(examples)) {
    const start = data.starts[example]!;
    const next = data.features.subarray((start + 1) * width, (start + data.lengths[example]! + 1) * width);
    for (let t = 0; t < data.lengths[example]!; t++)
      for (const [k, column] of data.targetColumns.entries()) {
        const row = start + t + 1;
        const isJudged =
          t >= data.scoredFrom[example]! && data.filled?.[row * data.targetColumns.length + k] !== 1;
        targets[at++] = isJudged ? next[t * width + column]! : Number.NaN;
      }
  }
  return targets;
}

/** [Σ steps, channels] the present values in data units. */
export function presentValues(data: PreparedData, examples: ArrayLike<number>): Float32Array {
  const width = data.featureNames.length;
  const values = new Float32Array(totalSteps(data, examples) * data.targetColumns.length);
  let at = 0;
  for (const example of Array.from(examples)) {
    const present = exampleWindow(data, example, width).values;
    for (let t = 0; t < data.lengths[example]!; t++)
      for (const column of data.targetColumns) values[at++] = present[t * width + column]!;
  }
  return values;
}
