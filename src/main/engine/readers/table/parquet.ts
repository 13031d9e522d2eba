import type { CasesContent, TableContent } from '../content';
import { casesReader } from '../cases/cases-reader';
import type { Reader } from '../reader';
import { textAt } from '../bytes';
import type { ParquetTables } from './parquet-table';
import { storedReader } from './stored-reader';

const LISTS = 'parquet-lists';

/** Apache Parquet (https://parquet.apache.org/docs/file-format/). */
export function parquetReader(tables: ParquetTables): Reader<TableContent> {
  return storedReader({
    format: 'parquet',
    endings: ['.parquet'],
    claim: (head, name) =>
      textAt(head, 0, 4) === 'PAR1' ? 'signature' : /\.parquet$/i.test(name) ? 'name' : 'none',
    instead: async ({ path, shown }) => ((await tables.listColumns(path, shown)).length > 0 ? LISTS : null),
    read: ({ path, shown }, { spill = null }) => tables.read(path, shown, spill),
  });
}

/** Parquet whose rows hold lists of numbers: each row is a sequence. */
export function parquetListsReader(tables: ParquetTables): Reader<CasesContent> {
  return casesReader({
    format: LISTS,
    endings: ['.parquet'],
    isAnnotated: true,
    claim: () => 'none',
    read: ({ path, shown }, opened) => tables.readLists(path, shown, opened),
  });
}
