import type { ForecastScores } from '../../../../shared/domain/tasks/forecast';
import type { PreparedData } from '../../prepare/prepared';
import { examplesOf } from '../../prepare/examples-of';
import { pinball } from './quantiles';
import { blockLength, bootstrap, bootstrapInterval, weightedMean } from '../bootstrap';

/**
 * Mean absolute error of the seasonal naive forecast within the training part: the denominator of MASE
 * (Hyndman & Koehler 2006). Over all targets whose two values were measured; a season longer than the windows falls back to one step.
 */
export function naiveError(data: PreparedData): number {
  const width = data.featureNames.length;
  const train = [...examplesOf(data, 'train')].sort((a, b) => data.starts[a]! - data.starts[b]!);
  const longest = train.reduce((most, e) => Math.max(most, data.lengths[e]!), 0);
  const season = data.seasonSteps < longest ? data.seasonSteps : 1;
  const isFilled = (row: number, target: number): boolean =>
    data.filled?.[row * data.targetColumns.length + target] === 1;
  let sum = 0;
  let count = 0;
  let covered = 0;
  for (const example of train) {
    const start = data.starts[example]!;
    const end = start + data.lengths[example]!;
    const values = data.features.subarray(start * width, end * width);
    const at = (row: number, column: number): number => values[(row - start) * width + column]!;
    for (let row = Math.max(covered, start + season); row < end; row++)
      for (const [target, column] of data.targetColumns.entries()) {
        if (isFilled(row, target) || isFilled(row - season, target)) continue;
        sum += Math.abs(at(row, column) - at(row - season, column));
        count++;
      }
    covered = Math.max(covered, end);
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Forecast quantiles of all outputs, [examples, outputs] each. */
export interface QuantileForecasts {
  readonly quantiles: readonly number[];
  readonly values: readonly Float32Array[];
}

/** Symmetric absolute percentage error, 0 … 2; 0 where both are 0 (Makridakis 1993). */
function symmetricError(truth: number, forecast: number): number {
  const size = Math.abs(truth) + Math.abs(forecast);
  return size === 0 ? 0 : (2 * Math.abs(truth - forecast)) / size;
}

/**
 * Errors of forecasts in data units, over all targets and steps ahead. Intervals draw blocks of neighbouring examples.
 *
 * @param forecasts [examples, outputs]: points, or medians
 * @param truth [examples, outputs]; NaN where nobody measured a value, which then does not count
 * @param naive {@link naiveError} of the training part
 * @param horizonSteps steps ahead of each target; outputs come target by target
 */
export function forecastScores(
  forecasts: Float32Array,
  truth: Float32Array,
  outputs: number,
  naive: number,
  loss: number,
  horizonSteps = outputs,
  quantiles: QuantileForecasts | null = null,
): ForecastScores {
  const examples = forecasts.length / outputs;
  const absolute = new Float64Array(examples);
  const symmetric = new Float64Array(examples);
  const shares = knownShares(truth, outputs);
  const knownByStep = new Int32Array(horizonSteps);
  truth.forEach((value, k) => (knownByStep[(k % outputs) % horizonSteps]! += Number(!Number.isNaN(value))));
  const known = knownByStep.reduce((sum, count) => sum + count, 0);
  const byStep = new Float64Array(horizonSteps);
  let squares = 0;
  for (let k = 0; k < forecasts.length; k++) {
    if (Number.isNaN(truth[k]!)) continue;
    const example = Math.floor(k / outputs);
    const error = Math.abs(forecasts[k]! - truth[k]!);
    squares += error * error;
    absolute[example]! += error / outputs;
    symmetric[example]! += symmetricError(truth[k]!, forecasts[k]!) / outputs;
    const step = (k % outputs) % horizonSteps;
    byStep[step]! += error / knownByStep[step]!;
  }
  const mae = meanOf(absolute, shares);
  const [maeInterval, smapeInterval] =
    known === 0
      ? ([
          [0, 0],
          [0, 0],
        ] as const)
      : (bootstrap(examples, blockLength(examples), (weights) => [
          weightedMean(absolute, weights, shares),
          weightedMean(symmetric, weights, shares),
        ]) as [[number, number], [number, number]]);
  const scaled = (value: number): number => (naive > 0 ? value / naive : 0);
  return {
    task: 'forecast',
    mae,
    maeInterval: [...maeInterval],
    rmse: Math.sqrt(squares / Math.max(1, known)),
    mase: scaled(mae),
    maseInterval: [scaled(maeInterval[0]), scaled(maeInterval[1])],
    smape: meanOf(symmetric, shares),
    smapeInterval: [...smapeInterval],
    maeByStep: [...byStep],
    quantiles: quantiles === null ? [] : quantileScores(quantiles, truth),
    coverage: quantiles === null ? null : coverageOf(quantiles, truth, outputs),
    loss,
  };
}

/** [examples] share of each example's outputs that were measured. */
function knownShares(truth: Float32Array, outputs: number): Float64Array {
  const counts = new Float64Array(truth.length / outputs);
  truth.forEach((value, k) => (counts[Math.floor(k / outputs)]! += Number(!Number.isNaN(value))));
  return counts.map((count) => count / outputs);
}

/** @param shares as `weightedMean` has them */
function meanOf(values: Float64Array, shares: Float64Array): number {
  const count = shares.reduce((sum, share) => sum + share, 0);
  return count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count;
}

function quantileScores(
  { quantiles, values }: QuantileForecasts,
  truth: Float32Array,
): ForecastScores['quantiles'] {
  return quantiles.map((quantile, q) => {
    let loss = 0;
    let below = 0;
    let known = 0;
    truth.forEach((value, k) => {
      if (Number.isNaN(value)) return;
      known++;
      loss += pinball(quantile, value, values[q]![k]!);
      below += Number(value <= values[q]![k]!);
    });
    return { quantile, pinball: loss / Math.max(1, known), below: below / Math.max(1, known) };
  });
}

function coverageOf(
  { quantiles, values }: QuantileForecasts,
  truth: Float32Array,
  outputs: number,
): ForecastScores['coverage'] {
  const low = values[0]!;
  const high = values[values.length - 1]!;
  const perExample = new Float64Array(truth.length / outputs);
  const shares = knownShares(truth, outputs);
  truth.forEach((value, k) => {
    if (value >= low[k]! && value <= high[k]!) perExample[Math.floor(k / outputs)]! += 1 / outputs;
  });
  return {
    share: meanOf(perExample, shares),
    wanted: quantiles[quantiles.length - 1]! - quantiles[0]!,
    interval: bootstrapInterval(perExample, blockLength(perExample.length), shares),
  };
}
