import type { ByteFile } from '../table/text/byte-file';
import { bytesAt, fileOfBytes } from '../table/text/byte-file';
import { fortranOrder } from './fortran-order';

/** An array whose values lie one after the other in a file. */
export interface StoredArray {
  readonly file: ByteFile;
  /** Byte of the first value. */
  readonly start: number;
  /** Bytes of a value. */
  readonly width: number;
  readonly shape: readonly number[];
  /** The first axis is the fastest. */
  readonly isFortran: boolean;
}

/** An array whose axes are turned is read at once where it is no larger: its rows are picked from all over it. */
const SMALL_BYTES = 2 ** 23;

/** Bytes of rows of an array in C order, whichever way it is stored. */
export class StoredRows {
  /** Values of a row. */
  readonly #inner: number;
  readonly #rows: number;
  readonly #isTurned: boolean;
  #whole: Promise<Buffer> | null = null;

  constructor(readonly array: StoredArray) {
    const { shape, isFortran } = array;
    const isVector = shape.filter((n) => n !== 1).length <= 1;
    const count = shape.reduce((product, n) => product * n, 1);
    this.#rows = isVector ? count : shape[0]!;
    this.#inner = this.#rows === 0 ? 0 : count / this.#rows;
    this.#isTurned = isFortran && !isVector;
  }

  /** [(to − from) × values of a row], each of as many bytes as a value has. @throws RangeError where the file is cut off */
  async bytes(from: number, to: number): Promise<Buffer> {
    const { width } = this.array;
    if (!this.#isTurned) return this.#at(from * this.#inner, (to - from) * this.#inner);
    const order = fortranOrder(this.array.shape.slice(1));
    const turned = Buffer.allocUnsafe((to - from) * this.#inner * width);
    for (let k = 0; k < this.#inner; k++) {
      const column = await this.#at(order(k) * this.#rows + from, to - from);
      for (let row = 0; row < to - from; row++)
        for (let byte = 0; byte < width; byte++)
          turned[(row * this.#inner + k) * width + byte] = column[row * width + byte]!;
    }
    return turned;
  }

  /** Successive values as they are stored. */
  async #at(first: number, count: number): Promise<Buffer> {
    const { start, width } = this.array;
    const bytes = await bytesAt(await this.#file(), start + first * width, count * width);
    if (bytes.length < count * width) throw new RangeError('an array that is cut off');
    return bytes;
  }

  async #file(): Promise<ByteFile> {
    const { file, start, width } = this.array;
    const bytes = this.#rows * this.#inner * width;
    if (!this.#isTurned || bytes > SMALL_BYTES) return file;
    this.#whole ??= bytesAt(file, start, bytes);
    const whole = fileOfBytes(await this.#whole);
    return { read: (into, offset, length, position) => whole.read(into, offset, length, position - start) };
  }
}
