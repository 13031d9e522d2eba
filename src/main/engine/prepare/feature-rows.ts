import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { failure } from '../../../shared/sentences/failure';
import { fromDisk } from '../files/disk';
import { FiledFloats } from '../files/filed-floats';

const MAX_FEATURE_BYTES = 2 ** 31;
/** More than this goes to the disk while it comes. */
const MEMORY_BYTES = 2 ** 26;
/** Rows that are read back at a time. */
const READ_ROWS = 2 ** 16;
const FLOAT_BYTES = 4;

/** Rows of features, collected without knowing how many there will be: in memory, or in a file once they are many. */
export class FeatureRows {
  rows = 0;
  readonly #blocks: Float32Array[] = [];
  #handle: FileHandle | null = null;
  #whole: Float32Array | null = null;

  /** @param file where rows may go; nothing is there yet */
  constructor(
    readonly width: number,
    readonly file: string,
    private readonly memoryBytes = MEMORY_BYTES,
  ) {}

  /** @returns the first row's number @throws UnrollError FILE_TOO_LARGE, DISK_FULL */
  async append(values: Float32Array): Promise<number> {
    const start = this.rows;
    this.rows += values.length / this.width;
    const bytes = this.rows * this.width * FLOAT_BYTES;
    if (bytes > MAX_FEATURE_BYTES)
      throw failure('FILE_TOO_LARGE.features', { limitBytes: MAX_FEATURE_BYTES });
    this.#blocks.push(values);
    if (bytes > this.memoryBytes) await this.#flush();
    return start;
  }

  /** Takes back all rows from one on. */
  async rewind(start: number): Promise<void> {
    if (this.#handle !== null) {
      await this.#flush();
      await this.#handle.truncate(start * this.width * FLOAT_BYTES);
      await this.#handle.close();
      this.#handle = await open(this.file, 'a+');
    } else while (this.rows > start) this.rows -= this.#blocks.pop()!.length / this.width;
    this.rows = start;
  }

  async #flush(): Promise<void> {
    try {
      this.#handle ??= await open(this.file, 'w+');
      for (const { buffer, byteOffset, byteLength } of this.#blocks.splice(0))
        await this.#handle.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    } catch (error) {
      throw fromDisk(error, this.file);
    }
  }

  /** Everything came. @returns all of it, or where it lies */
  async finish(): Promise<Float32Array | FiledFloats> {
    if (this.#handle !== null) {
      await this.#flush();
      return new FiledFloats(this.file, 0, this.rows * this.width);
    }
    const whole = new Float32Array(this.rows * this.width);
    let offset = 0;
    while (this.#blocks.length > 0) {
      const block = this.#blocks.shift()!;
      whole.set(block, offset);
      offset += block.length;
    }
    this.#whole = whole;
    return whole;
  }

  /** Rows `start` … `end` (exclusive) of all that came, some at a time and in order: [rows, width]. */
  async *read(start: number, end: number): AsyncGenerator<Float32Array> {
    const { width } = this;
    const last = Math.min(end, this.rows);
    for (let row = start; row < last; row += READ_ROWS) {
      const to = Math.min(last, row + READ_ROWS);
      if (this.#whole !== null) yield this.#whole.subarray(row * width, to * width);
      else {
        const values = new Float32Array((to - row) * width);
        const bytes = new Uint8Array(values.buffer);
        await this.#handle!.read(bytes, 0, bytes.length, row * width * FLOAT_BYTES);
        yield values;
      }
    }
  }

  async close(): Promise<void> {
    if (this.#handle === null) return;
    await this.#handle.close();
    this.#handle = null;
    await rm(this.file, { force: true });
  }
}

/** Rows that are asked for in about their order. */
export class RowWindow {
  #start = 0;
  #values: Float32Array = new Float32Array(0);

  constructor(readonly rows: FeatureRows) {}

  /** A row, or null past the last. */
  async at(row: number): Promise<Float32Array | null> {
    const { width } = this.rows;
    if (row < 0 || row >= this.rows.rows) return null;
    if (row < this.#start || (row + 1 - this.#start) * width > this.#values.length) {
      this.#start = row;
      for await (const values of this.rows.read(row, row + READ_ROWS)) this.#values = values;
    }
    const at = (row - this.#start) * width;
    return this.#values.subarray(at, at + width);
  }
}
