import type { Window } from '../models/scale/forecast-scale';
import { standardise } from './sequences';
import type { Standard } from './sequences';

/** A series, [width, steps]: channel after channel. */
export interface Series {
  readonly values: Float32Array;
  readonly steps: number;
  readonly width: number;
}

/**
 * A window as kernels and intervals see it: standardised channels, one after the other, filled up with their mean to `least`
 * steps and cut after `most`.
 */
export function seriesOf(window: Window, standard: Standard, least: number, most = Infinity): Series {
  const { values, steps, width } = standardise(window, standard);
  const long = Math.min(most, Math.max(steps, least));
  const series = new Float32Array(long * width);
  for (let t = 0, k = 0; t < Math.min(steps, long); t++)
    for (let c = 0; c < width; c++, k++) series[c * long + t] = values[k]!;
  return { values: series, steps: long, width };
}
