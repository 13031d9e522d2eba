/**
 * A small generator of pseudo-random numbers, the same everywhere for a seed. Splits do not need more.
 * Source: mulberry32 by Tommy Ettinger, public domain.
 */
export class SplitRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A new array in random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let k = result.length - 1; k > 0; k--) {
      const other = Math.floor(this.next() * (k + 1));
      [result[k], result[other]] = [result[other]!, result[k]!];
    }
    return result;
  }
}
