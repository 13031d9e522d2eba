/** A stretch of the horizontal axis, in its own units. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Points of a polyline; both arrays have the same length. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** First index whose value is at least `value`; `xs` ascends over its first `length` entries. */
export function lowerBound(xs: ArrayLike<number>, value: number, length = xs.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (xs[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the entry nearest to `value` in ascending `xs`; −1 when there is none. */
export function nearestIndex(xs: ArrayLike<number>, value: number): number {
  const after = lowerBound(xs, value);
  if (after === 0) return xs.length === 0 ? -1 : 0;
  if (after === xs.length) return xs.length - 1;
  return value - xs[after - 1]! <= xs[after]! - value ? after - 1 : after;
}

function copy(x: ArrayLike<number>, y: ArrayLike<number>, from: number, to: number, scale: number): Polyline {
  const out = { x: new Float64Array(to - from), y: new Float64Array(to - from) };
  for (let i = from; i < to; i++) {
    out.x[i - from] = x[i]! * scale;
    out.y[i - from] = y[i]!;
  }
  return out;
}

/** Where the least and the greatest of the values seen so far lie; −1 before there was one. */
class Peaks {
  least = -1;
  greatest = -1;
  #low = Infinity;
  #high = -Infinity;

  reset(): void {
    this.least = -1;
    this.greatest = -1;
    this.#low = Infinity;
    this.#high = -Infinity;
  }

  /** Sees y[from] … y[to − 1]; what is not finite is passed over. */
  scan(y: ArrayLike<number>, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const value = y[i]!;
      if (value - value !== 0) continue;
      if (value < this.#low) {
        this.#low = value;
        this.least = i;
      }
      if (value > this.#high) {
        this.#high = value;
        this.greatest = i;
      }
    }
  }
}

const BLOCK = 128;

/**
 * The places of the extremes of each whole block of a series that only grows, so that decimating a million points
 * looks at some ten thousand of them.
 */
export class Extremes {
  #least = new Int32Array(0);
  #greatest = new Int32Array(0);
  #blocks = 0;
  readonly #peaks = new Peaks();

  /** Takes in what is new; costs only as much as `y` is longer than at the last call. */
  extend(y: ArrayLike<number>): void {
    const blocks = Math.floor(y.length / BLOCK);
    if (blocks > this.#least.length) {
      const capacity = Math.max(64, 2 * this.#least.length, blocks);
      this.#least = grown(this.#least, capacity);
      this.#greatest = grown(this.#greatest, capacity);
    }
    for (; this.#blocks < blocks; this.#blocks++) {
      this.#peaks.reset();
      this.#peaks.scan(y, this.#blocks * BLOCK, (this.#blocks + 1) * BLOCK);
      this.#least[this.#blocks] = this.#peaks.least;
      this.#greatest[this.#blocks] = this.#peaks.greatest;
    }
  }

  /** Shows `peaks` the extremes of y[from] … y[to − 1]. */
  scan(peaks: Peaks, y: ArrayLike<number>, from: number, to: number): void {
    const first = Math.ceil(from / BLOCK);
    const last = Math.min(this.#blocks, Math.floor(to / BLOCK));
    if (first >= last) {
      peaks.scan(y, from, to);
      return;
    }
    peaks.scan(y, from, first * BLOCK);
    for (let block = first; block < last; block++) {
      const least = this.#least[block]!;
      const greatest = this.#greatest[block]!;
      if (least >= 0) peaks.scan(y, least, least + 1);
      if (greatest >= 0) peaks.scan(y, greatest, greatest + 1);
    }
    peaks.scan(y, last * BLOCK, to);
  }
}

function grown(old: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(old);
  return larger;
}

interface Decimation {
  /** Each x is multiplied by it, for instance 1 / steps per epoch; the window is in scaled units. */
  readonly scale?: number;
  /** Of `y`, and extended to its end. */
  readonly extremes?: Extremes | undefined;
}

/**
 * What can be seen of a series in a window `columns` pixels wide. When it has more than two points per column,
 * each column keeps its least and its greatest value in the order in which they come, so that no peak is lost
 * however far one zooms out (min–max, Jugel et al. 2014, "M4", §4). Values that are not finite are gaps.
 *
 * @param x ascending and about evenly spaced, [n]: columns are equal counts of points
 * @param y [n]
 * @returns at most 2 × columns + 2 points: one more on each side lets the line leave the window
 */
export function decimate(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  window: Window,
  columns: number,
  { scale = 1, extremes }: Decimation = {},
): Polyline {
  const from = Math.max(0, lowerBound(x, window.from / scale) - 1);
  const to = Math.min(x.length, lowerBound(x, window.to / scale) + 1);
  const count = to - from;
  if (count <= 2 * columns) return copy(x, y, from, Math.max(from, to), scale);
  const outX = new Float64Array(2 * columns + 2);
  const outY = new Float64Array(2 * columns + 2);
  let size = 0;
  const keep = (index: number): void => {
    outX[size] = x[index]! * scale;
    outY[size++] = y[index]!;
  };
  const peaks = new Peaks();
  keep(from);
  for (let column = 0; column < columns; column++) {
    const start = from + Math.floor((column * count) / columns);
    const end = from + Math.floor(((column + 1) * count) / columns);
    peaks.reset();
    if (extremes === undefined) peaks.scan(y, start, end);
    else extremes.scan(peaks, y, start, end);
    if (peaks.least === -1) keep(start);
    else {
      keep(Math.min(peaks.least, peaks.greatest));
      if (peaks.least !== peaks.greatest) keep(Math.max(peaks.least, peaks.greatest));
    }
  }
  keep(to - 1);
  return { x: outX.subarray(0, size), y: outY.subarray(0, size) };
}
