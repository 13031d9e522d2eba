import type { Task } from './dataset';
import type { Scores } from './run';

/** Whether a larger {@link mainScore} is a better one; else it is an error. */
export function isHigherBetter(task: Task): boolean {
  return task === 'classify' || task === 'label';
}

/**
 * The one number that a run is known by: accuracy; of labelled steps of two classes the average precision of the rarer
 * one; else the mean absolute error.
 */
export function mainScore(scores: Scores): number {
  if (scores.task === 'classify') return scores.accuracy;
  if (scores.task === 'label') return scores.detection?.averagePrecision.value ?? scores.accuracy;
  return scores.mae;
}

/** Its 95 % interval. */
export function mainInterval(scores: Scores): readonly [number, number] {
  if (scores.task === 'classify') return scores.accuracyInterval;
  if (scores.task === 'label') return scores.detection?.averagePrecision.interval ?? scores.accuracyInterval;
  return scores.maeInterval;
}
