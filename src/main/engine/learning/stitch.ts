import { JudgedRows } from '../prepare/judged-rows';
import type { PreparedData } from '../prepare/prepared';
import type { Said } from './task';

/** What a network says of the steps of overlapping windows, put together again. */
export interface StitchedSteps {
  /** [steps] row of the features, ascending. */
  readonly rows: Int32Array;
  /** [steps, columns] mean of what the windows say. */
  readonly values: Float32Array;
}

/**
 * Averages what overlapping examples say of the same step. Steps that an example sees as context only are left to
 * others.
 *
 * @param values [Σ steps, columns], one example's steps after the other's
 */
export function stitch(
  { starts, lengths, scoredFrom }: Pick<PreparedData, 'starts' | 'lengths' | 'scoredFrom'>,
  examples: ArrayLike<number>,
  values: Float32Array,
  columns: number,
): StitchedSteps {
  const all = Array.from(examples);
  const [only] = all;
  if (all.length === 1 && scoredFrom[only!] === 0)
    return { rows: Int32Array.from({ length: lengths[only!]! }, (_, t) => starts[only!]! + t), values };
  const judged = new JudgedRows({ starts, lengths, scoredFrom }, all);
  const rows = judged.all();
  const sums = new Float64Array(rows.length * columns);
  const counts = new Int32Array(rows.length);
  let at = 0;
  for (const example of all) {
    const from = scoredFrom[example]!;
    // An example's rows follow one another, and so do their places.
    const first = from < lengths[example]! ? judged.placeOf(starts[example]! + from) : 0;
    for (let t = from; t < lengths[example]!; t++) {
      const place = first + t - from;
      counts[place]!++;
      for (let c = 0; c < columns; c++) sums[place * columns + c]! += values[(at + t) * columns + c]!;
    }
    at += lengths[example]!;
  }
  const means = new Float32Array(sums.length);
  for (let k = 0; k < sums.length; k++) means[k] = sums[k]! / counts[Math.floor(k / columns)]!;
  return { rows, values: means };
}

/** Averages what overlapping windows of one recording say of its steps. */
export function stitchSaid({ windows, starts, outputs, values }: Said): StitchedSteps {
  const spans = {
    starts: Int32Array.from(starts),
    lengths: Int32Array.from(windows, ({ steps }) => steps),
    scoredFrom: new Int32Array(windows.length),
  };
  return stitch(spans, [...windows.keys()], values, outputs.length);
}

/** Positions at which the rows jump: another series, or another part of one, begins. */
export function bordersOf(rows: Int32Array): Set<number> {
  const borders = new Set<number>();
  for (let k = 1; k < rows.length; k++) if (rows[k] !== rows[k - 1]! + 1) borders.add(k);
  return borders;
}
