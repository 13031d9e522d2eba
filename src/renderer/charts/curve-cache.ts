import { Extremes } from './decimate';
import { DebiasedEma } from './smooth';

interface Entry {
  ema: DebiasedEma;
  raw: Extremes;
  smooth: Extremes;
  length: number;
  last: number;
}

/** A series as it is drawn: its values, and where its extremes lie. */
export interface DrawnSeries {
  readonly values: Float32Array;
  readonly extremes: Extremes;
}

/** Moving averages and extremes of growing series, kept from frame to frame: a frame costs only what is new. */
export class CurveCache {
  readonly #byKey = new Map<string, Entry>();

  /**
   * @param key whose series this is, for instance a run's id and a column's name
   * @param values [n]; when a resumed run has replaced its end, everything is taken anew
   * @param weight of the moving average; 0 leaves it out
   * @returns the series itself, and its moving average when there is one
   */
  series(
    key: string,
    values: Float32Array,
    weight: number,
  ): { readonly raw: DrawnSeries; readonly smooth: DrawnSeries | null } {
    const entry = this.#entry(key, values, weight);
    entry.raw.extend(values);
    const raw = { values, extremes: entry.raw };
    if (weight <= 0) return { raw, smooth: null };
    const averaged = entry.ema.extend(values);
    entry.smooth.extend(averaged);
    return { raw, smooth: { values: averaged, extremes: entry.smooth } };
  }

  #entry(key: string, values: Float32Array, weight: number): Entry {
    let entry = this.#byKey.get(key);
    const grows =
      entry !== undefined &&
      entry.length <= values.length &&
      (entry.length === 0 || Object.is(values[entry.length - 1], entry.last));
    if (entry === undefined || !grows)
      entry = {
        ema: new DebiasedEma(weight),
        raw: new Extremes(),
        smooth: new Extremes(),
        length: 0,
        last: 0,
      };
    if (entry.ema.weight !== weight) {
      entry.ema = new DebiasedEma(weight);
      entry.smooth = new Extremes();
    }
    entry.length = values.length;
    entry.last = values[values.length - 1] ?? 0;
    this.#byKey.set(key, entry);
    return entry;
  }
}
