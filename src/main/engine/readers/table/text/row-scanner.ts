/**
 * Splits bytes of UTF-8 into rows and cells. One pass, byte by byte: ahead of everything that a table holds, so it makes no
 * strings and allocates nothing for a row. All that parts cells is ASCII, and no byte of a longer letter is.
 */

/** How a text file parts its cells. */
export interface Dialect {
  /** A byte, or `blanks`: runs of blanks and tabs. */
  readonly delimiter: number | 'blanks';
  /** The byte around cells that may hold anything; null where there is none. */
  readonly quote: number | null;
  /** A byte that ends a row besides line ends, as `;` in `1,2,3;`. */
  readonly rowEnd: number | null;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BLANK = 32;
const TAB = 9;
/** A quote that is not closed within so many bytes is a letter. */
const MAX_QUOTED_BYTES = 2 ** 20;

export class RowScanner {
  /** Cells of the row that was scanned last. */
  count = 0;
  /** [count …] where each cell begins and ends, without blanks and quotes around it. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** [count …] 1 for a cell that was in quotes; 2 if it has doubled quotes in it. */
  quoted = new Uint8Array(64);
  /** Of the row as a whole. */
  rowStart = 0;
  rowEnd = 0;
  /** The row ends at the end of the file, without a line end. */
  isUnfinished = false;
  readonly #delimiter: number;
  readonly #second: number;
  readonly #quote: number;
  readonly #rowEndByte: number;
  readonly #isBlanks: boolean;

  constructor(dialect: Dialect) {
    this.#isBlanks = dialect.delimiter === 'blanks';
    this.#delimiter = dialect.delimiter === 'blanks' ? BLANK : dialect.delimiter;
    this.#second = this.#isBlanks ? TAB : -1;
    this.#quote = dialect.quote ?? -1;
    this.#rowEndByte = dialect.rowEnd ?? -1;
  }

  /**
   * Scans the next row.
   *
   * @param bytes text; only the first `length` bytes count
   * @param at where the row begins
   * @param isLast nothing comes after `length`
   * @returns where the next row begins, or −1 if the row is not complete
   */
  next(bytes: Uint8Array, length: number, at: number, isLast: boolean): number {
    this.count = 0;
    this.rowStart = at;
    this.isUnfinished = false;
    let i = at;
    for (;;) {
      while (i < length && this.#isPadding(bytes[i]!)) i++;
      const afterQuote =
        i < length && bytes[i] === this.#quote ? this.#quotedCell(bytes, length, i, isLast) : -1;
      if (afterQuote === INCOMPLETE) return -1;
      if (afterQuote >= 0) i = afterQuote;
      else {
        const start = i;
        i = this.#cellEnd(bytes, length, i);
        let end = i;
        while (end > start && (bytes[end - 1] === BLANK || bytes[end - 1] === TAB)) end--;
        this.#push(start, end, 0);
      }
      if (i >= length) {
        if (!isLast) return -1;
        this.rowEnd = length;
        this.isUnfinished = true;
        return length;
      }
      const byte = bytes[i]!;
      if (byte === LINE_FEED || byte === this.#rowEndByte) {
        this.rowEnd = i;
        return i + 1;
      }
      if (byte === CARRIAGE_RETURN) {
        if (i + 1 >= length && !isLast) return -1;
        this.rowEnd = i;
        return bytes[i + 1] === LINE_FEED ? i + 2 : i + 1;
      }
      i++;
      if (this.#isBlanks) {
        while (i < length && (bytes[i] === BLANK || bytes[i] === TAB)) i++;
        // Blanks before a line end part nothing.
        if (i < length ? this.#endsRow(bytes[i]!) : isLast) {
          this.rowEnd = i;
          if (i >= length) return length;
          if (bytes[i] === CARRIAGE_RETURN && i + 1 >= length && !isLast) return -1;
          return bytes[i] === CARRIAGE_RETURN && bytes[i + 1] === LINE_FEED ? i + 2 : i + 1;
        }
      }
    }
  }

  /** The row holds nothing at all. */
  get isBlank(): boolean {
    return this.count === 1 && this.ends[0] === this.starts[0] && this.quoted[0] === 0;
  }

  #isPadding(byte: number): boolean {
    return (byte === BLANK || byte === TAB) && (this.#isBlanks || byte !== this.#delimiter);
  }

  #endsRow(byte: number): boolean {
    return byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === this.#rowEndByte;
  }

  #cellEnd(bytes: Uint8Array, length: number, from: number): number {
    const delimiter = this.#delimiter;
    const second = this.#second;
    const rowEnd = this.#rowEndByte;
    let i = from;
    for (; i < length; i++) {
      const byte = bytes[i]!;
      if (
        byte === delimiter ||
        byte === LINE_FEED ||
        byte === CARRIAGE_RETURN ||
        byte === second ||
        byte === rowEnd
      )
        break;
    }
    return i;
  }

  /** @returns where the cell's delimiter is, −1 if this is no cell in quotes, or INCOMPLETE */
  #quotedCell(bytes: Uint8Array, length: number, at: number, isLast: boolean): number {
    let hasDoubled = false;
    let close = at + 1;
    for (;;) {
      close = bytes.indexOf(this.#quote, close);
      if (close < 0 || close >= length || close - at > MAX_QUOTED_BYTES)
        return !isLast && length - at <= MAX_QUOTED_BYTES ? INCOMPLETE : -1;
      if (close + 1 < length && bytes[close + 1] === this.#quote) {
        hasDoubled = true;
        close += 2;
        continue;
      }
      break;
    }
    let after = close + 1;
    while (after < length && !this.#isBlanks && this.#isPadding(bytes[after]!)) after++;
    if (after >= length && !isLast) return INCOMPLETE;
    const isClosed =
      after >= length ||
      bytes[after] === this.#delimiter ||
      bytes[after] === this.#second ||
      this.#endsRow(bytes[after]!);
    if (!isClosed) return -1;
    this.#push(at + 1, close, hasDoubled ? 2 : 1);
    return after;
  }

  #push(start: number, end: number, quoted: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts, new Int32Array(2 * this.count));
      this.ends = grown(this.ends, new Int32Array(2 * this.count));
      this.quoted = grown(this.quoted, new Uint8Array(2 * this.count));
    }
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.quoted[this.count++] = quoted;
  }
}

const INCOMPLETE = -2;

function grown<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
