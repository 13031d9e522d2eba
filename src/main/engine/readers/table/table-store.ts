import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { fromDisk } from '../../files/disk';

/** Cells of a segment, and the most rows that it has: what is worked on at a time. */
const SEGMENT_CELLS = 2 ** 20;
const MAX_SEGMENT_ROWS = 2 ** 16;
const MIN_SEGMENT_ROWS = 16;
/** More than this goes to the disk while it comes. */
const MEMORY_BYTES = 2 ** 26;
const CELL_BYTES = 8;

export function segmentRows(columns: number): number {
  const rows = Math.floor(SEGMENT_CELLS / Math.max(1, columns));
  return Math.max(MIN_SEGMENT_ROWS, Math.min(MAX_SEGMENT_ROWS, rows));
}

/** Rows of a table of which only some columns may be of use, as {@link TableStore} leaves them. */
export interface StoredCells {
  readonly rows: number;
  /** Columns of a segment, of which each has all its rows one after the other. */
  readonly width: number;
  /** Rows of every segment but the last, which has those that are left. */
  readonly segmentRows: number;
  /** A segment each, or the file that holds them all. */
  readonly segments: readonly Float64Array[] | string;
}

/**
 * The cells of a table as 64-bit numbers, column by column within segments of some thousand rows: in memory, or in a file once
 * they are many, so that a table may be larger than memory. Works without waiting and therefore in worker threads alone.
 */
export class TableStore {
  readonly segmentRows: number;
  rows = 0;
  readonly #segments: Float64Array[] = [];
  #bytes = 0;
  #handle: number | null = null;

  /**
   * @param width columns
   * @param file where cells go that are too many for memory; null to hold all
   */
  constructor(
    readonly width: number,
    readonly file: string | null,
    private readonly memoryBytes = MEMORY_BYTES,
  ) {
    this.segmentRows = segmentRows(width);
  }

  /**
   * Takes the next segment. All but the last must have {@link segmentRows} rows.
   *
   * @param cells [width][rows]; it is the store's own from now on
   * @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE
   */
  add(cells: Float64Array, rows: number): void {
    this.rows += rows;
    this.#bytes += cells.byteLength;
    this.#segments.push(cells);
    if (this.file === null || this.#bytes <= this.memoryBytes) return;
    this.#onDisk(() => {
      this.#handle ??= openSync(this.file!, 'w+');
      for (const segment of this.#segments.splice(0))
        writeSync(this.#handle, new Uint8Array(segment.buffer, segment.byteOffset, segment.byteLength));
    });
  }

  /**
   * {@link TableStore.add} of columns that lie somewhere else, and stay their owner's.
   *
   * @param columns [width][rows]
   */
  addColumns(columns: readonly Float64Array[], rows: number): void {
    if (this.#handle === null) {
      const own = new Float64Array(this.width * rows);
      for (const [c, column] of columns.entries()) own.set(column, c * rows);
      this.add(own, rows);
      return;
    }
    this.rows += rows;
    const parts = columns.map((own) => new Uint8Array(own.buffer, own.byteOffset, own.byteLength));
    this.#onDisk(() => {
      for (const part of parts) writeSync(this.#handle!, part);
    });
  }

  /** Some columns, segment by segment: each [rows], and the number of the first row. Ends where `see` gives false. */
  each(columns: readonly number[], see: (cells: Float64Array[], start: number) => unknown): void {
    for (let start = 0; start < this.rows; start += this.segmentRows)
      if (see(this.#read(columns, start), start) === false) return;
  }

  /** One segment, with all its columns. */
  segmentOf(row: number): { readonly start: number; readonly cells: Float64Array[] } {
    const start = row - (row % this.segmentRows);
    return {
      start,
      cells: this.#read(
        Array.from({ length: this.width }, (_, column) => column),
        start,
      ),
    };
  }

  /** The same; what is done to the cells stays. */
  change(columns: readonly number[], edit: (cells: Float64Array[], start: number) => void): void {
    for (let start = 0; start < this.rows; start += this.segmentRows) {
      const cells = this.#read(columns, start);
      edit(cells, start);
      if (this.#handle === null) continue;
      for (const [k, column] of columns.entries())
        this.#onDisk(() => {
          const bytes = new Uint8Array(cells[k]!.buffer, cells[k]!.byteOffset, cells[k]!.byteLength);
          writeSync(this.#handle!, bytes, 0, bytes.length, this.#place(column, start));
        });
    }
  }

  /** The store without some rows. @param isLeftOut whether a row goes */
  without(isLeftOut: (row: number) => boolean, file: string | null): TableStore {
    const rest = new TableStore(this.width, file, this.memoryBytes);
    const all = Array.from({ length: this.width }, (_, column) => column);
    let cells = new Float64Array(this.width * rest.segmentRows);
    let at = 0;
    this.each(all, (columns, start) => {
      const rows = columns[0]?.length ?? 0;
      for (let row = 0; row < rows; row++) {
        if (isLeftOut(start + row)) continue;
        for (let c = 0; c < this.width; c++) cells[c * rest.segmentRows + at] = columns[c]![row]!;
        if (++at < rest.segmentRows) continue;
        rest.add(cells, at);
        cells = new Float64Array(this.width * rest.segmentRows);
        at = 0;
      }
    });
    rest.addLast(cells, at);
    this.drop();
    return rest;
  }

  /** Takes a last segment that is only full up to some row. */
  addLast(cells: Float64Array, rows: number): void {
    if (rows === 0) return;
    const own = new Float64Array(this.width * rows);
    for (let c = 0; c < this.width; c++)
      own.set(cells.subarray(c * this.segmentRows, c * this.segmentRows + rows), c * rows);
    this.add(own, rows);
  }

  /** What others may read from now on. */
  finish(): StoredCells {
    const isFiled = this.#handle !== null;
    this.close();
    const segments = isFiled ? this.file! : this.#segments;
    return { rows: this.rows, width: this.width, segmentRows: this.segmentRows, segments };
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }

  /** Nobody wants it any more. */
  drop(): void {
    this.close();
    this.#segments.length = 0;
    if (this.file !== null) rmSync(this.file, { force: true });
  }

  #read(columns: readonly number[], start: number): Float64Array[] {
    const rows = Math.min(this.segmentRows, this.rows - start);
    if (this.#handle === null) {
      const segment = this.#segments[start / this.segmentRows]!;
      return columns.map((column) => segment.subarray(column * rows, (column + 1) * rows));
    }
    const whole = new Float64Array(columns.length * rows);
    // Columns that follow one another are read at once.
    for (let k = 0; k < columns.length;) {
      let next = k + 1;
      while (next < columns.length && columns[next] === columns[next - 1]! + 1) next++;
      const bytes = new Uint8Array(whole.buffer, k * rows * CELL_BYTES, (next - k) * rows * CELL_BYTES);
      this.#onDisk(() => readSync(this.#handle!, bytes, 0, bytes.length, this.#place(columns[k]!, start)));
      k = next;
    }
    return columns.map((_, k) => whole.subarray(k * rows, (k + 1) * rows));
  }

  /** Where a column's cells of a segment begin. */
  #place(column: number, start: number): number {
    const rows = Math.min(this.segmentRows, this.rows - start);
    return CELL_BYTES * (start * this.width + column * rows);
  }

  #onDisk(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw fromDisk(error, this.file!);
    }
  }
}

/** A segment that is being filled begins with so many rows: most tables are small. */
const FIRST_ROWS = 1024;

/** Takes rows as they come, of any number, and hands them to a store segment by segment. */
export class SegmentFiller {
  #room: number;
  #cells: Float64Array;
  #rows = 0;

  constructor(readonly store: TableStore) {
    this.#room = Math.min(FIRST_ROWS, store.segmentRows);
    this.#cells = new Float64Array(store.width * this.#room);
  }

  /** @param columns [width][rows] */
  add(columns: readonly Float64Array[]): void {
    const { segmentRows, width } = this.store;
    const rows = columns[0]?.length ?? 0;
    for (let row = 0; row < rows;) {
      if (this.#rows === this.#room) this.#grow();
      const count = Math.min(rows - row, this.#room - this.#rows);
      for (const [c, column] of columns.entries())
        this.#cells.set(column.subarray(row, row + count), c * this.#room + this.#rows);
      row += count;
      this.#rows += count;
      if (this.#rows < segmentRows) continue;
      this.store.add(this.#cells, segmentRows);
      this.#cells = new Float64Array(width * segmentRows);
      this.#rows = 0;
    }
  }

  finish(): void {
    if (this.#rows === 0) return;
    this.store.add(this.#moved(this.#rows), this.#rows);
    this.#rows = 0;
  }

  #grow(): void {
    const room = Math.min(this.store.segmentRows, 8 * this.#room);
    this.#cells = this.#moved(room);
    this.#room = room;
  }

  /** The cells with so much room for each column. */
  #moved(room: number): Float64Array {
    const cells = new Float64Array(this.store.width * room);
    for (let c = 0; c < this.store.width; c++)
      cells.set(this.#cells.subarray(c * this.#room, c * this.#room + this.#rows), c * room);
    return cells;
  }
}
