type Column = Int32Array | Float32Array | Float64Array;

/** Columns of equal length that grow at the end without being copied each time. */
export class GrowingColumns<T extends { [K in keyof T]: Column }> {
  #buffers: T;
  #length = 0;
  readonly #keys: (keyof T)[];

  constructor(first: T) {
    this.#buffers = first;
    this.#keys = Object.keys(first) as (keyof T)[];
    this.#length = first[this.#keys[0]!].length;
  }

  get length(): number {
    return this.#length;
  }

  /** The columns so far, as views on the growing memory: read, never written. */
  get view(): T {
    return this.#map((buffer) => buffer.subarray(0, this.#length));
  }

  append(more: T): void {
    const count = more[this.#keys[0]!].length;
    const needed = this.#length + count;
    if (needed > this.#buffers[this.#keys[0]!].length) this.#grow(Math.max(needed, 2 * this.#length, 64));
    for (const key of this.#keys) this.#buffers[key].set(more[key], this.#length);
    this.#length = needed;
  }

  /** Forgets everything from the first row whose `key` (ascending) is at least `bound`. */
  truncate(key: keyof T, bound: number): void {
    const column = this.#buffers[key];
    while (this.#length > 0 && column[this.#length - 1]! >= bound) this.#length -= 1;
  }

  #grow(capacity: number): void {
    this.#buffers = this.#map((buffer) => {
      const grown = new (buffer.constructor as new (length: number) => Column)(capacity);
      grown.set(buffer.subarray(0, this.#length));
      return grown;
    });
  }

  #map(each: (column: Column) => Column): T {
    return Object.fromEntries(this.#keys.map((key) => [key, each(this.#buffers[key])])) as T;
  }
}
