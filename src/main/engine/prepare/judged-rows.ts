import type { PreparedData } from './prepared';

type Spans = Pick<PreparedData, 'starts' | 'lengths' | 'scoredFrom'>;

/** Rows that some examples are judged by, each once however often they overlap. */
export class JudgedRows {
  /** First row of each stretch of rows without a gap, ascending. */
  readonly #firsts: Int32Array;
  /** [stretches + 1] how many rows lie before each, and in all. */
  readonly #before: Int32Array;

  constructor({ starts, lengths, scoredFrom }: Spans, examples: ArrayLike<number>) {
    const spans = Array.from(examples, (example) => ({
      first: starts[example]! + scoredFrom[example]!,
      end: starts[example]! + lengths[example]!,
    }))
      .filter(({ first, end }) => first < end)
      .sort((a, b) => a.first - b.first);
    const stretches: { first: number; end: number }[] = [];
    for (const span of spans) {
      const last = stretches[stretches.length - 1];
      if (last !== undefined && span.first <= last.end) last.end = Math.max(last.end, span.end);
      else stretches.push(span);
    }
    this.#firsts = Int32Array.from(stretches, ({ first }) => first);
    this.#before = new Int32Array(stretches.length + 1);
    stretches.forEach(({ first, end }, k) => (this.#before[k + 1] = this.#before[k]! + end - first));
  }

  get count(): number {
    return this.#before[this.#firsts.length]!;
  }

  /** Where a judged row stands among all of them. */
  placeOf(row: number): number {
    let [low, high] = [0, this.#firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#firsts[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    return this.#before[low - 1]! + row - this.#firsts[low - 1]!;
  }

  /** [count] ascending. */
  all(): Int32Array {
    const rows = new Int32Array(this.count);
    this.#firsts.forEach((first, k) => {
      for (let at = this.#before[k]!; at < this.#before[k + 1]!; at++)
        rows[at] = first + at - this.#before[k]!;
    });
    return rows;
  }
}
