import type { Sequence } from '../sequences';

/** Steps of the corridor to both sides of the diagonal of sequences of these lengths; Infinity: no band. */
export function radiusOf(band: number, a: number, b: number): number {
  return band >= 1 ? Infinity : Math.ceil(band * Math.max(a, b));
}

/**
 * First and last column of the corridor in row i (Sakoe & Chiba 1978). Where lengths differ it is wider by the
 * difference, so that it always reaches the corner (as in tslearn's `sakoe_chiba_mask`).
 */
function corridor(i: number, a: number, b: number, radius: number): [number, number] {
  const low = b >= a ? i - radius : i - (a - b) - radius;
  const high = b >= a ? i + (b - a) + radius : i + radius;
  return [Math.max(0, low), Math.min(b - 1, high)];
}

const INFINITE = Infinity;

/** Reused between calls: two rows of the table of accumulated costs. */
let before = new Float64Array(0);
let now = new Float64Array(0);

/**
 * Squared dynamic time warping distance: the least sum of squared Euclidean distances between aligned steps, all
 * channels warped together. Infinity as soon as it is certain to be more than `bound`.
 */
export function squaredDtw(a: Sequence, b: Sequence, radius: number, bound = Infinity): number {
  const { width } = a;
  const n = a.steps;
  const m = b.steps;
  if (before.length < m + 1) {
    before = new Float64Array(m + 1);
    now = new Float64Array(m + 1);
  }
  before.fill(INFINITE, 0, m + 1);
  before[0] = 0;
  const av = a.values;
  const bv = b.values;
  for (let i = 0; i < n; i++) {
    const [low, high] = corridor(i, n, m, radius);
    let least = INFINITE;
    now[low] = INFINITE;
    let left = INFINITE;
    for (let j = low; j <= high; j++) {
      let cost = 0;
      for (let f = 0, p = i * width, q = j * width; f < width; f++, p++, q++) {
        const difference = av[p]! - bv[q]!;
        cost += difference * difference;
      }
      const diagonal = before[j]!;
      const above = before[j + 1]!;
      let best = diagonal < above ? diagonal : above;
      if (left < best) best = left;
      left = best + cost;
      now[j + 1] = left;
      if (left < least) least = left;
    }
    if (high + 1 < m) now[high + 2] = INFINITE;
    if (least > bound) return INFINITE;
    const swap = before;
    before = now;
    now = swap;
  }
  const square = before[m]!;
  return square > bound ? INFINITE : square;
}

/** Least and greatest value of each channel within `radius` steps, [steps, width] each. */
export interface Envelope {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** By two queues of candidates, in linear time (Lemire 2009). */
export function envelopeOf({ values, steps, width }: Sequence, radius: number): Envelope {
  const low = new Float64Array(values.length);
  const high = new Float64Array(values.length);
  const queue = new Int32Array(steps);
  const fill = (into: Float64Array, sign: 1 | -1): void => {
    for (let f = 0; f < width; f++) {
      let head = 0;
      let tail = 0;
      let next = 0;
      for (let t = 0; t < steps; t++) {
        while (next < steps && next <= t + radius) {
          const value = sign * values[next * width + f]!;
          while (tail > head && sign * values[queue[tail - 1]! * width + f]! <= value) tail--;
          queue[tail++] = next++;
        }
        while (queue[head]! < t - radius) head++;
        into[t * width + f] = values[queue[head]! * width + f]!;
      }
    }
  };
  fill(high, 1);
  fill(low, -1);
  return { low, high };
}

/**
 * A bound that is never above the squared DTW distance of two equally long sequences: how far `a` leaves the envelope
 * of `b` (Keogh & Ratanamahatana 2005).
 */
export function keoghBound({ values }: Sequence, { low, high }: Envelope, bound: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    const outside = value > high[k]! ? value - high[k]! : value < low[k]! ? low[k]! - value : 0;
    sum += outside * outside;
    if (sum > bound) return sum;
  }
  return sum;
}

/** First with first and last with last are always aligned: a bound for any two lengths (Kim et al. 2001, simplified). */
export function endsBound(a: Sequence, b: Sequence): number {
  const { width } = a;
  let sum = 0;
  for (let f = 0; f < width; f++) sum += (a.values[f]! - b.values[f]!) ** 2;
  if (a.steps === 1 && b.steps === 1) return sum;
  const p = (a.steps - 1) * width;
  const q = (b.steps - 1) * width;
  for (let f = 0; f < width; f++) sum += (a.values[p + f]! - b.values[q + f]!) ** 2;
  return sum;
}

/** Which steps of `a` and `b` are aligned, in order: pairs [i, j], from both beginnings to both ends. */
export function alignment(a: Sequence, b: Sequence, radius: number): Int32Array {
  const n = a.steps;
  const m = b.steps;
  const { width } = a;
  const cost = new Float64Array((n + 1) * (m + 1)).fill(INFINITE);
  cost[0] = 0;
  const at = (i: number, j: number): number => i * (m + 1) + j;
  for (let i = 0; i < n; i++) {
    const [low, high] = corridor(i, n, m, radius);
    for (let j = low; j <= high; j++) {
      let own = 0;
      for (let f = 0; f < width; f++) own += (a.values[i * width + f]! - b.values[j * width + f]!) ** 2;
      cost[at(i + 1, j + 1)] = own + Math.min(cost[at(i, j)]!, cost[at(i, j + 1)]!, cost[at(i + 1, j)]!);
    }
  }
  const pairs: number[] = [];
  for (let i = n, j = m; i > 0 && j > 0;) {
    pairs.push(j - 1, i - 1);
    const diagonal = cost[at(i - 1, j - 1)]!;
    const up = cost[at(i - 1, j)]!;
    const left = cost[at(i, j - 1)]!;
    if (diagonal <= up && diagonal <= left) {
      i--;
      j--;
    } else if (up <= left) i--;
    else j--;
  }
  return Int32Array.from(pairs.reverse());
}
