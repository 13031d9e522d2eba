import { mainOf, traitsOf } from './task';
import type { Scores, Task } from './task';
import type { MetricName } from './tasks/task-facts';

/** Whether a larger {@link mainScore} is a better one; else it is an error. */
export function isHigherBetter(task: Task): boolean {
  return traitsOf(task).isHigherBetter;
}

/**
 * The one number that a run is known by: accuracy; of labelled steps of two classes the average precision of the rarer
 * one; else the mean absolute error.
 */
export const mainScore = (scores: Scores): number => mainOf(scores).value;
/** Its 95 % interval. */
export const mainInterval = (scores: Scores): readonly [number, number] => mainOf(scores).interval;
/** What it is called. */
export const mainMetric = (scores: Scores): MetricName => mainOf(scores).metric;

/** Mean F1 over the classes; null where there are none. */
export function macroF1(scores: Scores): number | null {
  if (!('macroF1' in scores)) return null;
  return typeof scores.macroF1 === 'number' ? scores.macroF1 : scores.macroF1.value;
}
