import { labelsSteps } from '../../../shared/domain/task';
import type { PreparedData } from './prepared';

/** Steps of some examples, one example's after the other's: the rows of what a network says of each step. */
export function totalSteps({ lengths }: PreparedData, examples: ArrayLike<number>): number {
  return Array.from(examples).reduce((sum, example) => sum + lengths[example]!, 0);
}

/** [Σ steps] class of each step; −1 where it has none or is judged in another example. */
export function stepClasses(data: PreparedData, examples: ArrayLike<number>): Int32Array {
  const labels = new Int32Array(totalSteps(data, examples));
  let at = 0;
  for (const example of Array.from(examples)) {
    const start = data.starts[example]!;
    const steps = data.lengths[example]!;
    labels.set(data.stepLabels.subarray(start, start + steps), at);
    labels.fill(-1, at, at + data.scoredFrom[example]!);
    at += steps;
  }
  return labels;
}

/** Class of each answer: [examples], or [Σ steps] where every step has one; −1 where there is none. */
export function answerClasses(data: PreparedData, examples: Int32Array): Int32Array {
  return labelsSteps(data.task)
    ? stepClasses(data, examples)
    : examples.map((example) => data.labels[example]!);
}
