import { extname } from 'node:path';
import type { TableContent } from '../content';
import type { Reader } from '../reader';
import type { TableReader } from './table-reader';
import { wholeTableReader } from './whole-table-reader';

/** Text whose cells are separated: a file has no signature, and is known by its name. */
export function delimitedReader(
  tables: TableReader,
  format: 'csv' | 'tsv',
  endings: readonly string[],
): Reader<TableContent> {
  return wholeTableReader({
    format,
    endings,
    claim: (_head, name) => (endings.includes(extname(name).toLowerCase()) ? 'name' : 'none'),
    load: ({ path, shown }) => tables.read(path, format, shown),
  });
}
