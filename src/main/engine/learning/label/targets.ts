import { examplesOf } from '../../prepare/examples-of';
import { JudgedRows } from '../../prepare/judged-rows';
import type { PreparedData } from '../../prepare/prepared';

/** Steps of each class in the training part, each counted once, [classes]. */
export function trainSteps(data: PreparedData): Float64Array {
  const counts = new Float64Array(data.outputs.length);
  for (const row of judgedRows(data, examplesOf(data, 'train'))) counts[data.stepLabels[row]!]!++;
  return counts;
}

/** Rows of the steps of some examples that have a class and are judged there, ascending and each once. */
export function judgedRows(data: PreparedData, examples: Int32Array): Int32Array {
  return new JudgedRows(data, examples).all().filter((row) => data.stepLabels[row]! >= 0);
}
