import type { Column, NumericColumn } from '../table';
import { isMissingWord } from '../values/missing-words';
import type { NumberStyle } from '../values/number-style';
import { readNumber } from '../values/number-style';
import { isoMs } from '../values/iso-time';
import { plainNumber } from '../values/plain-number';
import { readTime } from '../values/written-time';
import { instantOf } from '../values/zones';
import { OpenDates } from './open-dates';
import type { Reading } from './reading';
import { readingOf } from './reading';
import { textOf, WordTable } from './word-table';

/** A column of numbers or times may hold this share of other words, which count as missing. */
const MAX_ODD_SHARE = 0.05;
/** Words that stand for nothing even where a column holds words: few, since `none` may be a class. */
const missingNames = new Set(['', 'NA', 'N/A', '#N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?', '-']);

/** Collects the cells of one column under one reading; what the reading does not fit is kept as a word beside it. */
export class TextColumn {
  rows = 0;
  /** Of `oddRows`: where a word stood that is no number or time, and its code. */
  readonly odd: { rows: number[]; codes: number[] } = { rows: [], codes: [] };
  readonly #words = new WordTable();
  /** By code: 1 if the word means that nothing was measured. */
  readonly #isMissing: boolean[] = [];
  #values: Float64Array;
  #codes: Int32Array;
  #missing = 0;
  readonly #dates: OpenDates | null;
  readonly #decimal: number;

  constructor(
    readonly name: string,
    readonly reading: Reading,
    capacity: number,
  ) {
    this.#values = new Float64Array(reading.kind === 'words' ? 0 : capacity);
    this.#codes = new Int32Array(reading.kind === 'words' ? capacity : 0);
    this.#dates = reading.kind === 'time' && reading.of === 'date' ? new OpenDates() : null;
    this.#decimal = reading.kind === 'number' && reading.style.decimal === ',' ? 44 : 46;
  }

  /** @param isDoubled the cell has doubled quotes in it */
  append(bytes: Buffer, start: number, end: number, isDoubled: boolean): void {
    const row = this.rows++;
    if (this.reading.kind === 'words') {
      if (row === this.#codes.length) this.#codes = grown(this.#codes, new Int32Array(capacityAfter(row)));
      this.#codes[row] = isDoubled
        ? this.#undoubled(bytes, start, end)
        : this.#words.codeOf(bytes, start, end);
      return;
    }
    if (row === this.#values.length) this.#values = grown(this.#values, new Float64Array(capacityAfter(row)));
    if (start === end) {
      this.#values[row] = Number.NaN;
      this.#missing++;
      return;
    }
    if (this.reading.kind === 'number') {
      let value = plainNumber(bytes, start, end, this.#decimal);
      if (value !== value && !isLetter(bytes[start]!))
        value = readNumber(textOf(bytes, start, end), this.reading.style);
      this.#values[row] = value;
      if (value === value) return;
    } else if (this.#appendTime(bytes, start, end, row, this.reading.of)) return;
    this.#appendOdd(
      row,
      isDoubled ? this.#undoubled(bytes, start, end) : this.#words.codeOf(bytes, start, end),
    );
  }

  #appendTime(bytes: Buffer, start: number, end: number, row: number, of: 'date' | 'clock'): boolean {
    const iso = of === 'date' ? isoMs(bytes, start, end) : Number.NaN;
    this.#values[row] = iso;
    if (iso === iso) return true;
    const written = readTime(textOf(bytes, start, end));
    if (written?.kind !== of) return false;
    const { ms, date, zone } = written;
    if (date !== null) this.#dates!.push(row, date, zone);
    this.#values[row] = date !== null || zone === null ? ms : instantOf(ms, zone);
    return true;
  }

  #appendOdd(row: number, code: number): void {
    this.#values[row] = Number.NaN;
    this.#isMissing[code] ??= isMissingWord(this.#words.words[code]!);
    if (this.#isMissing[code]) {
      this.#missing++;
      return;
    }
    this.odd.rows.push(row);
    this.odd.codes.push(code);
  }

  #undoubled(bytes: Buffer, start: number, end: number): number {
    const text = Buffer.from(textOf(bytes, start, end).replaceAll('""', '"'));
    return this.#words.codeOf(text, 0, text.length);
  }

  wordOf(code: number): string {
    return this.#words.words[code]!;
  }

  /** Whether a cell of this column was read as a number or time. */
  hasValue(row: number): boolean {
    return !Number.isNaN(this.#values[row]!);
  }

  /** Few enough words among its numbers or times that those are missing values, rather than the column being words. */
  get isMostlyRead(): boolean {
    return (
      this.reading.kind !== 'words' && this.odd.rows.length <= MAX_ODD_SHARE * (this.rows - this.#missing)
    );
  }

  /** Another reading that the whole column asks for, now that all of it was seen; null if this one stands. */
  betterReading(decimal: '.' | ',' | null, allowsComma: boolean): Reading | null {
    if (this.reading.kind === 'words' || this.odd.rows.length === 0) return null;
    const odd = [...new Set(this.odd.codes)].slice(0, 1000).map((code) => this.#words.words[code]!);
    const other = readingOf(odd, decimal, allowsComma);
    if (other.kind === 'number' && this.reading.kind === 'number' && this.#mayBe(other.style)) return other;
    if (this.isMostlyRead) return null;
    const hadNothing = this.odd.rows.length + this.#missing === this.rows;
    return hadNothing ? other : { kind: 'words' };
  }

  /** Whether what was read as numbers so far can also be numbers in another style. */
  #mayBe(style: NumberStyle): boolean {
    const own = this.reading.kind === 'number' ? this.reading.style : style;
    if (own.decimal === style.decimal) return own.unit === '' || own.unit === style.unit;
    if (2 * this.odd.rows.length > this.rows - this.#missing) return true;
    return this.#values
      .subarray(0, this.rows)
      .every((value) => Number.isNaN(value) || Number.isInteger(value));
  }

  /**
   * @param isLeftOut [rows] 1 for rows that are no data; null where there are none
   * @param hint which order of dates the file's own words speak for
   */
  finish(isLeftOut: Uint8Array | null, kept: number, hint: 'dmy' | 'mdy' | 'ymd' | null): Column {
    if (this.reading.kind === 'words') return this.#finishWords(isLeftOut, kept);
    const whole = this.#values.subarray(0, this.rows);
    const order = this.#dates?.resolve(whole, hint) ?? null;
    const values = isLeftOut === null ? whole : whole.filter((_, row) => isLeftOut[row] === 0);
    const odd = this.#oddFacts(isLeftOut);
    const common = { name: this.name, values, ...odd };
    if (this.reading.kind === 'number')
      return {
        ...common,
        type: 'number',
        ...(this.reading.style.unit === '' ? {} : { unit: this.reading.style.unit }),
      };
    return {
      ...common,
      type: 'time',
      written: { as: this.reading.of, ...(order ?? {}) },
    } satisfies NumericColumn;
  }

  #oddFacts(isLeftOut: Uint8Array | null): Pick<NumericColumn, 'oddWord' | 'oddCount'> {
    const kept = this.odd.rows.map((row, k) => ({ row, k })).filter(({ row }) => isLeftOut?.[row] !== 1);
    return kept.length === 0
      ? {}
      : { oddWord: this.#words.words[this.odd.codes[kept[0]!.k]!]!, oddCount: kept.length };
  }

  #finishWords(isLeftOut: Uint8Array | null, kept: number): Column {
    const codes = new Int32Array(kept);
    const used = new Int32Array(this.#words.words.length).fill(-1);
    const words: string[] = [];
    let at = 0;
    for (let row = 0; row < this.rows; row++) {
      if (isLeftOut?.[row] === 1) continue;
      const code = this.#codes[row]!;
      const word = this.#words.words[code]!;
      if (missingNames.has(word)) codes[at++] = -1;
      else {
        if (used[code] === -1) used[code] = words.push(word) - 1;
        codes[at++] = used[code]!;
      }
    }
    if (words.length > 0 && words.every((word) => /^(true|false)$/i.test(word))) {
      const values = Float64Array.from(codes, (code) =>
        code === -1 ? Number.NaN : words[code]!.toLowerCase() === 'true' ? 1 : 0,
      );
      return { name: this.name, type: 'boolean', values };
    }
    return { name: this.name, type: 'text', codes, words };
  }
}

/** Words mostly begin with a letter, and numbers do not; `$5` and `−5` go the long way. */
function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}

function capacityAfter(rows: number): number {
  return Math.max(1024, Math.ceil(rows * 1.25));
}

function grown<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
