import { randomUUID } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import type { Cases } from '../cases/cases';
import { makeCase } from '../cases/cases';
import { Opened } from '../opened';
import { ColumnBuilder } from './column-builder';
import type { StoredTable } from './table-columns';
import { SegmentFiller, TableStore } from './table-store';
import { withJoinedTimes, withNumberTimes } from './times';

/** Reads Parquet through DuckDB, without its extensions that go to the network. */
export class ParquetTables {
  #instance: Promise<DuckDBInstance> | null = null;

  /** @param cacheDir where a file whose name DuckDB would take for a pattern gets a passing copy */
  constructor(readonly cacheDir: string) {}

  /**
   * Rows into a store, chunk by chunk.
   *
   * @param spill where cells go that are too many for memory; null to hold all
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, DISK_FULL
   */
  async read(path: string, shown: string, spill: string | null): Promise<StoredTable> {
    const opened = new Opened(spill);
    let store: TableStore | null = null;
    try {
      const { connection, source } = await this.#open(path, opened);
      const result = await connection.stream(`SELECT * FROM ${source}`);
      const builders = result.columnNames().map((name) => new ColumnBuilder(name));
      const own = (store = new TableStore(builders.length, spill));
      const filling = new SegmentFiller(own);
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      )
        filling.add(builders.map((builder, c) => builder.cells(chunk.getColumnVector(c), chunk.rowCount)));
      filling.finish();
      if (own.rows === 0) throw failure('FILE_EMPTY.noRows', { file: shown });
      const columns = builders.map((builder, slot) => builder.finish(own, slot));
      return { store: own, columns: withJoinedTimes(own, withNumberTimes(own, columns)).columns };
    } catch (cause) {
      store?.drop();
      throw refusal(cause, shown);
    } finally {
      await opened.close();
    }
  }

  /** Columns whose cells are lists of numbers. @throws UnrollError FILE_CORRUPT */
  async listColumns(path: string, shown: string): Promise<string[]> {
    const opened = new Opened(null);
    try {
      const { connection, source } = await this.#open(path, opened);
      const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows();
      return rows
        .filter(([, type]) => /^(FLOAT|DOUBLE|U?(TINY|SMALL|BIG)?INT(EGER)?)\[\d*\]$/.test(String(type)))
        .map(([name]) => String(name));
    } catch (cause) {
      throw refusal(cause, shown);
    } finally {
      await opened.close();
    }
  }

  /**
   * Rows of lists as sequences: each list a channel, a column of words the label.
   *
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT
   */
  async *readLists(path: string, shown: string, opened: Opened): Cases {
    const lists = await this.listColumns(path, shown);
    const { connection, source } = await this.#open(path, opened);
    const { JSDuckDBValueConverter } = await import('@duckdb/node-api');
    const asked = <T>(work: Promise<T>): Promise<T> =>
      work.catch((cause: unknown) => {
        throw refusal(cause, shown);
      });
    const label = await asked(labelColumn(connection, source, lists));
    const columns = [...lists, ...(label === null ? [] : [label])].map(quoted).join(', ');
    const result = await asked(connection.stream(`SELECT ${columns} FROM ${source}`));
    let row = 0;
    let missing = 0;
    for (;;) {
      const chunk = await asked(result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      for (const cells of chunk.convertRows(JSDuckDBValueConverter)) {
        row++;
        const series = lists.map((_, channel) => numbersIn(cells[channel]));
        if (series.some(({ length }) => length !== series[0]!.length))
          throw failure('FILE_CORRUPT.lists', { file: shown, row });
        const one = makeCase(series, label === null ? null : String(cells[lists.length]));
        missing += one.missing;
        yield one;
      }
    }
    if (row === 0) throw failure('FILE_EMPTY.noRows', { file: shown });
    return { problem: null, channels: lists.length, missing };
  }

  async close(): Promise<void> {
    const instance = await this.#instance?.catch(() => null);
    instance?.closeSync();
    this.#instance = null;
  }

  /** A connection, and the file as it is called in its queries. */
  async #open(
    path: string,
    opened: Opened,
  ): Promise<{ readonly connection: DuckDBConnection; readonly source: string }> {
    let own = path;
    if (/[*?[\]]/.test(path)) {
      own = join(this.cacheDir, `table-${randomUUID()}`);
      opened.onClose(() => rm(own, { force: true }));
      await copyFile(path, own);
    }
    // A connection has one result at a time, so that each table has its own.
    this.#instance ??= openInstance();
    const connection = await (await this.#instance).connect();
    opened.onClose(() => connection.closeSync());
    return { connection, source: sourceOf(own) };
  }
}

function refusal(cause: unknown, shown: string): unknown {
  if (cause instanceof UnrollError) return cause;
  const reason = cause instanceof Error ? cause.message.split('\n')[0]!.slice(0, 200) : String(cause);
  return failure('FILE_CORRUPT.asTable', { file: shown, reason: foreign(reason) }, { cause });
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

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The column that names classes: the one that is called so, else the only one with few different values; null without one. */
async function labelColumn(
  connection: DuckDBConnection,
  source: string,
  lists: readonly string[],
): Promise<string | null> {
  const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`)).getRows();
  const others = described.map(([name]) => String(name)).filter((name) => !lists.includes(name));
  const named = others.find((name) => /^(label|class|target|category|activity|y)s?$/i.test(name));
  if (named !== undefined || others.length === 0) return named ?? null;
  const counts = others.map((name) => `count(DISTINCT ${quoted(name)}), count(${quoted(name)})`);
  const [row = []] = (
    await connection.runAndReadAll(`SELECT count(*), ${counts.join(', ')} FROM ${source}`)
  ).getRows();
  const [rows = 0, ...found] = row.map(Number);
  const few = others.filter((_, k) => {
    // A cell without a value is one more.
    const [distinct = 0, known = 0] = found.slice(2 * k);
    return distinct + (known < rows ? 1 : 0) <= rows / 2;
  });
  return few.length === 1 ? few[0]! : null;
}

function numbersIn(cell: unknown): number[] {
  return Array.isArray(cell) ? cell.map((value) => (value === null ? Number.NaN : Number(value))) : [];
}
