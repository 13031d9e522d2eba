import { quantilesOf, toDataUnits } from '../../models/scale/forecast-scale';
import type { Window } from '../../models/scale/forecast-scale';
import type { Scaling } from '../../models/scale/scaling';
import type { PreparedData } from '../../prepare/prepared';
import type { Answering } from '../task';
import { decodeQuantiles, medianOf } from './quantiles';

type Scaled = Pick<Scaling, 'forecast'>;

/** The head's raw forecast values in data units, [windows, outputs]: of a forecast of quantiles the median. */
export function forecastUnits(
  scaling: Scaled,
  windows: readonly Window[],
  logits: Float32Array,
): Float32Array {
  const { forecast } = scaling;
  if (forecast === null) return logits;
  return quantileUnits(scaling, windows, logits, medianOf(quantilesOf(forecast)));
}

/** One of a forecast's quantiles in data units, [windows, outputs]; of a point forecast the point. */
export function quantileUnits(
  { forecast }: Scaled,
  windows: readonly Window[],
  logits: Float32Array,
  quantile: number,
): Float32Array {
  const outputs = forecast!.outputs.length;
  const levels = quantilesOf(forecast!).length;
  const values = decodeQuantiles(logits, quantilesOf(forecast!));
  const result = new Float32Array(windows.length * outputs);
  windows.forEach((window, k) => {
    const row = Float32Array.from(
      { length: outputs },
      (_, o) => values[(k * outputs + o) * levels + quantile]!,
    );
    result.set(toDataUnits(window, forecast!, row), k * outputs);
  });
  return result;
}

/** [windows, outputs], or [windows, quantiles, outputs], in data units. */
export function forecastAnswers(
  { scaling, outputs }: Answering,
  windows: readonly Window[],
  logits: Float32Array,
): Float32Array {
  const levels = scaling.forecast?.quantiles ?? [];
  if (levels.length === 0) return forecastUnits(scaling, windows, logits);
  const width = outputs.length;
  const values = new Float32Array(windows.length * levels.length * width);
  for (const q of levels.keys()) {
    const own = quantileUnits(scaling, windows, logits, q);
    windows.forEach((_, k) =>
      values.set(own.subarray(k * width, (k + 1) * width), (k * levels.length + q) * width),
    );
  }
  return values;
}

/** [outputs] what came, in data units. */
export function truthOf({ targets, outputs }: PreparedData, example: number): Float32Array {
  return targets.slice(example * outputs.length, (example + 1) * outputs.length);
}
