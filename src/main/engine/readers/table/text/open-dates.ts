import type { DateOrder } from '../values/written-time';
import { orderedMs } from '../values/written-time';
import type { Zone } from '../values/zones';
import { instantOf } from '../values/zones';

/** What was decided of dates such as `03/04/2012`. */
export interface OrderFact {
  readonly order: DateOrder;
  /** Another order that the column fits as well; the order is then a guess. */
  readonly otherOrder?: DateOrder;
  /** Every order in which all dates of the column exist, where these are several. */
  readonly possible?: readonly DateOrder[];
  /** Dates have offsets from UTC, so that the days as they were written are not known any more. */
  readonly isZoned?: true;
}

/** Goes through the times of day of a column, block by block. */
type EachBlock = (see: (values: Float64Array, start: number) => void) => void;

type ThreeNumbers = readonly [number, number, number];

interface OpenDate {
  readonly date: ThreeNumbers;
  readonly zone: Zone | null;
}

const DAY_MS = 86_400_000;
/** As many more steps of one length, and an order is more regular than by chance. */
const CLEARLY = 1.2;
const CHUNK_ROWS = 2 ** 16;
const SOME_DATES = 10_000;

/** The dates of one column in which the order of day, month and year is decided by all of them together. */
export class OpenDates {
  /** Different dates; those of rows are numbered from 1, and 0 is a row without. */
  readonly #dates: OpenDate[] = [];
  readonly #numbers = new Map<number | string, number>();
  readonly #chunks: Int32Array[] = [];
  readonly #candidates = new Set<DateOrder>(['dmy', 'mdy', 'ymd']);
  #last = 0;
  #lastKey: number | string = -1;

  push(row: number, date: ThreeNumbers, zone: Zone | null): void {
    const packed = (date[0] * 100 + date[1]) * 10_000 + date[2];
    const key = zone === null ? packed : `${packed} ${JSON.stringify(zone)}`;
    if (key !== this.#lastKey) {
      this.#lastKey = key;
      this.#last = this.#numbers.get(key) ?? this.#addDate(key, { date, zone });
    }
    const chunk = Math.floor(row / CHUNK_ROWS);
    while (this.#chunks.length <= chunk) this.#chunks.push(new Int32Array(CHUNK_ROWS));
    this.#chunks[chunk]![row % CHUNK_ROWS] = this.#last;
  }

  #addDate(key: number | string, open: OpenDate): number {
    const number = this.#dates.push(open);
    this.#numbers.set(key, number);
    // An order is out when a date does not exist in it; the last stands, so that one damaged date decides nothing.
    if (this.#candidates.size > 1)
      for (const order of this.#candidates)
        if (this.#candidates.size > 1 && Number.isNaN(orderedMs(open.date, order)))
          this.#candidates.delete(order);
    return number;
  }

  get isEmpty(): boolean {
    return this.#dates.length === 0;
  }

  /** Which order is taken. @param each the times of day */
  decide(each: EachBlock, hint: DateOrder | null): OrderFact {
    const orders = [...this.#candidates].filter(
      (order) => order !== 'ymd' || this.#candidates.size === 1 || this.#canBeYearFirst(),
    );
    return {
      ...this.#taken(orders, each, hint),
      ...(orders.length > 1 && { possible: orders }),
      ...(this.#dates.some(({ zone }) => zone !== null) && { isZoned: true }),
    };
  }

  #taken(orders: readonly DateOrder[], each: EachBlock, hint: DateOrder | null): OrderFact {
    if (orders.length === 1) return { order: orders[0]! };
    if (hint !== null && orders.includes(hint)) return { order: hint };
    const scores = orders.map((order) => ({ order, ...this.#regularity(order, each) }));
    scores.sort(
      (a, b) => a.backwards - b.backwards || b.usual - a.usual || preference(a.order) - preference(b.order),
    );
    const [best, second] = scores as [(typeof scores)[0], (typeof scores)[0]];
    const isTold = best.backwards !== second.backwards || best.usual >= CLEARLY * second.usual;
    return isTold ? { order: best.order } : { order: best.order, otherOrder: second.order };
  }

  /** Adds the days to times of day, in place. @param start the row of the first of them */
  add(values: Float64Array, start: number, order: DateOrder): void {
    const days = this.#days(order);
    for (let k = 0; k < values.length; k++) {
      const number = this.#numberAt(start + k);
      if (number === 0) continue;
      const { zone } = this.#dates[number - 1]!;
      const ms = days[number - 1]! + values[k]!;
      values[k] = zone === null || Number.isNaN(ms) ? ms : instantOf(ms, zone);
    }
  }

  #numberAt(row: number): number {
    return this.#chunks[Math.floor(row / CHUNK_ROWS)]?.[row % CHUNK_ROWS] ?? 0;
  }

  #days(order: DateOrder): Float64Array {
    return Float64Array.from(this.#dates, ({ date }) => orderedMs(date, order));
  }

  /** Two digits first are a year only if nothing else can be, or if they hardly change while the last ones do. */
  #canBeYearFirst(): boolean {
    const firsts = new Set<number>();
    const lasts = new Set<number>();
    let seen = 0;
    for (let row = 0; row < this.#chunks.length * CHUNK_ROWS && seen < SOME_DATES; row++) {
      const number = this.#numberAt(row);
      if (number === 0) continue;
      seen++;
      const [a, , c] = this.#dates[number - 1]!.date;
      if (c > 99) return false;
      firsts.add(a);
      lasts.add(c);
    }
    return lasts.size > firsts.size;
  }

  /** Steps back, and steps of the commonest length: a wrong order jumps between months. */
  #regularity(order: DateOrder, each: EachBlock): { backwards: number; usual: number } {
    const days = this.#days(order);
    const counts = new Map<number, number>();
    let backwards = 0;
    let last = Number.NaN;
    each((values, start) => {
      for (let k = 0; k < values.length; k++) {
        const number = this.#numberAt(start + k);
        if (number === 0) continue;
        const ms = days[number - 1]! + values[k]!;
        const step = ms - last;
        if (step < 0) backwards++;
        if (step > 0 && (counts.size < SOME_STEPS || counts.has(step)))
          counts.set(step, (counts.get(step) ?? 0) + 1);
        last = ms;
      }
    });
    let usual = 0;
    for (const [step, count] of counts) if (count > usual && step < 400 * DAY_MS) usual = count;
    return { backwards, usual };
  }
}

/** The commonest step is among so many. */
const SOME_STEPS = 2 ** 20;

/** Most of the world writes the day first. */
function preference(order: DateOrder): number {
  return order === 'dmy' ? 0 : order === 'mdy' ? 1 : 2;
}
