import type { TableContent } from '../content';
import { asFileError, Opened } from '../opened';
import type { DescribeOptions, FileRef, Reader } from '../reader';
import { blocksOf, chosen } from './stored-blocks';
import type { TableNotes } from './table';
import type { StoredTable } from './table-columns';
import { factsOf } from './table-columns';
import { requireNumbers } from './table-content';

/** A table that was read, and what its file holds besides. */
export type ReadTable = StoredTable & { readonly notes?: TableNotes };

type StoredFormat = Pick<Reader, 'format' | 'endings' | 'claim' | 'companions' | 'instead'> & {
  /**
   * Reads a file into a store, whose cells go to `options.spill` where they are too many for memory.
   *
   * @throws UnrollError as {@link Reader.describe}
   */
  read(file: FileRef, options: DescribeOptions): Promise<ReadTable>;
};

/** A reader of tables that must be gone through to the end before a row of them is known. */
export function storedReader({ read, ...own }: StoredFormat): Reader<TableContent> {
  return {
    ...own,
    kind: 'table',
    async describe(file, options = {}) {
      const table = await read(file, options);
      const { store, columns, notes } = table;
      const { keep, keepTable } = options;
      try {
        requireNumbers(
          columns.map(({ head }) => head),
          file.shown,
        );
        const facts = factsOf(store, columns);
        if (keepTable === undefined) for (const block of blocksOf(table)) await keep?.(block, 0);
        else keepTable(table);
        const { rows } = store;
        return { kind: 'table', format: own.format, rows, columns: facts, ...(notes && { notes }) };
      } catch (error) {
        store.drop();
        throw error;
      } finally {
        if (keepTable === undefined) store.drop();
      }
    },
    async *read(file, _content, { start, end }, names, signal) {
      const opened = new Opened(null);
      try {
        const { store, columns } = await read(file, { signal, spill: opened.scratch() });
        opened.onClose(() => store.drop());
        yield* blocksOf({ store, columns: chosen(columns, names, file.shown) }, start, end);
      } catch (cause) {
        throw asFileError(cause, file.shown);
      } finally {
        await opened.close();
      }
    },
  };
}
