import type { Floor } from '../../../shared/domain/run';
import type { ForecastScale } from '../models/scale/forecast-scale';
import { judgedPart } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import { learningTask } from './tasks';

/** The part that results are judged on: the test part, or the validation part where there is no test. */
function judged(data: PreparedData): Int32Array {
  const test = judgedPart(data, 'test');
  return test.length > 0 ? test : judgedPart(data, 'validation');
}

/**
 * What needs no learning at all, on the part that the run is judged on; empty where there is nothing to judge. The first
 * is the one that a run names: the seasonal naive forecast where there is a season.
 */
export function floorsOf(data: PreparedData, forecast: ForecastScale | null): Floor[] {
  const examples = judged(data);
  return examples.length === 0 ? [] : learningTask(data.task).floors(data, examples, { forecast });
}

export function floorOf(data: PreparedData, scale: ForecastScale | null): Floor | null {
  return floorsOf(data, scale)[0] ?? null;
}
