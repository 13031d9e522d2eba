import { closeSync, constants, openSync, readSync } from 'node:fs';
import { failure } from '../../../shared/sentences/failure';

/** Numbers of 32 bits one after the other: an array, or a file of which stretches are read as they are asked for. */
export interface Floats {
  readonly length: number;
  /** Numbers `from` … `to` (exclusive); nobody may change them. */
  subarray(from: number, to: number): Float32Array;
}

/** Files are closed when nobody holds what reads them any longer. */
const forgotten = new FinalizationRegistry<{ fd: number }>(({ fd }) => {
  if (fd >= 0) closeSync(fd);
});

/**
 * Numbers that stay in a file. Whoever asks for a stretch gets a copy of it, of which the last one is kept: memory does not grow
 * with the file. Reading waits; what the system keeps of the file makes that a copy in memory.
 */
export class FiledFloats implements Floats {
  readonly #handle = { fd: -1 };
  #last: { readonly from: number; readonly to: number; readonly values: Float32Array } | null = null;

  /** @param offset of the first number, in bytes */
  constructor(
    readonly file: string,
    readonly offset: number,
    readonly length: number,
  ) {
    forgotten.register(this, this.#handle);
  }

  /** @throws UnrollError FILE_MISSING, FILE_CORRUPT when the file is no longer what it was */
  subarray(from: number, to: number): Float32Array {
    const last = this.#last;
    if (last !== null && from >= last.from && to <= last.to)
      return last.values.subarray(from - last.from, to - last.from);
    const values = new Float32Array(Math.max(0, Math.min(to, this.length) - from));
    this.#read(new Uint8Array(values.buffer), this.offset + from * values.BYTES_PER_ELEMENT);
    this.#last = { from, to: from + values.length, values };
    return values;
  }

  #read(bytes: Uint8Array, position: number): void {
    const { file } = this;
    if (this.#handle.fd < 0)
      try {
        this.#handle.fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      } catch (cause) {
        throw failure('FILE_MISSING.notOpened', { file }, { cause });
      }
    for (let at = 0; at < bytes.length;) {
      const read = readSync(this.#handle.fd, bytes, at, bytes.length - at, position + at);
      if (read === 0) throw failure('FILE_CORRUPT.prepared', { file });
      at += read;
    }
  }
}
