import type { ColumnFacts } from '../content';
import type { CellsCore } from './cells/cells-core';
import { coreOf } from './cells/cells-core';
import { ClockSteps, MAX_RESTART_SHARE, secondsPerUnit } from './clock';
import { DistinctNumbers } from './distinct-numbers';
import type { NumericColumn, TextColumn } from './table';
import { wordOf } from './table';
import { unreadOf } from './unread-words';
import type { EndsSeen } from './values/sentinels';
import { endsOf, noEnds, sentinelAmong } from './values/sentinels';

const MAX_WORDS = 64;
/** A column that falls so often is hardly a time; where it is one after all, its steps are counted once more. */
const LEAST_FALLS = 8;

export type NumericHead = Omit<NumericColumn, 'values'>;
export type TextHead = Omit<TextColumn, 'codes'>;
/** A column without its cells. */
export type ColumnHead = NumericHead | TextHead;

/** `Seen` of cells.cc: places of its numbers. */
const [FIRST, FALLS, STRETCHES, MISSING, IS_ROW_NUMBER, ENDS] = [0, 2, 3, 4, 5, 6];
const nothingSeen = [Number.NaN, Number.NaN, 0, 0, 0, 1, ...noEnds];

/** What one pass over a column of words shows. */
export interface WordsSeen {
  /** Cells without a word. */
  readonly missing: number;
  /** Rows with a word that is not that of the row before. */
  readonly stretches: number;
}

/** What one pass over a column of numbers shows, in blocks and in memory that does not grow with the rows. */
export class NumbersSeen {
  rows = 0;
  readonly #state = Float64Array.from(nothingSeen);
  readonly #distinct = new DistinctNumbers();
  readonly #steps = new ClockSteps();
  /** Whether all steps are in `#steps`: those of what hardly is a time are not counted on. */
  #hasSteps = true;

  /** @param mayBeTime false where it is known that the column is none */
  constructor(readonly mayBeTime: boolean) {}

  get first(): number {
    return this.#state[FIRST]!;
  }

  get missing(): number {
    return this.#state[MISSING]!;
  }

  /** Rows that are not as large as the one before, or not known; the first falls from nothing. */
  get #falls(): number {
    return this.#state[FALLS]! - 1;
  }

  /** @param core in whose memory the values may lie */
  add(values: Float64Array, core: CellsCore | null = null): void {
    if (values.length === 0) return;
    const start = this.rows;
    const { missing } = this;
    if (start === 0) this.#state[FIRST] = values[0]!;
    coreOf(values, core).over(values, this.#state, ({ see }, valuesAt, seenAt) =>
      see(valuesAt, values.length, start, seenAt),
    );
    this.rows += values.length;
    this.#distinct.addAll(values, values.length - (this.missing - missing));
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
    const isRowNumber = type === 'number' && this.#state[IS_ROW_NUMBER] === 1 && this.rows > 1;
    const unitSeconds = type === 'time' ? 1e-3 : (head.unitSeconds ?? secondsPerUnit(name, this.first));
    const isTime = type === 'time' || (type === 'number' && this.#falls <= MAX_RESTART_SHARE * this.rows);
    if (isTime && !(this.mayBeTime && this.#hasSteps) && counted === null) return null;
    const steps = counted ?? this.#steps;
    const sentinel =
      type === 'number'
        ? sentinelAmong(endsOf(Array.from(this.#state.subarray(ENDS)) as unknown as EndsSeen))
        : null;
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
      ...(head.startsAt === undefined ? {} : { startsAt: head.startsAt }),
      ...(sentinel === null ? {} : { sentinel }),
      ...(words === null || distinct < 2 ? {} : { stretches: this.#state[STRETCHES]! }),
    };
  }
}

export function textFacts({ name, type, words }: TextHead, { missing, stretches }: WordsSeen): ColumnFacts {
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
    stretches,
    ...(unread === null ? {} : { unread }),
  };
}
