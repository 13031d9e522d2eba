import type { Floor } from '../../../../shared/domain/run';
import { windowsOf } from '../../models/network/batch';
import { huber } from '../../models/network/loss';
import { baselineValue, toNetworkUnits } from '../../models/scale/forecast-scale';
import type { Baseline, ForecastScale } from '../../models/scale/forecast-scale';
import type { PreparedData } from '../../prepare/prepared';
import { notClassified } from '../task';
import type { Answered, Judged, LearningTask, Prediction, Said } from '../task';
import { forecastAnswers, forecastUnits, truthOf } from './answers';
import { forecasting } from './objective';
import { medianOf, quantileLoss } from './quantiles';

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

/** The seasonal naive forecast where there is a season, and the last value. */
function floors(data: PreparedData, examples: Int32Array, scale: ForecastScale): Floor[] {
  return [
    ...(data.seasonSteps > 1 ? [naive(data, examples, scale, 'seasonal')] : []),
    naive(data, examples, scale, 'last'),
  ];
}

function judge({ data, example, windows, scaling, logits }: Answered): Judged {
  const k = data.outputs.length;
  const forecasts = forecastUnits(scaling, windows, logits);
  const quantiles = scaling.forecast!.quantiles ?? [];
  const width = logits.length / example.length;
  return {
    ...notClassified(example),
    confidence: Float32Array.from(windows, (_, row) => {
      const truth = truthOf(data, example[row]!);
      const errors = truth.map((value, column) => Math.abs(value - forecasts[row * k + column]!));
      return errors.reduce((sum, error) => sum + error, 0) / k;
    }),
    loss: Float32Array.from(windows, (window, row) => {
      const wanted = toNetworkUnits(window, scaling.forecast!, truthOf(data, example[row]!));
      const own = logits.subarray(row * width, (row + 1) * width);
      return (quantiles.length > 0 ? quantileLoss(wanted, quantiles) : huber(wanted, 1))(own).loss;
    }),
  };
}

function prediction({ outputs, quantiles, values }: Said): Prediction {
  const width = outputs.length;
  const level = (k: number): number[] => [...values.subarray(k * width, (k + 1) * width)];
  if (quantiles.length === 0) return { kind: 'forecast', forecast: [...values] };
  return {
    kind: 'forecast',
    forecast: level(medianOf(quantiles)),
    quantiles: Object.fromEntries(quantiles.map((quantile, k) => [String(quantile), level(k)])),
  };
}

/** The values of the steps ahead of a window. */
export const forecast: LearningTask = {
  objective: (data, scaling) => forecasting(data, scaling),
  floors: (data, examples, scaling) => floors(data, examples, scaling.forecast!),
  answers: forecastAnswers,
  points: ({ scaling }, windows, logits) => forecastUnits(scaling, windows, logits),
  truth: truthOf,
  judge,
  prediction,
};
