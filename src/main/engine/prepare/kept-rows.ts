import type { Draft } from '../examples/draft';

/**
 * Steps of an item that examples are made of; what lies between is computed and not kept. A row of zeros stands for it, so that rows
 * that follow one another do so in time too.
 */
export class KeptRows {
  /** Ascending, apart from one another. */
  readonly ranges: readonly { readonly start: number; readonly end: number; readonly at: number }[];
  readonly count: number;

  /** @param drafts of one item */
  constructor(drafts: readonly Pick<Draft, 'row' | 'steps'>[]) {
    const ranges: { start: number; end: number; at: number }[] = [];
    for (const { row, steps } of [...drafts].sort((a, b) => a.row - b.row)) {
      const last = ranges[ranges.length - 1];
      if (last !== undefined && row <= last.end) last.end = Math.max(last.end, row + steps);
      else ranges.push({ start: row, end: row + steps, at: 0 });
    }
    let at = 0;
    for (const range of ranges) {
      range.at = at;
      at += range.end - range.start + 1;
    }
    this.ranges = ranges;
    this.count = Math.max(0, at - 1);
  }

  /** Where a step of the item lies among those that are kept. @throws RangeError for one that is not */
  placeOf(step: number): number {
    let [low, high] = [0, this.ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ranges[middle]!.end <= step) low = middle + 1;
      else high = middle;
    }
    const range = this.ranges[low];
    if (range === undefined || step < range.start) throw new RangeError(`Step ${step} was not kept.`);
    return range.at + step - range.start;
  }
}

/** Picks the kept ones out of rows that come in order, some at a time. */
export class RowFilter {
  #row = 0;
  #range = 0;

  /** @param kept null keeps all */
  constructor(private readonly kept: KeptRows | null) {}

  /** @param values [steps, width], those that follow the last ones */
  take<T extends Float32Array | Uint8Array>(values: T, width: number): T[] {
    if (this.kept === null) return [values];
    const { ranges } = this.kept;
    const first = this.#row;
    const end = first + values.length / width;
    const parts: T[] = [];
    for (; this.#range < ranges.length; this.#range++) {
      const range = ranges[this.#range]!;
      const [from, to] = [Math.max(first, range.start), Math.min(end, range.end)];
      if (to > from) parts.push(values.slice((from - first) * width, (to - first) * width) as T);
      if (range.end > end) break;
      if (this.#range < ranges.length - 1) parts.push(values.slice(0, width).fill(0) as T);
    }
    this.#row = end;
    return parts;
  }
}
