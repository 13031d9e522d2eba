import type { NumericHead } from '../column-facts';
import type { CellsCore } from '../cells/cells-core';
import { NumbersSeen } from '../column-facts';
import type { StoredColumn } from '../table-columns';
import type { TableStore } from '../table-store';
import { isMissingWord } from '../values/missing-words';
import type { NumberStyle } from '../values/number-style';
import { readNumber } from '../values/number-style';
import { isoMs } from '../values/iso-time';
import { Growth } from '../values/number-times';
import { plainNumber } from '../values/plain-number';
import { readTime } from '../values/written-time';
import { instantOf } from '../values/zones';
import type { OrderFact } from './open-dates';
import { OpenDates } from './open-dates';
import type { Reading } from './reading';
import { readingOf } from './reading';
import { textOf, WordTable } from './word-table';

/** A column of numbers or times may hold this share of other words, which count as missing. */
const MAX_ODD_SHARE = 0.05;
/** Of what does not fit, so many places are remembered; more of them is how the column is, and no footer. */
const MAX_ODD_PLACES = 2 ** 20;
/** Words that stand for nothing even where a column holds words: few, since `none` may be a class. */
const missingNames = new Set(['', 'NA', 'N/A', '#N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?', '-']);

/**
 * Reads the cells of one column under one reading into the segments of a store; what the reading does not fit is kept as a word
 * beside it.
 */
export class TextColumn {
  rows = 0;
  /** Where a word stood that is no number or time, and its code: the first of them. */
  readonly odd: { rows: number[]; codes: number[] } = { rows: [], codes: [] };
  readonly #words = new WordTable();
  /** By code: 1 if the word means that nothing was measured. */
  readonly #isMissing: boolean[] = [];
  /** By code: how often it stood where a number or time belongs. */
  readonly #oddByCode: number[] = [];
  #oddCount = 0;
  #missing = 0;
  /** Cells of the segment that is being filled, [rows]. */
  #cells: Float64Array = new Float64Array(0);
  readonly #dates: OpenDates | null;
  readonly #decimal: number;
  readonly #seen: NumbersSeen;
  readonly #growth = new Growth();

  /** @param slot its place in the store */
  constructor(
    readonly name: string,
    readonly reading: Reading,
    readonly slot: number,
  ) {
    this.#dates = reading.kind === 'time' && reading.of === 'date' ? new OpenDates() : null;
    this.#decimal = reading.kind === 'number' && reading.style.decimal === ',' ? 44 : 46;
    this.#seen = new NumbersSeen(true);
  }

  /** What parts whole and fraction where cells are plain numbers; null where they are none. */
  get decimal(): number | null {
    return this.reading.kind === 'number' ? this.#decimal : null;
  }

  /** From now on cells go here. */
  begin(cells: Float64Array): void {
    this.#cells = cells;
  }

  /** The segment has all of its rows; its cells can still be looked at. @param core in whose memory they lie */
  end(rows: number, core: CellsCore): void {
    this.rows += rows;
    if (this.reading.kind === 'words') return;
    const cells = this.#cells.subarray(0, rows);
    this.#growth.add(cells, core);
    if (this.#dates?.isEmpty !== false) this.#seen.add(cells, core);
  }

  /**
   * Reads a cell.
   *
   * @param at its row in the segment; rows come in their order
   * @param isDoubled it has doubled quotes in it
   */
  put(at: number, bytes: Buffer, start: number, end: number, isDoubled = false): void {
    const row = this.rows + at;
    if (this.reading.kind === 'words') {
      this.#cells[at] = isDoubled
        ? this.#undoubled(bytes, start, end)
        : this.#words.codeOf(bytes, start, end);
      return;
    }
    if (start === end) {
      this.#cells[at] = Number.NaN;
      this.#missing++;
      return;
    }
    if (this.reading.kind === 'number') {
      let value = plainNumber(bytes, start, end, this.#decimal);
      if (value !== value && !isLetter(bytes[start]!))
        value = readNumber(textOf(bytes, start, end), this.reading.style);
      this.#cells[at] = value;
      if (value === value) return;
    } else if (this.#appendTime(bytes, start, end, row, at, this.reading.of)) return;
    this.#cells[at] = Number.NaN;
    this.#appendOdd(
      row,
      isDoubled ? this.#undoubled(bytes, start, end) : this.#words.codeOf(bytes, start, end),
    );
  }

  #appendTime(
    bytes: Buffer,
    start: number,
    end: number,
    row: number,
    at: number,
    of: 'date' | 'clock',
  ): boolean {
    const iso = of === 'date' ? isoMs(bytes, start, end) : Number.NaN;
    this.#cells[at] = iso;
    if (iso === iso) return true;
    const written = readTime(textOf(bytes, start, end));
    if (written?.kind !== of) return false;
    const { ms, date, zone } = written;
    if (date !== null) this.#dates!.push(row, date, zone);
    this.#cells[at] = date !== null || zone === null ? ms : instantOf(ms, zone);
    return true;
  }

  #appendOdd(row: number, code: number): void {
    this.#isMissing[code] ??= isMissingWord(this.#words.words[code]!);
    if (this.#isMissing[code]) {
      this.#missing++;
      return;
    }
    this.#oddCount++;
    this.#oddByCode[code] = (this.#oddByCode[code] ?? 0) + 1;
    if (this.odd.rows.length >= MAX_ODD_PLACES) return;
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

  /** It has more different words than can be kept. */
  get isTooVaried(): boolean {
    return this.reading.kind === 'words' && this.#words.isFull;
  }

  /** Nothing in it asks whether this reading is the right one. */
  get isPlain(): boolean {
    if (this.reading.kind !== 'words') return this.#oddCount === 0;
    const words = this.#words.words.filter((word) => !isMissingWord(word)).slice(0, 400);
    return words.length > 0 && readingOf(words, null, true).kind === 'words';
  }

  /** Few enough words among its numbers or times that those are missing values, rather than the column being words. */
  get isMostlyRead(): boolean {
    return this.reading.kind !== 'words' && this.#oddCount <= MAX_ODD_SHARE * (this.rows - this.#missing);
  }

  /** Another reading that the whole column asks for, now that all of it was seen; null if this one stands. */
  betterReading(decimal: '.' | ',' | null, allowsComma: boolean): Reading | null {
    if (this.reading.kind === 'words' || this.#oddCount === 0) return null;
    const odd = Object.keys(this.#oddByCode)
      .slice(0, 1000)
      .map((code) => this.#words.words[Number(code)]!);
    const other = readingOf(odd, decimal, allowsComma);
    if (other.kind === 'number' && this.reading.kind === 'number' && this.#mayBe(other.style)) return other;
    if (this.isMostlyRead) return null;
    const hadNothing = this.#oddCount + this.#missing === this.rows;
    return hadNothing ? other : { kind: 'words' };
  }

  /** Whether what was read as numbers so far can also be numbers in another style. */
  #mayBe(style: NumberStyle): boolean {
    const own = this.reading.kind === 'number' ? this.reading.style : style;
    if (own.decimal === style.decimal) return own.unit === '' || own.unit === style.unit;
    return 2 * this.#oddCount > this.rows - this.#missing || this.#growth.isWhole;
  }

  /**
   * The column in its store, changed there to what it means.
   *
   * @param leftOut rows that are no data and will go; null where there are none
   * @param hint which order of dates the file's own words speak for
   */
  finish(
    store: TableStore,
    leftOut: ReadonlySet<number> | null,
    hint: 'dmy' | 'mdy' | 'ymd' | null,
  ): StoredColumn {
    if (this.reading.kind === 'words') return this.#finishWords(store, leftOut);
    const { slot } = this;
    const order = this.#resolved(store, hint);
    const asRead = order === null && leftOut === null ? { seen: this.#seen, growth: this.#growth } : {};
    const odd = this.#oddFacts(leftOut);
    const common = { name: this.name, ...odd };
    const head: NumericHead =
      this.reading.kind === 'number'
        ? {
            ...common,
            type: 'number',
            ...(this.reading.style.unit === '' ? {} : { unit: this.reading.style.unit }),
          }
        : { ...common, type: 'time', written: { as: this.reading.of, ...(order ?? {}) } };
    return { head, slot, ...asRead };
  }

  #resolved(store: TableStore, hint: 'dmy' | 'mdy' | 'ymd' | null): OrderFact | null {
    const dates = this.#dates;
    if (dates === null || dates.isEmpty) return null;
    const slots = [this.slot];
    const fact = dates.decide((see) => store.each(slots, ([values], start) => see(values!, start)), hint);
    store.change(slots, ([values], start) => dates.add(values!, start, fact.order));
    return fact;
  }

  #oddFacts(leftOut: ReadonlySet<number> | null): Pick<NumericHead, 'oddWord' | 'oddCount'> {
    const first = this.odd.rows.findIndex((row) => leftOut?.has(row) !== true);
    if (first === -1) return {};
    const gone = leftOut === null ? 0 : this.odd.rows.filter((row) => leftOut.has(row)).length;
    return { oddWord: this.#words.words[this.odd.codes[first]!]!, oddCount: this.#oddCount - gone };
  }

  /** Words are numbered in the order in which they first come, without those that stand for nothing. */
  #finishWords(store: TableStore, leftOut: ReadonlySet<number> | null): StoredColumn {
    const { slot, name } = this;
    const used = new Int32Array(this.#words.words.length).fill(-2);
    const words: string[] = [];
    let missing = 0;
    let stretches = 0;
    let last = -1;
    store.change([slot], ([codes], start) => {
      for (let k = 0; k < codes!.length; k++) {
        if (leftOut?.has(start + k) === true) continue;
        const code = codes![k]!;
        if (used[code] === -2) {
          const word = this.#words.words[code]!;
          used[code] = missingNames.has(word) ? -1 : words.push(word) - 1;
        }
        codes![k] = used[code]!;
        if (used[code] === -1) missing++;
        else if (used[code] !== last) stretches++;
        last = used[code]!;
      }
    });
    if (words.length === 0 || !words.every((word) => /^(true|false)$/i.test(word)))
      return { head: { name, type: 'text', words }, slot, wordsSeen: { missing, stretches } };
    const values = words.map((word) => (word.toLowerCase() === 'true' ? 1 : 0));
    store.change([slot], ([codes]) => {
      for (let k = 0; k < codes!.length; k++) codes![k] = values[codes![k]!] ?? Number.NaN;
    });
    return { head: { name, type: 'boolean' }, slot };
  }
}

/** Words mostly begin with a letter, and numbers do not; `$5` and `−5` go the long way. */
function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}
