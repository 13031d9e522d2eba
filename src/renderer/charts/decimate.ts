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

/**
 * What can be seen of a series in a window `columns` pixels wide. When it has more than two points per column,
 * each column keeps its least and its greatest value in the order in which they come, so that no peak is lost
 * however far one zooms out (min–max, Jugel et al. 2014, "M4", §4). Values that are not finite are gaps.
 *
 * @param x ascending and about evenly spaced, [n]: columns are equal counts of points
 * @param y [n]
 * @param scale each x is multiplied by it, for instance 1 / steps per epoch; the window is in scaled units
 * @returns at most 2 × columns + 2 points: one more on each side lets the line leave the window
 */
export function decimate(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  window: Window,
  columns: number,
  scale = 1,
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
  keep(from);
  for (let column = 0; column < columns; column++) {
    const start = from + Math.floor((column * count) / columns);
    const end = from + Math.floor(((column + 1) * count) / columns);
    let least = -1;
    let greatest = -1;
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      const value = y[i]!;
      if (value - value !== 0) continue;
      if (value < low) [low, least] = [value, i];
      if (value > high) [high, greatest] = [value, i];
    }
    if (least === -1) keep(start);
    else {
      keep(Math.min(least, greatest));
      if (least !== greatest) keep(Math.max(least, greatest));
    }
  }
  keep(to - 1);
  return { x: outX.subarray(0, size), y: outY.subarray(0, size) };
}
