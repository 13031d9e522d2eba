import type { Floor } from '../../../shared/domain/run';
import type { PreparedData } from '../prepare/prepared';
import { windowsOf } from '../models/network/batch';
import { examplesOf } from '../prepare/examples-of';
import { baselineValue } from '../models/scale/forecast-scale';
import type { Baseline, ForecastScale } from '../models/scale/forecast-scale';
import { nextTargets, presentValues } from './step-targets';
import { trainSteps } from './step-objectives';

/** The part that results are judged on: the test part, or the validation part where there is no test. */
function judged(data: PreparedData): Int32Array {
  const test = examplesOf(data, 'test');
  return test.length > 0 ? test : examplesOf(data, 'validation');
}

function majority(data: PreparedData, examples: Int32Array): Floor {
  const counts = new Float64Array(data.outputs.length);
  examplesOf(data, 'train').forEach((example) => counts[data.labels[example]!]!++);
  const best = counts.indexOf(Math.max(...counts));
  const hits = examples.filter((example) => data.labels[example] === best).length;
  return { name: 'majority', metric: 'accuracy', value: hits / examples.length };
}

function naive(
  data: PreparedData,
  examples: Int32Array,
  scale: ForecastScale,
  baseline: Exclude<Baseline, 'seasonalDrift'>,
): Floor {
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

/** Always the mean of the training part. */
function trainingMean(data: PreparedData, examples: Int32Array): Floor {
  const train = examplesOf(data, 'train');
  const mean = train.reduce((sum, example) => sum + data.targets[example]!, 0) / train.length;
  const error = examples.reduce((sum, example) => sum + Math.abs(data.targets[example]! - mean), 0);
  return { name: 'trainingMean', metric: 'mae', value: error / examples.length };
}

/** Of two classes the share of the rarer one, which is the average precision of guessing; else the most frequent class. */
function stepFloor(data: PreparedData, examples: Int32Array): Floor {
  const counts = trainSteps(data);
  const common = counts.indexOf(Math.max(...counts));
  const seen = new Set<number>();
  let hits = 0;
  for (const example of examples)
    for (let t = data.scoredFrom[example]!; t < data.lengths[example]!; t++) {
      const row = data.starts[example]! + t;
      const label = data.stepLabels[row]!;
      if (label < 0 || seen.has(row)) continue;
      seen.add(row);
      hits += Number(label === common);
    }
  const share = hits / Math.max(1, seen.size);
  return counts.length === 2
    ? { name: 'baseRate', metric: 'averagePrecision', value: 1 - share }
    : { name: 'majority', metric: 'accuracy', value: share };
}

/** The next value is the present one. */
function persistence(data: PreparedData, examples: Int32Array): Floor {
  const truth = nextTargets(data, examples);
  const present = presentValues(data, examples);
  const spread = data.targetColumns.map((column) => data.scaler.deviation[column]!);
  let sum = 0;
  let count = 0;
  truth.forEach((value, k) => {
    if (Number.isNaN(value)) return;
    sum += Math.abs(value - present[k]!) / spread[k % spread.length]!;
    count++;
  });
  return { name: 'lastValue', metric: 'mae', value: sum / Math.max(1, count) };
}

/**
 * What needs no learning at all, on the part that the run is judged on; empty where there is nothing to judge. The first
 * is the one that a run names: the seasonal naive forecast where there is a season.
 */
export function floorsOf(data: PreparedData, scale: ForecastScale | null): Floor[] {
  const examples = judged(data);
  if (examples.length === 0) return [];
  if (scale !== null)
    return [
      ...(data.seasonSteps > 1 ? [naive(data, examples, scale, 'seasonal')] : []),
      naive(data, examples, scale, 'last'),
    ];
  if (data.task === 'regress') return [trainingMean(data, examples)];
  if (data.task === 'label') return [stepFloor(data, examples)];
  return [data.task === 'generate' ? persistence(data, examples) : majority(data, examples)];
}

export function floorOf(data: PreparedData, scale: ForecastScale | null): Floor | null {
  return floorsOf(data, scale)[0] ?? null;
}
