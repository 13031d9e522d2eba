import { setImmediate } from 'node:timers/promises';

/**
 * A channel that was sampled at uneven times, at the points of an even grid.
 *
 * Between samples that are slower than the grid, or hardly faster, a straight line: sensors are smooth at their own rate, and
 * a longer filter would ring at steps and reach across gaps. Where samples are faster, the same line's kernel, a triangle,
 * is stretched to the grid's step and so becomes the low-pass filter (J. O. Smith, Digital Audio Resampling, "conversion by a
 * factor below one"): what lies above the grid's rate is damped by 26 dB and more, where picking or interpolating samples
 * would fold it down whole, and a mean over each step (13 dB) half of it. Unlike a windowed sinc it needs no even input.
 * Forecasts may not see what comes later: they take the mean of each step's own samples, or the last known one.
 */

/** Known samples of one channel, in the order of time. */
export interface Series {
  /** Seconds, ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface EvenGrid {
  readonly startSeconds: number;
  readonly rateHz: number;
  readonly steps: number;
}

/**
 * `even` may look ahead; `past` takes what is known at each moment, and `measured` only what is news: a value that a step
 * before has had already is no other measurement; `nearest` keeps values that are no quantities.
 */
export type Method = 'even' | 'past' | 'measured' | 'nearest';

/** A channel this much faster than the grid would fold noticeably; below, the line is as good and keeps more of the band. */
const FASTER = 1.5;
/** A pause of more than so many steps, of the channel or of the grid, is a gap: nothing is known of it. */
const GAP_STEPS = 5;

/** The known values of a column, in the order of time. @param rows the table's rows in that order, and their times */
export function knownIn(
  values: Float64Array,
  { order, times }: { readonly order: Int32Array; readonly times: Float64Array },
): Series {
  const own = new Float64Array(order.length);
  let count = 0;
  for (let k = 0; k < order.length; k++) {
    const value = values[order[k]!]!;
    if (Number.isFinite(value)) own[count++] = value;
  }
  if (count === order.length) return { times, values: own };
  const known = new Float64Array(count);
  for (let k = 0, at = 0; k < order.length; k++)
    if (Number.isFinite(values[order[k]!]!)) known[at++] = times[k]!;
  return { times: known, values: own.subarray(0, count) };
}

/** Steps of a grid that are filled before others have their turn: some milliseconds. */
const SLICE_STEPS = 2 ** 16;

/** @returns [grid.steps]; NaN within gaps, before the first sample and after the last */
export function onGrid(series: Series, grid: EvenGrid, method: Method): Float64Array {
  const result = new Float64Array(grid.steps).fill(Number.NaN);
  fill(result, series, new Places(series.times, grid), method, 0, grid.steps);
  return result;
}

/** {@link onGrid} where others wait for this thread. */
export async function onGridInTurns(series: Series, grid: EvenGrid, method: Method): Promise<Float64Array> {
  const result = new Float64Array(grid.steps).fill(Number.NaN);
  const places = new Places(series.times, grid);
  for (let step = 0; step < grid.steps; step += SLICE_STEPS) {
    fill(result, series, places, method, step, Math.min(grid.steps, step + SLICE_STEPS));
    await setImmediate();
  }
  return result;
}

/** Fills steps `from` … `to` (exclusive), which follow those that `places` has gone through. */
function fill(
  result: Float64Array,
  series: Series,
  places: Places,
  method: Method,
  from: number,
  to: number,
): void {
  const { times } = series;
  const { stepSeconds, gapSeconds } = places;
  const isFaster = places.ownStep > 0 && places.ownStep * FASTER < stepSeconds;
  for (let step = from; step < to && times.length > 0; step++) {
    const { before, time } = places.at(step);
    if (method === 'measured' && !places.isNews(before, time)) continue;
    if (method === 'past' || method === 'measured')
      result[step] = past(series, before, time, isFaster ? stepSeconds : 0, gapSeconds);
    else if (places.isInGap(before, time)) continue;
    else if (isFaster && method === 'even')
      result[step] = triangle(series, before, time, stepSeconds, gapSeconds);
    else result[step] = between(series, before, time, method === 'nearest' ? 0 : gapSeconds, places.slack);
  }
}

/**
 * The sample that is nearest to each point of the grid, or the last one that is not later.
 *
 * @returns places [grid.steps] within `times`, and 1 where the point lies in a gap
 */
export function nearestOnGrid(
  times: Float64Array,
  grid: EvenGrid,
  looksAhead: boolean,
): { places: Int32Array; isGap: Uint8Array } {
  const found = { places: new Int32Array(grid.steps), isGap: new Uint8Array(grid.steps) };
  const places = new Places(times, grid);
  for (let step = 0; step < grid.steps; step++) {
    const { before, time } = places.at(step);
    const isNext =
      looksAhead &&
      before + 1 < times.length &&
      times[before + 1]! - time < time - (times[before] ?? -Infinity);
    found.places[step] = Math.max(0, isNext ? before + 1 : before);
    found.isGap[step] = places.isInGap(before, time) ? 1 : 0;
  }
  return found;
}

/** Goes through the points of a grid in their order, beside the samples. */
class Places {
  readonly stepSeconds: number;
  /** Median step of the samples. */
  readonly ownStep: number;
  readonly gapSeconds: number;
  /** Grid points are computed, samples were written: what differs by rounding is one moment. */
  readonly slack: number;
  #after = 0;

  constructor(
    readonly times: Float64Array,
    readonly grid: EvenGrid,
  ) {
    this.stepSeconds = 1 / grid.rateHz;
    this.ownStep = medianStep(times);
    this.gapSeconds = GAP_STEPS * Math.max(this.ownStep, this.stepSeconds);
    this.slack = this.stepSeconds * 1e-6;
  }

  /** The moment of a step, and the last sample that is not later; −1 before the first. */
  at(step: number): { before: number; time: number } {
    const time = this.grid.startSeconds + step * this.stepSeconds;
    while (this.#after < this.times.length && this.times[this.#after]! <= time + this.slack) this.#after++;
    return { before: this.#after - 1, time };
  }

  /**
   * Whether the last sample belongs to this moment: it is less than a step old, of the channel or of the grid, or the next
   * one is only a little late, as those of a clock that wavers are.
   */
  isNews(before: number, time: number): boolean {
    const step = Math.max(this.ownStep, this.stepSeconds);
    const since = time - (this.times[before] ?? -Infinity);
    const until = (this.times[before + 1] ?? Infinity) - time;
    return since < step - this.slack || (since <= 1.5 * step && until <= step / 2);
  }

  /** Outside of the samples, or in a pause, and more than half a step from the next sample. */
  isInGap(before: number, time: number): boolean {
    const since = time - (this.times[before] ?? -Infinity);
    const until = (this.times[before + 1] ?? Infinity) - time;
    const reach = this.stepSeconds / 2 + this.slack;
    return since + until > this.gapSeconds && since > reach && until > reach;
  }
}

/** Of times that were asked for before: those of several channels are often the same. */
const medians = new WeakMap<Float64Array, number>();

/** Of neighbouring samples that are not of one moment; 0 where there are none. @param times do not change any more */
export function medianStep(times: Float64Array): number {
  const known = medians.get(times);
  if (known !== undefined) return known;
  const steps = new Float64Array(Math.max(0, times.length - 1));
  let count = 0;
  for (let k = 0; k + 1 < times.length; k++) {
    const step = times[k + 1]! - times[k]!;
    if (step > 0) steps[count++] = step;
  }
  const median = count === 0 ? 0 : nthSmallest(steps.subarray(0, count), count >> 1);
  medians.set(times, median);
  return median;
}

/** The value that would stand at a place if they were sorted; they are moved about (Hoare's quickselect, 1961). */
function nthSmallest(values: Float64Array, place: number): number {
  for (let [low, high] = [0, values.length - 1]; low < high;) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const other = values[i]!;
      values[i++] = values[j]!;
      values[j--] = other;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

/** On the line between the neighbours; the nearer one where they lie farther apart than `lineSeconds`. */
function between(
  { times, values }: Series,
  before: number,
  time: number,
  lineSeconds: number,
  slack: number,
): number {
  const left = before < 0 ? null : before;
  const right = before + 1 < times.length ? before + 1 : null;
  if (left === null) return values[right!]!;
  const since = time - times[left]!;
  if (right === null || since <= slack) return values[left]!;
  const span = times[right]! - times[left]!;
  if (span > lineSeconds) return since <= span / 2 ? values[left]! : values[right]!;
  return values[left]! + (since / span) * (values[right]! - values[left]!);
}

/**
 * Σ w x / Σ w over the samples within a step on both sides, w = (1 − |distance| / step) · the stretch of time that a sample
 * stands for, so that crowded samples weigh no more than their time.
 */
function triangle(
  series: Series,
  before: number,
  time: number,
  stepSeconds: number,
  gapSeconds: number,
): number {
  const { times, values } = series;
  let sum = 0;
  let weights = 0;
  const add = (k: number): boolean => {
    const weight = 1 - Math.abs(times[k]! - time) / stepSeconds;
    if (weight <= 0) return false;
    const own = weight * standsFor(times, k, gapSeconds);
    sum += own * values[k]!;
    weights += own;
    return true;
  };
  for (let k = before; k >= 0 && add(k);) k--;
  for (let k = before + 1; k < times.length && add(k);) k++;
  return weights > 0 ? sum / weights : between(series, before, time, gapSeconds, 0);
}

/** Mean distance to its neighbours, without gaps. */
function standsFor(times: Float64Array, k: number, gapSeconds: number): number {
  const sides = [
    k > 0 ? times[k]! - times[k - 1]! : Infinity,
    k + 1 < times.length ? times[k + 1]! - times[k]! : Infinity,
  ];
  const near = sides.filter((side) => side <= gapSeconds);
  return near.length === 0 ? 1 : near.reduce((sum, side) => sum + side / near.length, 0);
}

/** Mean of the samples of the step that ends now; the last known one where it has none, unless that is long ago. */
function past(
  { times, values }: Series,
  before: number,
  time: number,
  windowSeconds: number,
  gapSeconds: number,
): number {
  if (before < 0 || time - times[before]! > gapSeconds) return Number.NaN;
  let sum = 0;
  let count = 0;
  // Rounding must not let a sample of the step before in.
  for (let k = before; k >= 0 && times[k]! > time - windowSeconds * (1 - 1e-6); k--) {
    sum += values[k]!;
    count++;
  }
  return count === 0 ? values[before]! : sum / count;
}
