import { randomUUID } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UnrollError } from '../../../../shared/domain/error';
import { appendChunk, ColumnBuilder } from './column-builder';
import type { Table } from './table';
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
      if (table.rows === 0) throw new UnrollError('FILE_EMPTY', `${shown} has no rows.`, { file: shown });
      const { columns } = withJoinedTimes(withNumberTimes(table.columns));
      return { ...table, columns };
    } finally {
      if (copy !== null) await rm(copy, { force: true });
    }
  }

  async close(): Promise<void> {
    const instance = await this.#instance?.catch(() => null);
    instance?.closeSync();
    this.#instance = null;
  }

  async #load(path: string, shown: string): Promise<Table> {
    // A connection has one result at a time, so that each table has its own.
    this.#instance ??= openInstance();
    const connection = await (await this.#instance).connect();
    try {
      return await loadTable(connection, path, shown);
    } catch (cause) {
      if (cause instanceof UnrollError) throw cause;
      const reason = cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, 200) : String(cause);
      throw new UnrollError(
        'FILE_CORRUPT',
        `${shown} cannot be read as a table: ${reason}`,
        { file: shown },
        { cause },
      );
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

async function loadTable(connection: DuckDBConnection, path: string, shown: string): Promise<Table> {
  const quoted = `'${path.replaceAll("'", "''")}'`;
  const result = await connection.stream(`SELECT * FROM read_parquet(${quoted}, hive_partitioning = false)`);
  const builders = result.columnNames().map((name) => new ColumnBuilder(name));
  let rows = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk !== null && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    rows += chunk.rowCount;
    if (rows * builders.length * 8 > MAX_TABLE_BYTES)
      throw new UnrollError('FILE_TOO_LARGE', `${shown} is too large to be read at once; split it.`, {
        file: shown,
      });
    appendChunk(builders, chunk);
  }
  return { rows, columns: builders.map((builder) => builder.finish(rows)) };
}
