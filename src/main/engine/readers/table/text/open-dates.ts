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

const DAY_MS = 86_400_000;
/** As many more steps of one length, and an order is more regular than by chance. */
const CLEARLY = 1.2;

/** The dates of one column in which the order of day, month and year is decided by all of them together. */
export class OpenDates {
  readonly #rows: number[] = [];
  readonly #packed: number[] = [];
  #zones: Map<number, Zone> | null = null;
  readonly #candidates = new Set<DateOrder>(['dmy', 'mdy', 'ymd']);
  #lastPacked = -1;

  push(row: number, date: readonly [number, number, number], zone: Zone | null): void {
    const packed = (date[0] * 100 + date[1]) * 10_000 + date[2];
    this.#rows.push(row);
    this.#packed.push(packed);
    if (zone !== null) (this.#zones ??= new Map()).set(row, zone);
    if (packed === this.#lastPacked) return;
    this.#lastPacked = packed;
    // An order is out when a date does not exist in it; the last stands, so that one damaged date decides nothing.
    if (this.#candidates.size > 1)
      for (const order of this.#candidates)
        if (this.#candidates.size > 1 && Number.isNaN(orderedMs(date, order))) this.#candidates.delete(order);
  }

  /** Adds the days to the times of day in `values` and says which order was taken; null where there was none to take. */
  resolve(values: Float64Array, hint: DateOrder | null): OrderFact | null {
    if (this.#rows.length === 0) return null;
    const orders = [...this.#candidates].filter(
      (order) => order !== 'ymd' || this.#candidates.size === 1 || this.#canBeYearFirst(),
    );
    const { order, otherOrder } = this.#decide(orders, hint, values);
    const cache = new Map<number, number>();
    for (const [k, row] of this.#rows.entries()) {
      const packed = this.#packed[k]!;
      let day = cache.get(packed);
      if (day === undefined) cache.set(packed, (day = orderedMs(unpacked(packed), order)));
      const zone = this.#zones?.get(row);
      const ms = day + values[row]!;
      values[row] = zone === undefined || Number.isNaN(ms) ? ms : instantOf(ms, zone);
    }
    return {
      order,
      ...(otherOrder === undefined ? {} : { otherOrder }),
      ...(orders.length > 1 && { possible: orders }),
      ...(this.#zones !== null && { isZoned: true }),
    };
  }

  /** Two digits first are a year only if nothing else can be, or if they hardly change while the last ones do. */
  #canBeYearFirst(): boolean {
    const firsts = new Set<number>();
    const lasts = new Set<number>();
    for (const packed of this.#packed.slice(0, 10_000)) {
      const [a, , c] = unpacked(packed);
      if (c > 99) return false;
      firsts.add(a);
      lasts.add(c);
    }
    return lasts.size > firsts.size;
  }

  #decide(orders: readonly DateOrder[], hint: DateOrder | null, values: Float64Array): OrderFact {
    if (orders.length === 1) return { order: orders[0]! };
    if (hint !== null && orders.includes(hint)) return { order: hint };
    const scores = orders.map((order) => ({ order, ...this.#regularity(order, values) }));
    scores.sort(
      (a, b) => a.backwards - b.backwards || b.usual - a.usual || preference(a.order) - preference(b.order),
    );
    const [best, second] = scores as [(typeof scores)[0], (typeof scores)[0]];
    const isTold = best.backwards !== second.backwards || best.usual >= CLEARLY * second.usual;
    return isTold ? { order: best.order } : { order: best.order, otherOrder: second.order };
  }

  /** Steps back, and steps of the commonest length: a wrong order jumps between months. */
  #regularity(order: DateOrder, values: Float64Array): { backwards: number; usual: number } {
    const counts = new Map<number, number>();
    let backwards = 0;
    let last = Number.NaN;
    for (let k = 0; k < this.#rows.length; k++) {
      const ms = orderedMs(unpacked(this.#packed[k]!), order) + values[this.#rows[k]!]!;
      const step = ms - last;
      if (step < 0) backwards++;
      if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
      last = ms;
    }
    let usual = 0;
    for (const [step, count] of counts) if (count > usual && step < 400 * DAY_MS) usual = count;
    return { backwards, usual };
  }
}

/** Most of the world writes the day first. */
function preference(order: DateOrder): number {
  return order === 'dmy' ? 0 : order === 'mdy' ? 1 : 2;
}

function unpacked(packed: number): readonly [number, number, number] {
  const ab = Math.floor(packed / 10_000);
  return [Math.floor(ab / 100), ab % 100, packed % 10_000];
}
