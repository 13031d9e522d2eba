/**
 * How the examples of a batch lie on the GPU: sorted by length, the longest first, and packed step by step, so that
 * step s is `counts[s]` rows from row `starts[s]` on and padding does not exist. The k-th row of a step continues the
 * k-th row of the step before.
 */
export interface Plan {
  /** Rows of all steps: the sum of the lengths. */
  readonly rows: number;
  readonly counts: Int32Array;
  readonly starts: Int32Array;
  /** All that follows, one part after the other, as the GPU gets it. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** Where each part begins. */
  readonly at: {
    /** [rows]: row of [batch · time] that a packed row comes from. */
    readonly source: number;
    /** [rows]: row of the states, which begin with the `batch` initial ones, before the step. */
    readonly previous: number;
    /** [batch · time]: packed row, or −1 for padding. */
    readonly packed: number;
    /** [batch]: example at each place of the sorted order, and the other way round. */
    readonly order: number;
    readonly place: number;
    /** [batch]: row of the states after an example's last step. */
    readonly last: number;
  };
}

/** @param lengths [batch], each 1 … time */
export function planOf(lengths: Int32Array, time: number, reverse: boolean): Plan {
  const batch = lengths.length;
  const order = Int32Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const steps = lengths[order[0]!]!;
  const counts = new Int32Array(steps);
  const starts = new Int32Array(steps);
  let rows = 0;
  for (let step = 0, count = batch; step < steps; step++) {
    while (lengths[order[count - 1]!]! <= step) count--;
    counts[step] = count;
    starts[step] = rows;
    rows += count;
  }

  const sizes = {
    source: rows,
    previous: rows,
    packed: batch * time,
    order: batch,
    place: batch,
    last: batch,
  };
  let end = 0;
  const at = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      end += size;
      return [name, end - size];
    }),
  ) as unknown as Plan['at'];
  const indices = new Int32Array(end);
  indices.fill(-1, at.packed, at.packed + batch * time);
  indices.set(order, at.order);
  order.forEach((example, place) => {
    const length = lengths[example]!;
    indices[at.place + example] = place;
    indices[at.last + example] = batch + starts[length - 1]! + place;
    for (let step = 0; step < length; step++) {
      const row = starts[step]! + place;
      const source = example * time + (reverse ? length - 1 - step : step);
      indices[at.source + row] = source;
      indices[at.previous + row] = step === 0 ? place : batch + starts[step - 1]! + place;
      indices[at.packed + source] = row;
    }
  });
  return { rows, counts, starts, indices, at };
}
