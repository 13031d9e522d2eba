/** The last rows of something endless. Rows keep their numbers; memory stays what it was at the start. */
export class Ring {
  readonly #values: Float32Array;
  #start = 0;
  #end = 0;

  /** @param width numbers in a row */
  constructor(
    readonly capacity: number,
    readonly width: number,
  ) {
    this.#values = new Float32Array(capacity * width);
  }

  /** The oldest row that is still there. */
  get start(): number {
    return Math.max(this.#start, this.#end - this.capacity);
  }

  /** One past the newest row. */
  get end(): number {
    return this.#end;
  }

  /** @param rows [n, width] */
  push(rows: Float32Array): void {
    const { capacity, width } = this;
    const count = width === 0 ? 0 : rows.length / width;
    // Of more than fits only the last ones stay.
    for (let row = Math.max(0, count - capacity); row < count;) {
      const place = (this.#end + row) % capacity;
      const run = Math.min(count - row, capacity - place);
      this.#values.set(rows.subarray(row * width, (row + run) * width), place * width);
      row += run;
    }
    this.#end += count;
  }

  /** Begins at another number, as if the rows before it had come and gone. Only before the first row. */
  skip(row: number): void {
    this.#start = row;
    this.#end = row;
  }

  at(row: number, column: number): number {
    return row < this.start || row >= this.#end
      ? Number.NaN
      : this.#values[(row % this.capacity) * this.width + column]!;
  }

  /** A copy of the rows from … to (exclusive) as far as they are there, [rows, width]. */
  read(from: number, to: number): Float32Array {
    const [first, last] = [Math.max(this.start, from), Math.min(this.#end, to)];
    const rows = new Float32Array(Math.max(0, last - first) * this.width);
    for (let row = first; row < last;) {
      const place = row % this.capacity;
      const run = Math.min(last - row, this.capacity - place);
      const values = this.#values.subarray(place * this.width, (place + run) * this.width);
      rows.set(values, (row - first) * this.width);
      row += run;
    }
    return rows;
  }

  clear(): void {
    this.#start = this.#end = 0;
  }
}
