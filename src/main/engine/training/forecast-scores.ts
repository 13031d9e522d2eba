import type { ForecastScores } from '../../../shared/domain/run';
import type { PreparedData } from '../datasets/prepared';
import { examplesOf } from '../models/examples';
import { RandomStream } from '../models/random';

const MOST_RESAMPLES = 1000;
const LEAST_RESAMPLES = 100;
const RESAMPLED_VALUES = 4_000_000;

/** 95 % percentile bootstrap interval of a mean (Efron 1979); the same values always give the same interval. */
export function bootstrapInterval(values: Float64Array): [number, number] {
  const n = values.length;
  if (n === 0) return [0, 0];
  const resamples = Math.round(Math.min(MOST_RESAMPLES, Math.max(LEAST_RESAMPLES, RESAMPLED_VALUES / n)));
  const random = new RandomStream(0, 'bootstrap', n);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += values[random.below(n)]!;
    return sum / n;
  }).sort();
  const at = (quantile: number): number => means[Math.round(quantile * (resamples - 1))]!;
  return [at(0.025), at(0.975)];
}

/**
 * Mean absolute error of the seasonal naive forecast within the training part: the denominator of MASE
 * (Hyndman & Koehler 2006). Over all targets; a season longer than the windows falls back to one step.
 */
export function naiveError(data: PreparedData): number {
  const width = data.featureNames.length;
  const train = [...examplesOf(data, 0)].sort((a, b) => data.starts[a]! - data.starts[b]!);
  const longest = train.reduce((most, e) => Math.max(most, data.lengths[e]!), 0);
  const season = data.seasonSteps < longest ? data.seasonSteps : 1;
  let sum = 0;
  let count = 0;
  let covered = 0;
  for (const example of train) {
    const start = data.starts[example]!;
    const end = start + data.lengths[example]!;
    for (let row = Math.max(covered, start + season); row < end; row++)
      for (const column of data.targetColumns) {
        sum += Math.abs(
          data.features[row * width + column]! - data.features[(row - season) * width + column]!,
        );
        count++;
      }
    covered = Math.max(covered, end);
  }
  return count === 0 ? Number.NaN : sum / count;
}

/**
 * Errors of forecasts in data units, over all targets and steps ahead.
 *
 * @param forecasts [examples, outputs]
 * @param truth [examples, outputs]
 * @param naive {@link naiveError} of the training part
 */
export function forecastScores(
  forecasts: Float32Array,
  truth: Float32Array,
  outputs: number,
  naive: number,
  loss: number,
): ForecastScores {
  const examples = forecasts.length / outputs;
  const perExample = new Float64Array(examples);
  let squares = 0;
  for (let k = 0; k < forecasts.length; k++) {
    const error = forecasts[k]! - truth[k]!;
    squares += error * error;
    perExample[Math.floor(k / outputs)]! += Math.abs(error) / outputs;
  }
  const mae = perExample.reduce((sum, value) => sum + value, 0) / Math.max(1, examples);
  return {
    task: 'forecast',
    mae,
    maeInterval: bootstrapInterval(perExample),
    rmse: Math.sqrt(squares / Math.max(1, forecasts.length)),
    mase: naive > 0 ? mae / naive : 0,
    loss,
  };
}
