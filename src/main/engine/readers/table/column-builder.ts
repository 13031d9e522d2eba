import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { Column } from './table';
import { plainStyle, readNumber } from './values/number-style';
import { writtenMs } from './values/written-time';

/** Gives every column of a chunk to its builder. */
export function appendChunk(builders: readonly ColumnBuilder[], chunk: DuckDBDataChunk): void {
  for (const [c, builder] of builders.entries()) builder.append(chunk.getColumnVector(c), chunk.rowCount);
}

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

/** Collects one column, chunk by chunk. */
export class ColumnBuilder {
  readonly #numbers: Float64Array[] = [];
  readonly #codes: Int32Array[] = [];
  readonly #words = new Map<string, number>();
  #type: Column['type'] = 'number';

  constructor(readonly name: string) {}

  append(vector: DuckDBVector, rows: number): void {
    const type = String(vector.type);
    const unitMs = timeUnitsMs[type];
    if (unitMs !== undefined) this.#type = 'time';
    else if (type === 'BOOLEAN') this.#type = 'boolean';
    else this.#type = isNumeric(type) ? 'number' : 'text';
    if (this.#type === 'text') this.#codes.push(this.#encode(vector, rows));
    else this.#numbers.push(numbersOf(vector, rows, unitMs ?? 1));
  }

  #encode(vector: DuckDBVector, rows: number): Int32Array {
    const codes = new Int32Array(rows).fill(-1);
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

  finish(rows: number): Column {
    const name = this.name.replace(/^\uFEFF/, '').trim();
    if (this.#type !== 'text')
      return { name, type: this.#type, values: joined(new Float64Array(rows), this.#numbers) };
    const codes = joined(new Int32Array(rows), this.#codes);
    const words = [...this.#words.keys()];
    const spread = (values: readonly number[]): Float64Array =>
      Float64Array.from(codes, (code) => values[code] ?? Number.NaN);
    const times = words.map((word) => writtenMs(word) ?? Number.NaN);
    if (words.length > 0 && !times.some(Number.isNaN)) return { name, type: 'time', values: spread(times) };
    const numbers = words.map((word) => readNumber(word, plainStyle));
    const odd = numbers.findIndex(Number.isNaN);
    if (numbers.filter(Number.isNaN).length > MAX_ODD_SHARE * words.length)
      return { name, type: 'text', codes, words };
    return { name, type: 'number', values: spread(numbers), ...(odd === -1 ? {} : { oddWord: words[odd]! }) };
  }
}

function joined<A extends Float64Array | Int32Array>(whole: A, parts: readonly A[]): A {
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
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
