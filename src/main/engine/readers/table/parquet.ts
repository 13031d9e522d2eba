import type { TableContent } from '../content';
import type { Reader } from '../reader';
import { textAt } from '../bytes';
import type { TableReader } from './table-reader';
import { wholeTableReader } from './whole-table-reader';

/** Apache Parquet (https://parquet.apache.org/docs/file-format/). */
export function parquetReader(tables: TableReader): Reader<TableContent> {
  return wholeTableReader({
    format: 'parquet',
    endings: ['.parquet'],
    claim: (head, name) =>
      textAt(head, 0, 4) === 'PAR1' ? 'signature' : /\.parquet$/i.test(name) ? 'name' : 'none',
    load: ({ path, shown }) => tables.read(path, 'parquet', shown),
  });
}
