import type { Floor } from '../../../../shared/domain/run';
import { windowsOf } from '../../models/network/batch';
import { baselineValue, toNetworkUnits } from '../../models/scale/forecast-scale';
import type { Baseline, ForecastScale } from '../../models/scale/forecast-scale';
import type { PreparedData } from '../../prepare/prepared';
import { measuredOf } from '../../prepare/measured';
import { notClassified } from '../task';
import type { Answered, Judged, LearningTask, Prediction, Said } from '../task';
import { forecastAnswers, forecastUnits, truthOf } from './answers';
import { forecasting, forecastLoss } from './objective';
import { medianOf } from './quantiles';
import { knownErrors } from '../objective';

function naive(
  data: PreparedData,
  examples: Int32Array,
  scale: ForecastScale,
  baseline: Exclude<Baseline, 'seasonalDrift'>,
): Floor {
  let sum = 0;
  let count = 0;
  windowsOf(data, examples).forEach((window, k) => {
    scale.outputs.forEach(({ target, step }, output) => {
      const { column } = scale.targets[target]!;
      const truth = data.targets[examples[k]! * scale.outputs.length + output]!;
      if (Number.isNaN(truth)) return;
      sum += Math.abs(baselineValue(window, column, baseline, data.seasonSteps, step) - truth);
      count++;
    });
  });
  const measured = measuredOf(data, examples);
  return {
    name: baseline === 'last' ? 'lastValue' : 'seasonalNaive',
    metric: 'mae',
    value: sum / count,
    ...(measured !== null && { measured }),
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
      const known = errors.filter((error) => !Number.isNaN(error));
      return known.reduce((sum, error) => sum + error, 0) / known.length;
    }),
    loss: Float32Array.from(windows, (window, row) => {
      const wanted = toNetworkUnits(window, scaling.forecast!, truthOf(data, example[row]!));
      const own = logits.subarray(row * width, (row + 1) * width);
      return forecastLoss(wanted, quantiles)(own).loss;
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
  measure: ({ scaling }, data, example, answers) => {
    const width = data.outputs.length;
    const level = medianOf(scaling.forecast?.quantiles ?? [0.5]) * width;
    return knownErrors(Array.from(answers).slice(level, level + width), truthOf(data, example));
  },
  prediction,
};
