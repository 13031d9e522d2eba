import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Block, Span } from '../reader';
import type { Kept } from './kept';

/** Rows that are read at a time. */
const READ_ROWS = 65_536;

/** Columns of numbers of 32 bits, as sound has: in memory, or in a file as far as they were moved there. */
export class KeptSamples implements Kept {
  memoryBytes = 0;
  diskBytes = 0;
  #names: readonly string[] = [];
  /** Behind those in the file. */
  #chunks: { readonly start: number; /** [rows, columns] */ readonly values: Float32Array }[] = [];
  #rows = 0;
  #filedRows = 0;
  #file: string | null = null;
  #readers = 0;
  #isDropped = false;

  add({ start, rows, columns }: Block): void {
    const width = columns.length;
    const values = new Float32Array(rows * width);
    for (const [c, column] of columns.entries()) {
      if (column.type === 'text') throw new Error('these blocks hold no numbers');
      for (let t = 0, at = c; t < rows; t++, at += width) values[at] = column.values[t]!;
    }
    this.#names = columns.map(({ name }) => name);
    this.#rows = start + rows;
    this.#chunks.push({ start, values });
    this.memoryBytes += values.byteLength;
  }

  async *read(span: Span): AsyncGenerator<Block> {
    const end = Math.min(span.end, this.#rows);
    const width = this.#names.length;
    let handle: FileHandle | null = null;
    this.#readers++;
    try {
      for (let row = span.start; row < end;) {
        let values: Float32Array;
        if (row < this.#filedRows) {
          handle ??= await open(this.#file!, 'r');
          values = await readRows(handle, row, Math.min(end, this.#filedRows, row + READ_ROWS), width);
        } else {
          const chunk = this.#chunks.find((own) => row < own.start + own.values.length / width)!;
          values = chunk.values.subarray((row - chunk.start) * width, (end - chunk.start) * width);
        }
        const block = this.#blockOf(row, values);
        row += block.rows;
        yield block;
      }
    } finally {
      await handle?.close();
      this.#readers--;
      this.#remove();
    }
  }

  /** Moves what is in memory to the end of a file. @param newFile where a file may be made */
  async moveTo(newFile: () => string): Promise<void> {
    this.#file ??= newFile();
    const handle = await open(this.#file, 'a');
    try {
      for (let chunk = this.#chunks[0]; chunk !== undefined && !this.#isDropped; chunk = this.#chunks[0]) {
        const { values } = chunk;
        await handle.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
        this.#chunks.shift();
        this.#filedRows += values.length / this.#names.length;
        this.memoryBytes -= values.byteLength;
        this.diskBytes += values.byteLength;
      }
    } finally {
      await handle.close();
      this.#remove();
    }
  }

  drop(): void {
    this.#isDropped = true;
    if (this.#readers === 0) this.#chunks.length = 0;
    this.#remove();
  }

  #blockOf(start: number, values: Float32Array): Block {
    const width = this.#names.length;
    const rows = values.length / width;
    const columns = this.#names.map((name, c) => {
      const own = new Float64Array(rows);
      for (let t = 0, at = c; t < rows; t++, at += width) own[t] = values[at]!;
      return { name, type: 'number' as const, values: own };
    });
    return { start, rows, columns };
  }

  #remove(): void {
    if (!this.#isDropped || this.#readers > 0 || this.#file === null) return;
    // A file that cannot be removed now goes with its folder.
    void rm(this.#file, { force: true }).catch(() => {});
  }
}

async function readRows(
  handle: FileHandle,
  start: number,
  end: number,
  width: number,
): Promise<Float32Array> {
  const bytes = new Uint8Array(4 * width * (end - start));
  await handle.read(bytes, 0, bytes.length, 4 * width * start);
  return new Float32Array(bytes.buffer);
}
