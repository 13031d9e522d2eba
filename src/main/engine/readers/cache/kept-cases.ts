import { closeSync, openSync, writeSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { fromDisk } from '../../files/disk';
import { cutBlocks } from '../blocks';
import { fileError } from '../bytes';
import type { Block, Span } from '../reader';
import type { Kept } from './kept';

/** More than this goes to the disk while it comes. */
const MEMORY_BYTES = 2 ** 26;
const VALUE_BYTES = 4;

/** Sequences of one file, whose values fit 32 bits: each channel of a sequence one after the other. */
export interface CasesCells {
  readonly names: readonly string[];
  /** [sequences] steps. */
  readonly lengths: Int32Array;
  /** [Σ steps × channels], or the file that holds them. */
  readonly values: Float32Array | string;
}

/** Gathers the blocks of sequences. Works without waiting and therefore in worker threads alone. */
export class CasesBuilder {
  #names: readonly string[] = [];
  readonly #lengths: number[] = [];
  #parts: Float32Array[] = [];
  #size = 0;
  #waiting = 0;
  #handle: number | null = null;

  /** @param file where values go that are too many for memory */
  constructor(
    readonly file: string,
    private readonly memoryBytes = MEMORY_BYTES,
  ) {}

  /** @param block a whole sequence; sequences come in their order @throws UnrollError DISK_FULL, OUTPUT_UNWRITABLE */
  add({ rows, columns }: Block): void {
    if (this.#lengths.length === 0) this.#names = columns.map(({ name }) => name);
    const part = new Float32Array(rows * columns.length);
    for (const [c, column] of columns.entries())
      if (column.type !== 'text') part.set(column.values, c * rows);
    this.#lengths.push(rows);
    this.#parts.push(part);
    this.#size += part.length;
    this.#waiting += part.byteLength;
    // Many are written at once: sequences may be short.
    if (this.#waiting > this.memoryBytes) this.#write();
  }

  finish(): CasesCells {
    const own = { names: this.#names, lengths: Int32Array.from(this.#lengths) };
    if (this.#handle !== null) {
      this.#write();
      this.drop();
      return { ...own, values: this.file };
    }
    const values = new Float32Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      values.set(part, at);
      at += part.length;
    }
    return { ...own, values };
  }

  /** Closes its file, where it has one. */
  drop(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    this.#parts = [];
  }

  #write(): void {
    try {
      this.#handle ??= openSync(this.file, 'w');
      const bytes = Buffer.concat(
        this.#parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
      );
      for (let at = 0; at < bytes.length;) at += writeSync(this.#handle, bytes, at);
      this.#parts = [];
      this.#waiting = 0;
    } catch (error) {
      throw fromDisk(error, this.file);
    }
  }
}

/** Many sequences, in memory or in a file; only those are read that are asked for. */
export class KeptCases implements Kept {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** [sequences + 1] */
  readonly #starts: Float64Array;
  #readers = 0;
  #isDropped = false;

  constructor(readonly cells: CasesCells) {
    const { lengths, names, values } = cells;
    this.#starts = new Float64Array(lengths.length + 1);
    for (let k = 0; k < lengths.length; k++)
      this.#starts[k + 1] = this.#starts[k]! + lengths[k]! * names.length;
    const bytes = this.#starts[lengths.length]! * VALUE_BYTES;
    this.memoryBytes = typeof values === 'string' ? 0 : bytes;
    this.diskBytes = bytes - this.memoryBytes;
  }

  async *read(
    { start, end, sequence = 0 }: Span,
    columns: readonly string[] | null = null,
  ): AsyncGenerator<Block> {
    const { lengths, names } = this.cells;
    const rows = lengths[sequence];
    if (rows === undefined) return;
    const values = await this.#values(this.#starts[sequence]!, this.#starts[sequence + 1]!);
    const block: Block = {
      start: 0,
      rows,
      columns: names.map((name, c) => ({
        name,
        type: 'number',
        values: new Float64Array(values.subarray(c * rows, (c + 1) * rows)),
      })),
    };
    yield* cutBlocks(block, start, end, columns, '');
  }

  drop(): void {
    this.#isDropped = true;
    this.#remove();
  }

  async #values(from: number, to: number): Promise<Float32Array> {
    const { values } = this.cells;
    if (typeof values !== 'string') return values.subarray(from, to);
    this.#readers++;
    try {
      const file = await open(values, 'r');
      try {
        const own = new Float32Array(to - from);
        const { bytesRead } = await file.read(
          new Uint8Array(own.buffer),
          0,
          own.byteLength,
          from * VALUE_BYTES,
        );
        if (bytesRead < own.byteLength) throw new Error('cut off');
        return own;
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw fileError(cause, values);
    } finally {
      this.#readers--;
      this.#remove();
    }
  }

  #remove(): void {
    const { values } = this.cells;
    if (!this.#isDropped || this.#readers > 0 || typeof values !== 'string') return;
    // A file that cannot be removed now goes with its folder.
    void rm(values, { force: true }).catch(() => {});
  }
}
