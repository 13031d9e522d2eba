import { fileOfBytes } from './byte-file';
import { isUtf8 } from './encoding';
import type { ReadTable, TextSource, Understood } from './text-table';
import { readAlike, readText } from './text-table';

/** Heads that are remembered: a data set has tables of a few kinds. */
const MOST_HEADS = 8;
/** A table with fewer bytes above its rows has nothing to be known by. */
const LEAST_HEAD = 2;

interface Remembered {
  /** What stands above the rows. */
  readonly above: Buffer;
  readonly understood: Understood;
}

/**
 * Reads small tables of text of which many begin alike: what was understood of one holds for the next with the same lines above
 * its rows, unless something in it does not fit; then that one is looked at by itself, as the first one was.
 */
export class AlikeTables {
  /** The one used last at the end. */
  readonly #known: Remembered[] = [];

  /** @param bytes the whole file @throws UnrollError as {@link readText} */
  async read(source: Omit<TextSource, 'file' | 'size'>, bytes: Uint8Array): Promise<ReadTable> {
    const own: TextSource = { ...source, file: fileOfBytes(bytes), size: bytes.length };
    const known = this.#find(bytes);
    if (known !== null) {
      const alike = await readAlike(own, known.understood);
      if (alike !== null) return alike;
    }
    const { understood, ...table } = await readText(own);
    if (known === null) this.#remember(bytes, understood);
    return table;
  }

  #find(bytes: Uint8Array): Remembered | null {
    const at = this.#known.findIndex(
      ({ above }) => above.length < bytes.length && above.equals(bytes.subarray(0, above.length)),
    );
    if (at === -1 || !isUtf8(bytes)) return null;
    const [known] = this.#known.splice(at, 1);
    this.#known.push(known!);
    return known!;
  }

  #remember(bytes: Uint8Array, understood: Understood): void {
    const { dataStart, comments, padsShort, names } = understood.head;
    const isPlain = comments.length === 0 && !padsShort && names.every((name) => name !== '');
    // A mark of the encoding is not counted in where the rows begin.
    if (!isPlain || dataStart < LEAST_HEAD || bytes[0] === 0xef || bytes[0]! >= 0xfe || !isUtf8(bytes))
      return;
    this.#known.push({ above: Buffer.from(bytes.subarray(0, dataStart)), understood });
    if (this.#known.length > MOST_HEADS) this.#known.shift();
  }
}
