import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBVector } from '@duckdb/node-api';
import { UnrollError } from '../../../shared/domain/error';
import type { TableEnding } from './formats';
import type { Column, Table } from './table';
import { decodeText, isUtf8 } from './text';
import { parseWrittenNumber, parseWrittenTime } from './written-values';

const missingWords = ['', 'NA', 'N/A', '#N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '?', '-'];
const MAX_TABLE_BYTES = 2 ** 31;
const FIRST_LINE_BYTES = 65_536;
const decimalComma = /^[-+]?\d{1,15},\d+$/;

/** How a text file separates and quotes its cells. */
interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
}

/** Reads CSV, TSV and Parquet through DuckDB, in memory and without its extensions that go to the network. */
export class TableReader {
  #instance: Promise<DuckDBInstance> | null = null;
  readonly #dialects = new Map<string, Dialect>();

  /** @param cacheDir where a file that DuckDB cannot take as it is gets a passing copy */
  constructor(readonly cacheDir: string) {}

  /**
   * @param shown the file's name, for sentences
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE
   */
  async read(path: string, format: TableEnding, shown: string): Promise<Table> {
    if (format === 'parquet') return this.#readParquet(path, shown);
    const bytes = await readFile(path);
    if (bytes.length === 0) throw new UnrollError('FILE_EMPTY', `${shown} is empty.`, { file: shown });
    const isPlain = isUtf8(bytes) && !isPattern(path);
    if (isPlain && bytes.subarray(0, FIRST_LINE_BYTES).includes(0)) decodeText(bytes, shown);
    if (isPlain) return this.#readText(path, firstLineOf(bytes), shown);
    // DuckDB takes UTF-8 only, and a name with `*?[` would be a pattern.
    const text = decodeText(bytes, shown);
    const copy = join(this.cacheDir, `table-${randomUUID()}`);
    try {
      await writeFile(copy, text);
      return await this.#readText(copy, text.slice(0, FIRST_LINE_BYTES).split('\n')[0]!, shown);
    } finally {
      await rm(copy, { force: true });
    }
  }

  async close(): Promise<void> {
    const instance = await this.#instance?.catch(() => null);
    instance?.closeSync();
    this.#instance = null;
  }

  async #readParquet(path: string, shown: string): Promise<Table> {
    const copy = isPattern(path) ? join(this.cacheDir, `table-${randomUUID()}`) : null;
    try {
      if (copy !== null) await copyFile(path, copy);
      const source = `read_parquet(${quoted(copy ?? path)}, hive_partitioning = false)`;
      return await this.#load(source, shown, '');
    } finally {
      if (copy !== null) await rm(copy, { force: true });
    }
  }

  async #readText(path: string, firstLine: string, shown: string): Promise<Table> {
    const dialect = await this.#dialectOf(path, firstLine);
    const table = await this.#load(csvSource(path, dialect, '.'), shown, dialect?.delimiter ?? ',');
    const hasDecimalCommas =
      dialect?.delimiter !== ',' &&
      table.columns.some((column) => column.type === 'text' && column.words.every(isDecimalComma));
    return hasDecimalCommas
      ? this.#load(csvSource(path, dialect, ','), shown, dialect?.delimiter ?? ';')
      : table;
  }

  /** Sniffing is most of the time that a small file takes, so that files that begin alike are sniffed once. */
  async #dialectOf(path: string, firstLine: string): Promise<Dialect | null> {
    const key = firstLine.replace(/[-+]?\d[\d.]*(e[-+]?\d+)?/gi, '0').slice(0, 4096);
    const known = this.#dialects.get(key);
    if (known !== undefined) return known;
    try {
      const reader = await this.#query((connection) =>
        connection.runAndReadAll(
          `SELECT Delimiter, Quote, Escape FROM sniff_csv(${quoted(path)}, sample_size = -1)`,
        ),
      );
      const [delimiter, quote, escape] = reader.getRows()[0] ?? [];
      // DuckDB writes "(empty)" where a dialect has no such character.
      const character = (value: unknown): string => (String(value).length === 1 ? String(value) : '"');
      const dialect = {
        delimiter: String(delimiter),
        quote: character(quote),
        escape: character(escape),
      };
      if (dialect.delimiter.length !== 1) return null;
      this.#dialects.set(key, dialect);
      return dialect;
    } catch {
      // What is wrong with the file is said by the reading itself.
      return null;
    }
  }

  /** A connection has one result at a time, so that each query has its own. */
  async #query<T>(query: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.#instance ??= openInstance();
    const connection = await (await this.#instance).connect();
    try {
      return await query(connection);
    } finally {
      connection.closeSync();
    }
  }

  async #load(source: string, shown: string, delimiter: string): Promise<Table> {
    let table: Table;
    try {
      table = await this.#query((connection) => loadTable(connection, source, shown, delimiter));
    } catch (cause) {
      if (cause instanceof UnrollError) throw cause;
      const reason = cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, 200) : String(cause);
      throw new UnrollError(
        'FILE_CORRUPT',
        `${shown} cannot be read as a table: ${reason}`,
        { file: shown },
        { cause },
      );
    }
    if (table.rows === 0) throw new UnrollError('FILE_EMPTY', `${shown} has no rows.`, { file: shown });
    return table;
  }
}

async function openInstance(): Promise<DuckDBInstance> {
  // Loaded when the first table comes: it is large, and the lab starts without it.
  const duckdb = await import('@duckdb/node-api');
  return duckdb.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
  });
}

async function loadTable(
  connection: DuckDBConnection,
  source: string,
  shown: string,
  delimiter: string,
): Promise<Table> {
  const result = await connection.stream(`SELECT * FROM ${source}`);
  const builders = result.columnNames().map((name) => new ColumnBuilder(name));
  let rows = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    rows += chunk.rowCount;
    if (rows * builders.length * 8 > MAX_TABLE_BYTES) throw tooLarge(shown);
    appendChunk(builders, chunk);
  }
  return { rows, columns: builders.map((builder) => builder.finish(rows, delimiter)) };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The whole file is sniffed for types, so that a late value of another kind makes its column text, not an error. */
function csvSource(path: string, dialect: Dialect | null, decimal: '.' | ','): string {
  const options = [
    'sample_size = -1',
    'hive_partitioning = false',
    `decimal_separator = '${decimal}'`,
    `nullstr = [${missingWords.map(quoted).join(', ')}]`,
    ...(dialect === null
      ? []
      : [
          `delim = ${quoted(dialect.delimiter)}`,
          `quote = ${quoted(dialect.quote)}`,
          `escape = ${quoted(dialect.escape)}`,
        ]),
  ];
  return `read_csv(${quoted(path)}, ${options.join(', ')})`;
}

function isPattern(path: string): boolean {
  return /[*?[\]]/.test(path);
}

function isDecimalComma(word: string): boolean {
  return decimalComma.test(word);
}

function firstLineOf(bytes: Uint8Array): string {
  const head = bytes.subarray(0, FIRST_LINE_BYTES);
  const end = head.indexOf(10);
  return new TextDecoder().decode(end === -1 ? head : head.subarray(0, end));
}

function tooLarge(shown: string): UnrollError {
  return new UnrollError('FILE_TOO_LARGE', `${shown} is too large to be read at once; split it.`, {
    file: shown,
  });
}

function appendChunk(builders: readonly ColumnBuilder[], chunk: DuckDBDataChunk): void {
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
class ColumnBuilder {
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

  finish(rows: number, delimiter: string): Column {
    const name = this.name.replace(/^\uFEFF/, '').trim();
    if (this.#type !== 'text')
      return { name, type: this.#type, values: joined(new Float64Array(rows), this.#numbers) };
    const codes = joined(new Int32Array(rows), this.#codes);
    const words = [...this.#words.keys()];
    const spread = (values: readonly number[]): Float64Array =>
      Float64Array.from(codes, (code) => values[code] ?? Number.NaN);
    const times = words.map((word) => parseWrittenTime(word) ?? Number.NaN);
    if (words.length > 0 && !times.some(Number.isNaN)) return { name, type: 'time', values: spread(times) };
    const numbers = words.map((word) => parseWrittenNumber(word, delimiter));
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
