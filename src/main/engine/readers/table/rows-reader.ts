import { setImmediate } from 'node:timers/promises';
import { cutBlocks } from '../blocks';
import type { TableContent } from '../content';
import { asFileError, Opened } from '../opened';
import type { Block, DescribeOptions, FileRef, Reader } from '../reader';
import type { ColumnHead } from './column-facts';
import { chosen } from './stored-blocks';
import { storedReader } from './stored-reader';
import type { Table } from './table';
import type { StoredTable } from './table-columns';
import { TableFiller } from './table-filler';

/** The rows of a table that is open. */
export interface TableRows {
  /** Of columns of words their words come with the blocks. */
  readonly columns: readonly ColumnHead[];
  /**
   * Rows `start` (inclusive) … `end` (exclusive, perhaps beyond the last) in blocks of bounded size. Blocks may number words each
   * by itself.
   *
   * @param columns which, in this order
   * @throws UnrollError FILE_*
   */
  blocks(start: number, end: number, columns: readonly number[]): AsyncIterable<Block>;
}

interface RowsFormat extends Pick<Reader, 'format' | 'endings' | 'claim' | 'companions' | 'instead'> {
  /** Looks at what comes before the rows. @throws UnrollError as {@link Reader.describe} */
  open(file: FileRef, opened: Opened): Promise<TableRows>;
}

/** A reader of tables whose rows are read block by block: no more of a file is in memory than one of them. */
export function rowsReader({ open, ...own }: RowsFormat): Reader<TableContent> {
  return {
    ...storedReader({ ...own, read: (file, options) => filled(file, open, options) }),
    async *read(file, _content, { start, end }, names) {
      const opened = new Opened(null);
      try {
        const { columns, blocks } = await open(file, opened);
        const all = columns.map((head, column) => ({ head, column }));
        const wanted = chosen(all, names, file.shown).map(({ column }) => column);
        yield* blocks(start, end, wanted);
      } catch (cause) {
        throw asFileError(cause, file.shown);
      } finally {
        await opened.close();
      }
    },
  };
}

/** A table in memory. */
export function rowsOfTable(table: Table, shown: string): TableRows {
  const names = table.columns.map(({ name }) => name);
  return {
    columns: table.columns.map((column): ColumnHead => {
      if (column.type === 'text') {
        const { codes: _, ...head } = column;
        return head;
      }
      const { values: _, ...head } = column;
      return head;
    }),
    async *blocks(start, end, columns) {
      const wanted = columns.map((column) => names[column]!);
      yield* cutBlocks({ start: 0, ...table }, start, end, wanted, shown);
    },
  };
}

/** All rows, stored. */
async function filled(
  file: FileRef,
  open: RowsFormat['open'],
  { signal, ...options }: DescribeOptions,
): Promise<StoredTable> {
  const spill = options.spill ?? null;
  const opened = new Opened(spill);
  let filler: TableFiller | null = null;
  try {
    const { columns, blocks } = await open(file, opened);
    filler = new TableFiller(columns, spill);
    const all = columns.map((_, column) => column);
    for await (const block of blocks(0, Infinity, all)) {
      filler.add(block);
      // Others have their turn, where this is not a thread of its own.
      await setImmediate();
      signal?.throwIfAborted();
    }
    return filler.finish();
  } catch (cause) {
    filler?.drop();
    throw asFileError(cause, file.shown);
  } finally {
    await opened.close();
  }
}
