import type { CasesContent, TableContent } from '../content';
import { loadedCasesReader } from '../cases/cases-reader';
import type { Reader } from '../reader';
import { textAt } from '../bytes';
import type { ParquetTables } from './parquet-table';
import { wholeTableReader } from './whole-table-reader';

const LISTS = 'parquet-lists';

/** Apache Parquet (https://parquet.apache.org/docs/file-format/). */
export function parquetReader(tables: ParquetTables): Reader<TableContent> {
  return wholeTableReader({
    format: 'parquet',
    endings: ['.parquet'],
    claim: (head, name) =>
      textAt(head, 0, 4) === 'PAR1' ? 'signature' : /\.parquet$/i.test(name) ? 'name' : 'none',
    instead: async ({ path, shown }) => ((await tables.listColumns(path, shown)).length > 0 ? LISTS : null),
    load: ({ path, shown }) => tables.read(path, shown),
  });
}

/** Parquet whose rows hold lists of numbers: each row is a sequence. */
export function parquetListsReader(tables: ParquetTables): Reader<CasesContent> {
  return loadedCasesReader({
    format: LISTS,
    endings: ['.parquet'],
    isAnnotated: true,
    claim: () => 'none',
    load: ({ path, shown }) => tables.readLists(path, shown),
  });
}
