import type { DuckDBVector } from '@duckdb/node-api';
import type { Column } from './table';
import type { StoredColumn } from './table-columns';
import type { TableStore } from './table-store';
import { plainStyle, readNumber } from './values/number-style';
import { writtenMs } from './values/written-time';

const DAY_MS = 86_400_000;
/** Milliseconds in one unit of DuckDB's time types; TIMESTAMP without a suffix counts microseconds. */
const timeUnitsMs: Readonly<Record<string, number>> = {
  DATE: DAY_MS,
  TIMESTAMP: 1e-3,
  'TIMESTAMP WITH TIME ZONE': 1e-3,
  TIMESTAMP_S: 1e3,
  TIMESTAMP_MS: 1,
  TIMESTAMP_NS: 1e-6,
  TIME: 1e-3,
};

/** A column of numbers may hold this share of other words, which count as missing. */
const MAX_ODD_SHARE = 0.05;

/** Makes cells of one column's chunks, and says at the end what they are. */
export class ColumnBuilder {
  readonly #words = new Map<string, number>();
  #type: Column['type'] = 'number';

  constructor(readonly name: string) {}

  /** [rows] numbers, or codes of words. */
  cells(vector: DuckDBVector, rows: number): Float64Array {
    const type = String(vector.type);
    const unitMs = timeUnitsMs[type];
    if (unitMs !== undefined) this.#type = 'time';
    else if (type === 'BOOLEAN') this.#type = 'boolean';
    else this.#type = isNumeric(type) ? 'number' : 'text';
    return this.#type === 'text' ? this.#encode(vector, rows) : numbersOf(vector, rows, unitMs ?? 1);
  }

  #encode(vector: DuckDBVector, rows: number): Float64Array {
    const codes = new Float64Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      const item = vector.getItem(row);
      if (item === null) continue;
      const word = String(item).trim();
      let code = this.#words.get(word);
      if (code === undefined) this.#words.set(word, (code = this.#words.size));
      codes[row] = code;
    }
    return codes;
  }

  /** The column as it lies in a store; words that are times or numbers become so there. */
  finish(store: TableStore, slot: number): StoredColumn {
    const name = this.name.replace(/^\uFEFF/, '').trim();
    if (this.#type !== 'text') return { head: { name, type: this.#type }, slot };
    const words = [...this.#words.keys()];
    const spread = (values: readonly number[]): void =>
      store.change([slot], ([cells]) => {
        for (let row = 0; row < cells!.length; row++) cells![row] = values[cells![row]!] ?? Number.NaN;
      });
    const times = words.map((word) => writtenMs(word) ?? Number.NaN);
    if (words.length > 0 && !times.some(Number.isNaN)) {
      spread(times);
      return { head: { name, type: 'time' }, slot };
    }
    const numbers = words.map((word) => readNumber(word, plainStyle));
    const odd = numbers.findIndex(Number.isNaN);
    if (numbers.filter(Number.isNaN).length > MAX_ODD_SHARE * words.length)
      return { head: { name, type: 'text', words }, slot };
    spread(numbers);
    return { head: { name, type: 'number', ...(odd === -1 ? {} : { oddWord: words[odd]! }) }, slot };
  }
}

function isNumeric(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\b.*)$/.test(type);
}

function numbersOf(vector: DuckDBVector, rows: number, unit: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const item = vector.getItem(row);
    values[row] = item === null ? Number.NaN : toNumber(item) * unit;
  }
  return values;
}

/** DuckDB's own value classes hold a count of their unit in their first field. */
function toNumber(item: unknown): number {
  if (typeof item === 'number') return item;
  if (typeof item === 'bigint') return Number(item);
  if (typeof item === 'boolean') return item ? 1 : 0;
  for (const key of ['micros', 'days', 'millis', 'seconds', 'nanos', 'nanoseconds', 'milliseconds'])
    if (typeof item === 'object' && item !== null && key in item)
      return Number((item as Record<string, bigint | number>)[key]);
  return Number(String(item));
}
