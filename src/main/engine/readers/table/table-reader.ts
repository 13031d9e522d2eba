import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UnrollError } from '../../../../shared/domain/error';
import { appendChunk, ColumnBuilder } from './column-builder';
import type { TableEnding } from './table';
import type { Table } from './table';
import { decodeText, isUtf8 } from '../text';

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
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE, FILE_MISSING, FILE_UNREADABLE
   */
  async read(path: string, format: TableEnding, shown: string): Promise<Table> {
    if (format === 'parquet') return this.#readParquet(path, shown);
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw unreadable(cause, shown);
    });
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

function unreadable(cause: unknown, shown: string): UnrollError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ERR_FS_FILE_TOO_LARGE') return tooLarge(shown);
  return code === 'ENOENT'
    ? new UnrollError('FILE_MISSING', `${shown} is not there any more.`, { file: shown }, { cause })
    : new UnrollError(
        'FILE_UNREADABLE',
        `${shown} cannot be read; check its permissions.`,
        { file: shown },
        { cause },
      );
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
