import { randomUUID } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { appendChunk, ColumnBuilder } from './column-builder';
import type { Case, CasesFile } from '../cases/cases';
import { makeCase } from '../cases/cases';
import type { Table } from './table';
import { storeOf, tableOf } from './table-columns';
import { withJoinedTimes, withNumberTimes } from './times';

const MAX_TABLE_BYTES = 2 ** 31;

/** Reads Parquet through DuckDB, in memory and without its extensions that go to the network. */
export class ParquetTables {
  #instance: Promise<DuckDBInstance> | null = null;

  /** @param cacheDir where a file whose name DuckDB would take for a pattern gets a passing copy */
  constructor(readonly cacheDir: string) {}

  /** @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE */
  async read(path: string, shown: string): Promise<Table> {
    const copy = /[*?[\]]/.test(path) ? join(this.cacheDir, `table-${randomUUID()}`) : null;
    try {
      if (copy !== null) await copyFile(path, copy);
      const table = await this.#load(copy ?? path, shown);
      if (table.rows === 0) throw failure('FILE_EMPTY.noRows', { file: shown });
      const { store, columns } = storeOf(table);
      return tableOf({ store, columns: withJoinedTimes(store, withNumberTimes(store, columns)).columns });
    } finally {
      if (copy !== null) await rm(copy, { force: true });
    }
  }

  /** Columns whose cells are lists of numbers. @throws UnrollError FILE_CORRUPT */
  async listColumns(path: string, shown: string): Promise<string[]> {
    const rows = await this.#query(path, shown, async (connection, source) =>
      (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows(),
    );
    return rows
      .filter(([, type]) => /^(FLOAT|DOUBLE|U?(TINY|SMALL|BIG)?INT(EGER)?)\[\d*\]$/.test(String(type)))
      .map(([name]) => String(name));
  }

  /**
   * Rows of lists as sequences: each list a channel, a column of words the label.
   *
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT
   */
  async readLists(path: string, shown: string): Promise<CasesFile> {
    const lists = await this.listColumns(path, shown);
    const { names, rows } = await this.#query(path, shown, async (connection, source) => {
      const result = await connection.runAndReadAll(`SELECT * FROM ${source}`);
      return { names: result.columnNames(), rows: result.getRowsJS() };
    });
    if (rows.length === 0) throw failure('FILE_EMPTY.noRows', { file: shown });
    const channels = lists.map((name) => names.indexOf(name));
    const label = labelColumn(names, rows, channels);
    let missing = 0;
    const cases = rows.map((row, k): Case => {
      const series = channels.map((channel) => numbersIn(row[channel]));
      if (series.some(({ length }) => length !== series[0]!.length))
        throw failure('FILE_CORRUPT.lists', { file: shown, row: k + 1 });
      const { missing: own, ...sequence } = makeCase(series, label === -1 ? null : String(row[label]));
      missing += own;
      return sequence;
    });
    return { problem: null, channels: channels.length, cases, missing };
  }

  async close(): Promise<void> {
    const instance = await this.#instance?.catch(() => null);
    instance?.closeSync();
    this.#instance = null;
  }

  /** As {@link #load}, of a file whose name may be a pattern. */
  async #query<T>(
    path: string,
    shown: string,
    ask: (connection: DuckDBConnection, source: string) => Promise<T>,
  ): Promise<T> {
    const copy = /[*?[\]]/.test(path) ? join(this.cacheDir, `table-${randomUUID()}`) : null;
    try {
      if (copy !== null) await copyFile(path, copy);
      return await this.#connected(shown, (connection) => ask(connection, sourceOf(copy ?? path)));
    } finally {
      if (copy !== null) await rm(copy, { force: true });
    }
  }

  #load(path: string, shown: string): Promise<Table> {
    return this.#connected(shown, (connection) => loadTable(connection, path, shown));
  }

  async #connected<T>(shown: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    // A connection has one result at a time, so that each table has its own.
    this.#instance ??= openInstance();
    const connection = await (await this.#instance).connect();
    try {
      return await work(connection);
    } catch (cause) {
      if (cause instanceof UnrollError) throw cause;
      const reason = cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, 200) : String(cause);
      throw failure('FILE_CORRUPT.asTable', { file: shown, reason: foreign(reason) }, { cause });
    } finally {
      connection.closeSync();
    }
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

const sourceOf = (path: string): string =>
  `read_parquet('${path.replaceAll("'", "''")}', hive_partitioning = false)`;

/** The column that names classes: the one that is called so, else the only one with few different values; −1 without one. */
function labelColumn(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  lists: readonly number[],
): number {
  const others = names.map((_, k) => k).filter((k) => !lists.includes(k));
  const named = others.find((k) => /^(label|class|target|category|activity|y)s?$/i.test(names[k]!));
  const few = others.filter((k) => new Set(rows.map((row) => String(row[k]))).size <= rows.length / 2);
  return named ?? (few.length === 1 ? few[0]! : -1);
}

function numbersIn(cell: unknown): number[] {
  return Array.isArray(cell) ? cell.map((value) => (value === null ? Number.NaN : Number(value))) : [];
}

async function loadTable(connection: DuckDBConnection, path: string, shown: string): Promise<Table> {
  const result = await connection.stream(`SELECT * FROM ${sourceOf(path)}`);
  const builders = result.columnNames().map((name) => new ColumnBuilder(name));
  let rows = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    rows += chunk.rowCount;
    if (rows * builders.length * 8 > MAX_TABLE_BYTES) throw failure('FILE_TOO_LARGE.atOnce', { file: shown });
    appendChunk(builders, chunk);
  }
  return { rows, columns: builders.map((builder) => builder.finish(rows)) };
}
