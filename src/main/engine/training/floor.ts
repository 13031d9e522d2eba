import type { Floor } from '../../../shared/domain/run';
import type { PreparedData } from '../datasets/prepared';
import { windowsOf } from '../models/batch';
import { examplesOf } from '../models/examples';
import { baselineValue } from '../models/forecast-scale';
import type { ForecastScale } from '../models/forecast-scale';

/** The part that results are judged on: the test part, or the validation part where there is no test. */
function judged(data: PreparedData): Int32Array {
  const test = examplesOf(data, 2);
  return test.length > 0 ? test : examplesOf(data, 1);
}

function majority(data: PreparedData, examples: Int32Array): Floor {
  const counts = new Float64Array(data.outputs.length);
  examplesOf(data, 0).forEach((example) => counts[data.labels[example]!]!++);
  const best = counts.indexOf(Math.max(...counts));
  const hits = examples.filter((example) => data.labels[example] === best).length;
  return { name: 'majority', metric: 'accuracy', value: hits / examples.length };
}

function naive(data: PreparedData, examples: Int32Array, scale: ForecastScale): Floor {
  const baseline = data.seasonSteps > 1 ? 'seasonal' : 'last';
  let sum = 0;
  windowsOf(data, examples).forEach((window, k) => {
    scale.outputs.forEach(({ target, step }, output) => {
      const { column } = scale.targets[target]!;
      const guess = baselineValue(window, column, baseline, data.seasonSteps, step);
      sum += Math.abs(guess - data.targets[examples[k]! * scale.outputs.length + output]!);
    });
  });
  return {
    name: baseline === 'last' ? 'lastValue' : 'seasonalNaive',
    metric: 'mae',
    value: sum / (examples.length * scale.outputs.length),
  };
}

/** What needs no network on the part that the run is judged on; null where there is nothing to judge. */
export function floorOf(data: PreparedData, scale: ForecastScale | null): Floor | null {
  const examples = judged(data);
  if (examples.length === 0) return null;
  return scale === null ? majority(data, examples) : naive(data, examples, scale);
}
