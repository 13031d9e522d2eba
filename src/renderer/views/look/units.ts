import type { LayerTrace } from '../../../shared/domain/trace';
import type { HeatCells } from '../../charts/heat/heat-bitmap';
import { correlation } from '../../../shared/statistics/correlation';

export const unitOrders = ['index', 'activity', 'peak', 'similarity', 'memory'] as const;
export type UnitOrder = (typeof unitOrders)[number];

/** One unit's row of a [steps, units] tensor, [steps]. */
export function unitRow(tensor: Float32Array, units: number, unit: number): Float32Array {
  const steps = tensor.length / units;
  const row = new Float32Array(steps);
  for (let t = 0; t < steps; t++) row[t] = tensor[t * units + unit]!;
  return row;
}

function rangeOf(row: Float32Array): number {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of row) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return greatest - least;
}

function peakOf(row: Float32Array): number {
  let best = 0;
  for (let t = 1; t < row.length; t++) if (Math.abs(row[t]!) > Math.abs(row[best]!)) best = t;
  return best;
}

/** The row with zero mean and unit length, so that a dot product of two is their Pearson correlation; a constant row is all zeros. */
function standardised(row: Float32Array): Float32Array {
  let mean = 0;
  for (const value of row) mean += value / row.length;
  let squares = 0;
  for (const value of row) squares += (value - mean) * (value - mean);
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return row.map((value) => (value - mean) * scale);
}

/** Four sums side by side, because each addition has to wait for the one before it; some thousand pairs of rows are compared. */
function dot(a: Float32Array, b: Float32Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let t = 0; t < whole; t += 4) {
    sum0 += a[t]! * b[t]!;
    sum1 += a[t + 1]! * b[t + 1]!;
    sum2 += a[t + 2]! * b[t + 2]!;
    sum3 += a[t + 3]! * b[t + 3]!;
  }
  for (let t = whole; t < a.length; t++) sum0 += a[t]! * b[t]!;
  return sum0 + sum1 + (sum2 + sum3);
}

/**
 * How long a unit keeps what it holds, in time steps: a state that is multiplied by the retention ρ at every
 * step falls to 1/e after −1 / ln ρ steps (Tallec & Ollivier 2018, eq. 4). ρ is the mean of the forget gate
 * (LSTM) or of the update gate (GRU, Keras' convention h = z ⊙ h′ + (1 − z) ⊙ h̃). Null for an RNN, which has no gate.
 */
export function memorySteps(trace: LayerTrace, unit: number): number | null {
  const gate = trace.tensors.f ?? trace.tensors.z;
  if (gate === undefined) return null;
  const row = unitRow(gate, trace.units, unit);
  let mean = 0;
  for (const value of row) mean += value / row.length;
  if (mean <= 0) return 0;
  return mean >= 1 ? Infinity : -1 / Math.log(mean);
}

/** Rows are compared on so many steps at most: what is a picture's order need not be exact. */
const COMPARED_STEPS = 256;

/** Means of equal stretches, where a row has more steps than are compared. */
function shortened(row: Float32Array): Float32Array {
  if (row.length <= COMPARED_STEPS) return row;
  return Float32Array.from({ length: COMPARED_STEPS }, (_, k) => {
    const from = Math.floor((k * row.length) / COMPARED_STEPS);
    const to = Math.floor(((k + 1) * row.length) / COMPARED_STEPS);
    let sum = 0;
    for (let t = from; t < to; t++) sum += row[t]!;
    return sum / (to - from);
  });
}

/** Rows that move alike next to each other: from the liveliest, always on to the most correlated one left. */
function chainBySimilarity(rows: readonly Float32Array[], liveliness: readonly number[]): number[] {
  const directions = rows.map((row) => standardised(shortened(row)));
  const left = new Set(rows.keys());
  const order: number[] = [];
  let current = liveliness.indexOf(Math.max(...liveliness));
  while (left.size > 0) {
    left.delete(current);
    order.push(current);
    let best = -1;
    let bestCorrelation = -Infinity;
    for (const other of left) {
      const likeness = dot(directions[current]!, directions[other]!);
      if (likeness > bestCorrelation) [best, bestCorrelation] = [other, likeness];
    }
    current = best;
  }
  return order;
}

/** Orders that were found, which takes some milliseconds each. */
const known = new WeakMap<LayerTrace, Map<UnitOrder, Int32Array>>();

/** The order in which a layer's units are drawn, top first, [units]. */
export function orderUnits(trace: LayerTrace, order: UnitOrder): Int32Array {
  const orders = known.get(trace) ?? new Map<UnitOrder, Int32Array>();
  known.set(trace, orders);
  const found = orders.get(order) ?? findOrder(trace, order);
  orders.set(order, found);
  return found;
}

function findOrder(trace: LayerTrace, order: UnitOrder): Int32Array {
  const all = Array.from({ length: trace.units }, (_, unit) => unit);
  if (order === 'index') return Int32Array.from(all);
  const rows = all.map((unit) => unitRow(trace.tensors.h, trace.units, unit));
  const liveliness = rows.map(rangeOf);
  if (order === 'similarity') return Int32Array.from(chainBySimilarity(rows, liveliness));
  const score: readonly number[] =
    order === 'activity'
      ? liveliness.map((value) => -value)
      : order === 'peak'
        ? rows.map(peakOf)
        : all.map((unit) => -(memorySteps(trace, unit) ?? 0));
  return Int32Array.from(all.sort((a, b) => score[a]! - score[b]! || a - b));
}

/** A [steps, units] tensor with its units in `order`, as [units, steps]: the rows of a heat map. */
export function rowsInOrder(tensor: Float32Array, units: number, order: Int32Array): Float32Array {
  const steps = tensor.length / units;
  const rows = new Float32Array(tensor.length);
  for (let k = 0; k < units; k++) {
    const unit = order[k]!;
    for (let t = 0; t < steps; t++) rows[k * steps + t] = tensor[t * units + unit]!;
  }
  return rows;
}

/** A [steps, units] tensor as a heat map of its units in `order`, put into rows when it is first drawn or read. */
export function unitCells(tensor: Float32Array, units: number, order: Int32Array): HeatCells {
  let rows: Float32Array | null = null;
  return {
    get values() {
      return (rows ??= rowsInOrder(tensor, units, order));
    },
    at: (step, row) => tensor[step * units + order[row]!],
    steps: tensor.length / units,
    rows: units,
    layout: 'rows',
    first: 'top',
  };
}

/** The output whose probability moves most with the unit's state, and the correlation over this example's steps. */
export function strongestOutput(
  state: Float32Array,
  probabilities: Float32Array,
  outputs: number,
): { readonly output: number; readonly correlation: number } | null {
  let best: { output: number; correlation: number } | null = null;
  for (let output = 0; output < outputs; output++) {
    const likeness = correlation(state, unitRow(probabilities, outputs, output)) ?? 0;
    if (best === null || Math.abs(likeness) > Math.abs(best.correlation))
      best = { output, correlation: likeness };
  }
  return best;
}

/** Index of the greatest of each row's `columns` values, [rows]; the first of equals. */
export function likeliest(values: Float32Array, columns: number): Int32Array {
  return Int32Array.from({ length: values.length / columns }, (_, row) => {
    let best = 0;
    for (let k = 1; k < columns; k++)
      if (values[row * columns + k]! > values[row * columns + best]!) best = k;
    return best;
  });
}
