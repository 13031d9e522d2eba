import type { ByteFile } from './byte-file';
import type { Encoding } from './encoding';
import { notText, Utf8Check } from './encoding';

const mark = [0xef, 0xbb, 0xbf];

/** The text of a file as UTF-8 in blocks, whatever it was written in, without its byte order mark. */
export class ByteSource {
  readonly #decoder: TextDecoder | null;
  readonly #encoder = new TextEncoder();
  #position = 0;
  #isFirst = true;
  readonly #check: Utf8Check | null;

  /** @param isSure whether the encoding is known for all of the file, and not only for its beginning */
  constructor(
    readonly file: ByteFile,
    readonly encoding: Encoding,
    readonly shown: string,
    /** Bytes of the file. */
    readonly size: number,
    isSure = true,
  ) {
    this.#check = isSure ? null : new Utf8Check();
    this.#decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
  }

  /** Bytes of the file that were read. */
  get position(): number {
    return this.#position;
  }

  /**
   * Reads on into the free end of a buffer, which must have room for three bytes for each of a block.
   *
   * @returns bytes written, 0 at the end of the file
   * @throws UnrollError FILE_CORRUPT at a zero byte; NotUtf8 where that was not sure
   */
  async read(into: Uint8Array, offset: number): Promise<number> {
    for (;;) {
      const room = into.length - offset;
      const count =
        this.#decoder === null ? await this.#fill(into, offset, room) : await this.#decode(into, offset);
      if (count === null) return 0;
      if (count > 0) return count;
    }
  }

  async #fill(into: Uint8Array, offset: number, room: number): Promise<number | null> {
    const { bytesRead } = await this.file.read(into, offset, room, this.#position);
    if (bytesRead === 0) {
      this.#check?.end();
      return null;
    }
    this.#position += bytesRead;
    this.#check?.block(into.subarray(offset, offset + bytesRead));
    const skipped = this.#isFirst && mark.every((byte, k) => into[offset + k] === byte) ? mark.length : 0;
    if (skipped > 0) into.copyWithin(offset, offset + skipped, offset + bytesRead);
    this.#isFirst = false;
    const end = offset + bytesRead - skipped;
    if (into.subarray(offset, end).includes(0)) throw notText(this.shown);
    return end - offset;
  }

  async #decode(into: Uint8Array, offset: number): Promise<number | null> {
    const block = Buffer.allocUnsafe(Math.max(64, Math.floor((into.length - offset) / 3) - 8));
    const { bytesRead } = await this.file.read(block, 0, block.length, this.#position);
    if (bytesRead === 0) return null;
    this.#position += bytesRead;
    const text = this.#decoder!.decode(block.subarray(0, bytesRead), { stream: true });
    if (text.includes('\0')) throw notText(this.shown);
    return this.#encoder.encodeInto(text, into.subarray(offset)).written;
  }
}
