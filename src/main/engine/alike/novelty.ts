import { failure } from '../../../shared/sentences/failure';
import type { StateIndex } from './state-index';
import { directionOf } from './state-block';
import { StateReader } from './state-reader';

/** A part of an item, on the axis of its file. */
export interface Stretch {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/**
 * How little each place is like anything known: 1 − the greatest cosine between its mean state and that of a known stretch, both off the
 * mean state; 0 is known, 1 and more is new.
 *
 * @throws UnrollError FILE_CORRUPT, and ARGUMENT_INVALID where a stretch does not lie in the index
 */
export function noveltyOf(
  index: StateIndex,
  known: readonly Stretch[],
  places: readonly Stretch[],
): Float64Array {
  const reader = new StateReader(index);
  const items = new Map(index.items.map((item) => [item.key, item]));
  const mean = ({ key, from, to }: Stretch): Float64Array => {
    const item = items.get(key);
    if (item === undefined) throw failure('ARGUMENT_INVALID.alikePlace', { recording: key });
    const cell = (at: number): number => (at - item.start) / item.perCell;
    const first = Math.max(0, Math.min(item.rows - 1, Math.floor(cell(from) + 1e-6)));
    const last = Math.max(first + 1, Math.min(item.rows, Math.ceil(cell(to) - 1e-6)));
    const states = reader.near(item.row + first, last - first);
    const sum = new Float64Array(index.units);
    for (let row = 0; row < last - first; row++)
      directionOf(states, row, index.centre).forEach((value, k) => (sum[k]! += value));
    const length = Math.hypot(...sum) || 1;
    return sum.map((value) => value / length);
  };
  const all = known.map(mean);
  return Float64Array.from(places, (place) => {
    const own = mean(place);
    const products = all.map((one) => one.reduce((total, value, k) => total + value * own[k]!, 0));
    return 1 - Math.max(-1, ...products);
  });
}
