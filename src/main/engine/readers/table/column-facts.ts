import type { ColumnFacts } from '../content';
import { ClockSteps, MAX_RESTART_SHARE, secondsPerUnit } from './clock';
import { DistinctNumbers } from './distinct-numbers';
import type { NumericColumn, TextColumn } from './table';
import { wordOf } from './table';
import { unreadOf } from './unread-words';
import { Ends, sentinelAmong } from './values/sentinels';

const MAX_WORDS = 64;
/** A column that falls so often is no time, however many rows come. */
const LEAST_FALLS = 4096;

export type NumericHead = Omit<NumericColumn, 'values'>;
export type TextHead = Omit<TextColumn, 'codes'>;
/** A column without its cells. */
export type ColumnHead = NumericHead | TextHead;

/** What one pass over a column of numbers shows, in blocks and in memory that does not grow with the rows. */
export class NumbersSeen {
  rows = 0;
  missing = 0;
  first = Number.NaN;
  /** Rows that are not as large as the one before, or not known. */
  #falls = 0;
  /** Rows with another number than the one before; the first is one. */
  #stretches = 0;
  #isRowNumber = true;
  #last = Number.NaN;
  readonly #distinct = new DistinctNumbers();
  readonly #ends = new Ends();
  readonly #steps = new ClockSteps();
  /** Whether all steps are in `#steps`: those of what hardly is a time are not counted on. */
  #hasSteps = true;

  /** @param mayBeTime false where it is known that the column is none */
  constructor(readonly mayBeTime: boolean) {}

  add(values: Float64Array): void {
    const start = this.rows;
    if (start === 0 && values.length > 0) this.first = values[0]!;
    const first = this.first;
    let last = this.#last;
    let falls = 0;
    let missing = 0;
    let stretches = this.#stretches;
    let isRowNumber = this.#isRowNumber;
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      if (!(value >= last)) falls++;
      if (value !== last) stretches++;
      if (isRowNumber && !(value === first + start + k && Number.isInteger(value))) isRowNumber = false;
      if (value !== value) missing++;
      last = value;
    }
    // The first row falls from nothing.
    this.#falls += start === 0 && values.length > 0 ? falls - 1 : falls;
    this.missing += missing;
    this.#stretches = stretches;
    this.#isRowNumber = isRowNumber;
    this.#last = last;
    this.rows += values.length;
    this.#distinct.addAll(values);
    this.#ends.add(values);
    if (this.mayBeTime && this.#hasSteps) {
      if (this.#falls > LEAST_FALLS && this.#falls > 4 * MAX_RESTART_SHARE * this.rows)
        this.#hasSteps = false;
      else this.#steps.add(values, 0, values.length);
    }
  }

  /**
   * What is known of the column; null where its steps must be counted after all, over all of its rows once more
   * ({@link NumbersSeen.stepsOf}).
   */
  facts(head: NumericHead, counted: ClockSteps | null = null): ColumnFacts | null {
    const { name, type } = head;
    const distinct = this.#distinct.count;
    const isRowNumber = type === 'number' && this.#isRowNumber && this.rows > 1;
    const unitSeconds = type === 'time' ? 1e-3 : (head.unitSeconds ?? secondsPerUnit(name, this.first));
    const isTime = type === 'time' || (type === 'number' && this.#falls <= MAX_RESTART_SHARE * this.rows);
    if (isTime && !(this.mayBeTime && this.#hasSteps) && counted === null) return null;
    const steps = counted ?? this.#steps;
    const sentinel = type === 'number' ? sentinelAmong(this.#ends.list()) : null;
    const words = this.#distinct.listed(MAX_WORDS)?.map((value) => wordOf(type, value)) ?? null;
    return {
      name,
      type,
      distinct,
      missing: this.missing,
      isConstant: distinct <= 1,
      isRowNumber,
      oddWord: head.oddWord ?? null,
      words,
      clock: isTime ? steps.clock(unitSeconds, isRowNumber) : null,
      ...(head.oddCount === undefined ? {} : { oddCount: head.oddCount }),
      ...(head.unit === undefined ? {} : { unit: head.unit }),
      ...(head.written === undefined ? {} : { written: head.written }),
      ...(sentinel === null ? {} : { sentinel }),
      ...(words === null || distinct < 2 ? {} : { stretches: this.#stretches }),
    };
  }
}

export function textFacts({ name, type, words }: TextHead, missing: number): ColumnFacts {
  const unread = unreadOf(words);
  return {
    name,
    type,
    distinct: words.length,
    missing,
    isConstant: words.length <= 1,
    isRowNumber: false,
    oddWord: null,
    words: words.length > MAX_WORDS ? null : [...words],
    clock: null,
    ...(unread === null ? {} : { unread }),
  };
}
