import { labelsSteps, traitsOf } from '../../../shared/domain/task';
import type { ScoreMetric } from '../../../shared/domain/experiment-results';
import { failure } from '../../../shared/sentences/failure';
import type { PreparedData } from '../prepare/prepared';
import { judgedPart } from '../prepare/examples-of';
import type { ExperimentData } from './experiment';

/** What `mainScore` is called (`shared/domain/main-score.ts`). */
export function metricOf({ task, outputs }: PreparedData): ScoreMetric {
  return labelsSteps(task) && outputs.length === 2 ? 'averagePrecision' : traitsOf(task).metric;
}

/** Examples that models are judged on: the test part, or the validation part where there is none. */
export function judgedExamples(data: PreparedData): number {
  return judgedPart(data, 'test').length || judgedPart(data, 'validation').length;
}

/** @throws UnrollError DATASET_UNKNOWN */
export function requireData(data: ExperimentData | null): ExperimentData {
  if (data === null) throw failure('DATASET_UNKNOWN.needed');
  return data;
}
