import type { PreparedData } from '../datasets/prepared';
import { examplesOf } from './examples';
import { fitForecastScale, lastValue, windowDeviation } from './forecast-scale';
import type { ForecastScale, Window } from './forecast-scale';

/** From raw features to what the network sees; fitted on the training part alone. */
export interface Scaling {
  /** [features] */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** Null when classifying. */
  readonly forecast: ForecastScale | null;
}

export function fitScaling(data: PreparedData): Scaling {
  return {
    mean: data.scaler.mean,
    deviation: data.scaler.deviation,
    forecast: data.task === 'forecast' ? fitForecastScale(data, examplesOf(data, 0)) : null,
  };
}

/**
 * (x − mean) / deviation per feature; target columns of a forecast relative to the window itself
 * (`ForecastScale`). Writes [steps, width] at `offset` of `into`.
 */
export function scaleInto(window: Window, scaling: Scaling, into: Float32Array, offset = 0): void {
  const { values, steps, width } = window;
  const origin = Float64Array.from(scaling.mean);
  const unit = Float64Array.from(scaling.deviation, (deviation) => (deviation > 0 ? deviation : 1));
  scaling.forecast?.targets.forEach((target) => {
    origin[target.column] = lastValue(window, target.column);
    unit[target.column] = windowDeviation(window, target);
  });
  for (let t = 0, k = 0; t < steps; t++)
    for (let f = 0; f < width; f++, k++) into[offset + k] = (values[k]! - origin[f]!) / unit[f]!;
}
