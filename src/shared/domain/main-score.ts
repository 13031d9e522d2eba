import type { Scores } from './run';
import { traitsOf } from './task';
import type { MetricName, Task } from './task';

/** Whether a larger {@link mainScore} is a better one; else it is an error. */
export function isHigherBetter(task: Task): boolean {
  return traitsOf(task).isHigherBetter;
}

interface MainScore {
  readonly metric: MetricName;
  readonly value: number;
  /** 95 % */
  readonly interval: readonly [number, number];
}

type ScoresOf<T extends Task> = Extract<Scores, { task: T }>;

interface Errors {
  readonly mae: number;
  readonly maeInterval: readonly [number, number];
}
const error =
  (metric: 'mae' | 'mae_scaled') =>
  ({ mae, maeInterval }: Errors): MainScore => ({ metric, value: mae, interval: maeInterval });

/**
 * The one number that a run is known by: accuracy; of labelled steps of two classes the average precision of the rarer
 * one; else the mean absolute error.
 */
const mainScores: { readonly [T in Task]: (scores: ScoresOf<T>) => MainScore } = {
  classify: ({ accuracy, accuracyInterval }) => ({
    metric: 'accuracy',
    value: accuracy,
    interval: accuracyInterval,
  }),
  regress: error('mae'),
  forecast: error('mae'),
  label: ({ detection, accuracy, accuracyInterval }) =>
    detection === null
      ? { metric: 'step_accuracy', value: accuracy, interval: accuracyInterval }
      : { metric: 'average_precision', ...detection.averagePrecision },
  generate: error('mae_scaled'),
};

function mainOf<T extends Task>(scores: ScoresOf<T>): MainScore {
  return mainScores[scores.task as T](scores);
}

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
