import { examplesOf } from '../../prepare/examples-of';
import type { PreparedData } from '../../prepare/prepared';

/** Steps of each class in the training part, each counted once, [classes]. */
export function trainSteps(data: PreparedData): Float64Array {
  const counts = new Float64Array(data.outputs.length);
  for (const row of judgedRows(data, examplesOf(data, 'train'))) counts[data.stepLabels[row]!]!++;
  return counts;
}

/** Rows of the steps of some examples that have a class and are judged there, each once. */
export function judgedRows(data: PreparedData, examples: Int32Array): Set<number> {
  const rows = new Set<number>();
  for (const example of examples)
    for (let t = data.scoredFrom[example]!; t < data.lengths[example]!; t++) {
      const row = data.starts[example]! + t;
      if (data.stepLabels[row]! >= 0) rows.add(row);
    }
  return rows;
}
