import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { UnrollError } from '../../../../shared/domain/error';
import { ParquetTables } from './parquet-table';
import type { Table, TableEnding } from './table';
import { readTextTable } from './text/text-table';

/** Reads CSV and its kin itself, Parquet through DuckDB. */
export class TableReader {
  readonly parquet: ParquetTables;

  /** @param cacheDir where a file that cannot be taken as it is gets a passing copy */
  constructor(readonly cacheDir: string) {
    this.parquet = new ParquetTables(cacheDir);
  }

  /**
   * @param shown the file's name, for sentences
   * @throws UnrollError FILE_EMPTY, FILE_CORRUPT, FILE_TOO_LARGE, FILE_MISSING, FILE_UNREADABLE
   */
  async read(path: string, format: TableEnding, shown: string): Promise<Table> {
    if (format === 'parquet') return this.parquet.read(path, shown);
    let file: FileHandle | null = null;
    try {
      file = await open(path);
      const { size } = await file.stat();
      if (size === 0) throw new UnrollError('FILE_EMPTY', `${shown} is empty.`, { file: shown });
      return await readTextTable(file, size, shown);
    } catch (cause) {
      throw (cause as NodeJS.ErrnoException).syscall === undefined ? cause : unreadable(cause, shown);
    } finally {
      await file?.close();
    }
  }

  async close(): Promise<void> {
    await this.parquet.close();
  }
}

function unreadable(cause: unknown, shown: string): UnrollError {
  return (cause as NodeJS.ErrnoException).code === 'ENOENT'
    ? new UnrollError('FILE_MISSING', `${shown} is not there any more.`, { file: shown }, { cause })
    : new UnrollError(
        'FILE_UNREADABLE',
        `${shown} cannot be read; check its permissions.`,
        { file: shown },
        { cause },
      );
}
