import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Block, Span } from '../reader';
import type { Kept } from './kept';

/** Rows that are read at a time. */
const READ_ROWS = 65_536;

/** One column of numbers of 32 bits, as sound has: in memory, or in a file as far as it was moved there. */
export class KeptSamples implements Kept {
  memoryBytes = 0;
  diskBytes = 0;
  #name = '';
  /** Behind those in the file. */
  #chunks: { readonly start: number; readonly values: Float32Array }[] = [];
  #rows = 0;
  #filedRows = 0;
  #file: string | null = null;
  #readers = 0;
  #isDropped = false;

  add({ start, rows, columns }: Block): void {
    const [column] = columns;
    if (column === undefined || column.type === 'text') throw new Error('these blocks hold no numbers');
    this.#name = column.name;
    this.#rows = start + rows;
    this.#chunks.push({ start, values: new Float32Array(column.values) });
    this.memoryBytes += 4 * rows;
  }

  async *read(span: Span): AsyncGenerator<Block> {
    const end = Math.min(span.end, this.#rows);
    let handle: FileHandle | null = null;
    this.#readers++;
    try {
      for (let row = span.start; row < end;) {
        let values: Float64Array;
        if (row < this.#filedRows) {
          handle ??= await open(this.#file!, 'r');
          values = await readRows(handle, row, Math.min(end, this.#filedRows, row + READ_ROWS));
        } else {
          const chunk = this.#chunks.find((own) => row < own.start + own.values.length)!;
          values = new Float64Array(chunk.values.subarray(row - chunk.start, end - chunk.start));
        }
        const block: Block = {
          start: row,
          rows: values.length,
          columns: [{ name: this.#name, type: 'number', values }],
        };
        row += values.length;
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
        this.#filedRows += values.length;
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
    this.#remove();
  }

  #remove(): void {
    if (!this.#isDropped || this.#readers > 0 || this.#file === null) return;
    // A file that cannot be removed now goes with its folder.
    void rm(this.#file, { force: true }).catch(() => {});
  }
}

async function readRows(handle: FileHandle, start: number, end: number): Promise<Float64Array> {
  const bytes = new Uint8Array(4 * (end - start));
  await handle.read(bytes, 0, bytes.length, 4 * start);
  return new Float64Array(new Float32Array(bytes.buffer));
}
