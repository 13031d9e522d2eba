import type { CellsCore } from '../cells/cells-core';
import { releaseCore, takeCore } from '../cells/cells-core';
import type { TableStore } from '../table-store';
import { segmentRows } from '../table-store';
import type { Dialect } from './row-scanner';
import type { TextColumn } from './text-column';

/** How rows of a text come: as `Text` of cells.cc wants to know it. */
export interface RowForm {
  readonly dialect: Dialect;
  /** Short rows lack cells at their end. */
  readonly pads: boolean;
  /** Signs at the beginning of lines that are comments. */
  readonly comments: readonly string[];
}

/** Places in `Text`, each of 32 bits. */
const AT = { marks: 5, bytes: 7, length: 8, at: 9, row: 13, noteCount: 17 };
const TEXT_INTS = 18;
/** How a call of `fill` ended. */
const NEEDS_MORE = 0;
const ODD_ROW = 1;
const SEGMENT_FULL = 2;

const NOTE_INTS = 4;
const NOTES = 2 ** 15;
/** Behind the text: bytes that a scan may look at. */
const BEHIND = 64;
/** Columns of many rows lie a little apart, so that their cells are not all in the same place of a cache. */
const APART = 8;

/**
 * Fills the segments of a table with rows of text: plain numbers in WebAssembly, in whose memory text and segment lie, all other
 * cells one by one.
 */
export class RowFiller {
  readonly #core: CellsCore = takeCore();
  readonly #room: number;
  readonly #stride: number;
  readonly #noteRoom: number;
  readonly #formAt: number;
  readonly #cellsAt: number;
  readonly #textAt: number;
  #ints: Int32Array;
  #notes: Int32Array;
  #rows = 0;
  #buffer: Buffer = Buffer.alloc(0);

  /** @param onSegment told when a segment was filled */
  constructor(
    form: RowForm,
    readonly columns: readonly TextColumn[],
    readonly store: TableStore,
    readonly onSegment: () => void,
  ) {
    const { freeAt } = this.#core;
    const count = columns.length;
    this.#room = segmentRows(count);
    this.#stride = this.#room + APART;
    this.#noteRoom = Math.max(NOTES, 2 * count);
    this.#formAt = aligned(freeAt);
    const decimalsAt = this.#formAt + 4 * TEXT_INTS;
    const notesAt = aligned(decimalsAt + count);
    this.#cellsAt = aligned(notesAt + 4 * NOTE_INTS * this.#noteRoom);
    this.#textAt = this.#cellsAt + 8 * count * this.#stride;
    this.#core.need(this.#textAt);
    this.#ints = new Int32Array(this.#core.buffer, this.#formAt, TEXT_INTS);
    this.#notes = this.#ints;
    const { delimiter, quote, rowEnd } = form.dialect;
    const isBlanks = delimiter === 'blanks';
    this.#ints.set([
      isBlanks ? -1 : delimiter,
      quote ?? -1,
      rowEnd ?? -1,
      Number(isBlanks),
      Number(form.pads),
    ]);
    const marks = new Uint8Array(4);
    marks.set([...new Set(form.comments.map((mark) => Buffer.from(mark)[0]!))].slice(0, 4));
    this.#ints[AT.marks] = new Int32Array(marks.buffer)[0]!;
    this.#ints.set([count, this.#textAt, 0, 0, this.#cellsAt, this.#stride, this.#room, 0], AT.marks + 1);
    this.#ints.set([decimalsAt, notesAt, this.#noteRoom, 0], AT.row + 1);
    new Uint8Array(this.#core.buffer, decimalsAt, count).set(columns.map(({ decimal }) => decimal ?? 0));
    this.#core.exports.begin(this.#formAt);
    this.#point();
  }

  /** As `RowTaker.room`. */
  room(bytes: number): Buffer {
    this.#core.need(this.#textAt + bytes + BEHIND);
    if (this.#ints.buffer !== this.#core.buffer) this.#point();
    this.#buffer = Buffer.from(this.#core.buffer, this.#textAt, bytes);
    return this.#buffer;
  }

  /** As `RowTaker.plain`. */
  plain(length: number, from: number): number {
    const ints = this.#ints;
    ints[AT.length] = length;
    ints[AT.at] = from;
    for (;;) {
      ints[AT.row] = this.#rows;
      ints[AT.noteCount] = 0;
      const status = this.#core.exports.fill(this.#formAt);
      this.#read(ints[AT.noteCount]!);
      this.#rows = ints[AT.row]!;
      if (status === SEGMENT_FULL) this.#flush();
      else if (status === NEEDS_MORE || status === ODD_ROW) return ints[AT.at]!;
    }
  }

  /** A row whose cells were put into the columns one by one. @returns its place in the segment */
  next(): number {
    if (this.#rows === this.#room) this.#flush();
    return this.#rows++;
  }

  finish(): void {
    this.#flush();
  }

  /** Nothing comes any more. */
  close(): void {
    releaseCore(this.#core);
  }

  /** Cells that are no plain numbers. */
  #read(count: number): void {
    const { columns } = this;
    const notes = this.#notes;
    for (let at = 0; at < NOTE_INTS * count; at += NOTE_INTS)
      columns[notes[at]!]!.put(notes[at + 1]!, this.#buffer, notes[at + 2]!, notes[at + 3]!);
  }

  #flush(): void {
    const rows = this.#rows;
    for (const column of this.columns) column.end(rows, this.#core);
    if (rows === 0) return;
    this.store.addColumns(
      this.columns.map((_, c) => this.#cellsOf(c).subarray(0, rows)),
      rows,
    );
    this.#rows = 0;
    this.onSegment();
  }

  #cellsOf(column: number): Float64Array {
    return new Float64Array(this.#core.buffer, this.#cellsAt + 8 * column * this.#stride, this.#room);
  }

  /** The memory may be another one than before. */
  #point(): void {
    const { buffer } = this.#core;
    this.#ints = new Int32Array(buffer, this.#formAt, TEXT_INTS);
    this.#notes = new Int32Array(buffer, this.#ints[AT.row + 2], NOTE_INTS * this.#noteRoom);
    for (const [c, column] of this.columns.entries()) column.begin(this.#cellsOf(c));
  }
}

const aligned = (address: number): number => Math.ceil(address / 16) * 16;
