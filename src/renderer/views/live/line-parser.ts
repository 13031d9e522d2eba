/** A line this long without an end is no row of numbers. */
const LONGEST_LINE = 4096;
const missing = /^(|nan|na|null|-|\?)$/i;

/**
 * Rows of numbers out of text that comes in pieces: one row a line, numbers separated by commas, semicolons, tabs or
 * blanks, as many as there are channels. What precedes the first line break is passed over, since its beginning is not known.
 */
export class LineParser {
  #rest = '';
  #begun = false;
  #bad = 0;
  #rows = 0;

  constructor(readonly channels: number) {}

  /** Lines that were no rows. */
  get bad(): number {
    return this.#bad;
  }

  get rows(): number {
    return this.#rows;
  }

  /** @returns the rows that are complete by now, [n, channels]; NaN where a value is missing */
  take(text: string): Float32Array {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    if (!this.#begun && lines.length > 0) {
      this.#begun = true;
      lines.shift();
    }
    if (this.#rest.length > LONGEST_LINE) {
      this.#rest = '';
      this.#bad += this.#begun ? 1 : 0;
      this.#begun = false;
    }
    const values = lines.flatMap((line) => this.#row(line.trim()));
    return Float32Array.from(values);
  }

  #row(line: string): readonly number[] {
    if (line === '') return [];
    const cells = line.split(/[,;\t]/.test(line) ? /[,;\t]/ : / +/).map((cell) => cell.trim());
    const values = cells.map((cell) => (missing.test(cell) ? Number.NaN : Number(cell)));
    const isRow =
      values.length === this.channels &&
      cells.every((cell, k) => missing.test(cell) || Number.isFinite(values[k])) &&
      values.some((value) => !Number.isNaN(value));
    if (!isRow) {
      this.#bad += 1;
      return [];
    }
    this.#rows += 1;
    return values;
  }
}
