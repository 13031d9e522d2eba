import { failure } from '../../../../shared/sentences/failure';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import type { Table } from '../table/table';
import { rowsOfTable, rowsReader } from '../table/rows-reader';
import { joinParts } from './join-parts';

/** The format of recordings that are several files. */
const JOINED = 'joined';

/**
 * Several files that are one recording, by a {@link FileRef.joining} that says how. It claims nothing: which files belong
 * together is decided above.
 *
 * @param tableOf reads columns of a part whole
 */
export function joinedReader(
  tableOf: (part: FileRef, columns: readonly string[]) => Promise<Table>,
): Reader<TableContent> {
  return rowsReader({
    format: JOINED,
    endings: [],
    claim: () => 'none',
    open: async ({ joining, shown }) => {
      if (joining === undefined) throw failure('FILE_MISSING.partsUnknown', { file: shown });
      const tables: Table[] = [];
      for (const { path, shown: own, size, timeColumn, columns } of joining.parts)
        tables.push(await tableOf({ path, shown: own, size }, [timeColumn, ...columns]));
      return rowsOfTable(await joinParts(joining, tables, shown), shown);
    },
  });
}
