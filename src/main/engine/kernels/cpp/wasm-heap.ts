const ALIGNMENT = 64;
const PAGE_BYTES = 65536;

/** Hands out pieces of a WebAssembly memory above `start`, first fit, and grows it when it is full. */
export class WasmHeap {
  readonly #memory: WebAssembly.Memory;
  /** Free stretches by address, never touching one another. */
  #free: { at: number; bytes: number }[] = [];
  readonly #taken = new Map<number, number>();
  #end: number;

  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#end = Math.ceil(start / ALIGNMENT) * ALIGNMENT;
  }

  /** Bytes handed out and not yet released. */
  get used(): number {
    let sum = 0;
    for (const bytes of this.#taken.values()) sum += bytes;
    return sum;
  }

  /**
   * @returns the address of room for `count` 32-bit numbers, a multiple of 64
   * @throws RangeError when the memory cannot grow any more
   */
  take(count: number): number {
    const bytes = Math.max(ALIGNMENT, Math.ceil((count * 4) / ALIGNMENT) * ALIGNMENT);
    const fit = this.#free.findIndex((stretch) => stretch.bytes >= bytes);
    let at: number;
    if (fit >= 0) {
      const stretch = this.#free[fit]!;
      at = stretch.at;
      stretch.at += bytes;
      stretch.bytes -= bytes;
      if (stretch.bytes === 0) this.#free.splice(fit, 1);
    } else {
      at = this.#end;
      const missing = at + bytes - this.#memory.buffer.byteLength;
      if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
      this.#end += bytes;
    }
    this.#taken.set(at, bytes);
    return at;
  }

  release(at: number): void {
    const bytes = this.#taken.get(at);
    if (bytes === undefined) return;
    this.#taken.delete(at);
    const next = this.#free.findIndex((stretch) => stretch.at > at);
    const index = next < 0 ? this.#free.length : next;
    this.#free.splice(index, 0, { at, bytes });
    this.#join(index);
    this.#join(index - 1);
    const last = this.#free[this.#free.length - 1];
    if (last !== undefined && last.at + last.bytes === this.#end) {
      this.#end = last.at;
      this.#free.pop();
    }
  }

  /** A view that is good until the next `take`. */
  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, count);
  }

  /** Puts 32-bit integers (also addresses) into new room. */
  putInts(values: ArrayLike<number>): number {
    const at = this.take(values.length);
    new Int32Array(this.#memory.buffer, at, values.length).set(values);
    return at;
  }

  putFloats(values: Float32Array): number {
    const at = this.take(values.length);
    this.floats(at, values.length).set(values);
    return at;
  }

  #join(index: number): void {
    const stretch = this.#free[index];
    const after = this.#free[index + 1];
    if (stretch === undefined || after === undefined || stretch.at + stretch.bytes !== after.at) return;
    stretch.bytes += after.bytes;
    this.#free.splice(index + 1, 1);
  }
}
