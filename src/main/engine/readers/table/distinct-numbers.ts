/** Beyond so many different numbers, how many there are is reckoned from those that were seen. */
const MAX_COUNTED = 2 ** 16;

/** Different numbers of a column, in the order in which they first come. */
export class DistinctNumbers {
  #slots: Float64Array = new Float64Array(0);
  readonly #first: number[] = [];
  #count = 0;
  #seen = 0;
  #seenWhenFull = 0;
  #last = Number.NaN;

  /** Numbers that follow those before; NaN counts for nothing. @param known how many of them are numbers */
  addAll(values: Float64Array, known: number): void {
    if (values.length === 0) return;
    if (this.#slots.length === 0) this.#slots = slotsFor(Math.min(values.length, MAX_COUNTED));
    const before = this.#seen;
    for (let k = 0; k < values.length && this.#seenWhenFull === 0; k++) {
      const value = values[k]!;
      if (value === value) this.#add(value);
    }
    // Once there is no more room the rest only counts.
    this.#seen = before + known;
  }

  #add(value: number): void {
    this.#seen++;
    if (value === this.#last) return;
    this.#last = value;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(value) & mask;
    for (let own = slots[slot]!; own === own; own = slots[slot]!) {
      if (own === value) return;
      slot = (slot + 1) & mask;
    }
    slots[slot] = value;
    this.#count++;
    if (this.#first.length <= MAX_FIRST) this.#first.push(value);
    if (2 * this.#count > slots.length) this.#grow();
    if (this.#count === MAX_COUNTED) this.#seenWhenFull = this.#seen;
  }

  get count(): number {
    return this.#seenWhenFull === 0
      ? this.#count
      : Math.round((this.#count * this.#seen) / this.#seenWhenFull);
  }

  /** All of them, where they are at most so many; null otherwise. */
  listed(most: number): number[] | null {
    return this.#count <= most ? this.#first.slice(0, most) : null;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Float64Array(4 * old.length).fill(Number.NaN);
    const mask = slots.length - 1;
    for (const value of old) {
      if (value !== value) continue;
      let slot = hashOf(value) & mask;
      while (slots[slot] === slots[slot]) slot = (slot + 1) & mask;
      slots[slot] = value;
    }
    this.#slots = slots;
  }
}

/** Room for so many numbers: twice as many places, a power of two. */
function slotsFor(count: number): Float64Array {
  return new Float64Array(2 ** Math.ceil(Math.log2(2 * count + 2))).fill(Number.NaN);
}

const MAX_FIRST = 1024;
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

function hashOf(value: number): number {
  // −0 and 0 are one number.
  double[0] = value + 0;
  const mixed = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
