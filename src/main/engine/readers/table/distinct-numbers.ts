import { lookingCore } from './cells/cells-core';

/** Beyond so many different numbers, how many there are is reckoned from those that were seen. */
const MAX_COUNTED = 2 ** 16;
/** So many are remembered in the order in which they first come; `mostFirst` of cells.cc. */
const MAX_FIRST = 1024;
/** Most columns have no more in their first rows. */
const FIRST_ROOM = 4096;
/** `Distinct` of cells.cc: places of its numbers. */
const [COUNT, MOST, FIRST_COUNT] = [1, 2, 3];

/** Different numbers of a column, in the order in which they first come. */
export class DistinctNumbers {
  /** A hash table with a free place for each that is taken; NaN where nothing is. */
  #slots: Float64Array = new Float64Array(0);
  #first: Float64Array = new Float64Array(0);
  readonly #state = Float64Array.of(Number.NaN, 0, 0, 0);
  #seen = 0;
  #seenWhenFull = 0;

  /** Numbers that follow those before; NaN counts for nothing. @param known how many of them are numbers */
  addAll(values: Float64Array, known: number): void {
    if (this.#slots.length === 0) this.#slots = slotsFor(Math.min(values.length, FIRST_ROOM));
    for (let from = 0; from < values.length && this.#seenWhenFull === 0;) {
      const rest = values.subarray(from);
      const looked = this.#distinguish(rest);
      from += looked;
      const { count } = this;
      if (count === MAX_COUNTED) this.#seenWhenFull = this.#seen + knownIn(values.subarray(0, from));
      else if (2 * count > this.#slots.length) this.#grow();
    }
    // Once there is no more room the rest only counts.
    this.#seen += known;
  }

  /** @returns how many were looked at before there was no more room */
  #distinguish(values: Float64Array): number {
    const core = lookingCore();
    const { freeAt, structAt } = core;
    const slotsAt = freeAt + 8 * values.length;
    const firstAt = slotsAt + 8 * this.#slots.length;
    core.need(firstAt + 8 * MAX_FIRST);
    const { buffer } = core;
    new Float64Array(buffer, freeAt, values.length).set(values);
    const slots = new Float64Array(buffer, slotsAt, this.#slots.length);
    slots.set(this.#slots);
    const first = new Float64Array(buffer, firstAt, MAX_FIRST);
    first.set(this.#first);
    const state = new Float64Array(buffer, structAt, this.#state.length);
    this.#state[MOST] = Math.min(MAX_COUNTED, this.#slots.length / 2 + 1);
    state.set(this.#state);
    const { exports } = core;
    const looked = exports.distinguish(freeAt, values.length, slotsAt, slots.length - 1, firstAt, structAt);
    this.#state.set(state);
    this.#slots.set(slots);
    if (this.#first.length < state[FIRST_COUNT]!) this.#first = first.slice(0, state[FIRST_COUNT]!);
    return looked;
  }

  get count(): number {
    const count = this.#state[COUNT]!;
    return this.#seenWhenFull === 0 ? count : Math.round((count * this.#seen) / this.#seenWhenFull);
  }

  /** All of them, where they are at most so many; null otherwise. @param most at most {@link MAX_FIRST} */
  listed(most: number): number[] | null {
    return this.#state[COUNT]! <= most ? [...this.#first.subarray(0, most)] : null;
  }

  #grow(): void {
    const old = new DistinctNumbers();
    old.#slots = slotsFor(2 * this.#slots.length);
    old.#distinguish(this.#slots);
    this.#slots = old.#slots;
  }
}

/** Room for so many numbers: twice as many places, a power of two. */
function slotsFor(count: number): Float64Array {
  return new Float64Array(2 ** Math.ceil(Math.log2(2 * count + 2))).fill(Number.NaN);
}

function knownIn(values: Float64Array): number {
  let known = 0;
  for (let k = 0; k < values.length; k++) if (values[k] === values[k]) known++;
  return known;
}
