import { cutBlocks } from '../blocks';
import type { TableContent } from '../content';
import type { Block, FileRef, Reader } from '../reader';
import type { Table } from './table';
import { storeOf } from './table-columns';
import { tableContent } from './table-content';

interface TableFormat extends Pick<Reader, 'format' | 'endings' | 'claim' | 'companions' | 'instead'> {
  /** @throws UnrollError as {@link Reader.describe} */
  load(file: FileRef): Promise<Table>;
}

/** A reader of tables that are loaded whole, column by column. */
export function wholeTableReader({ load, ...own }: TableFormat): Reader<TableContent> {
  return {
    ...own,
    kind: 'table',
    async describe(file, { keep, keepTable, spill } = {}) {
      const table = await load(file);
      const content = await tableContent(table, own.format, file.shown);
      if (keepTable !== undefined) keepTable(storeOf(table, spill));
      else await keep?.(blockOf(table), 0);
      return content;
    },
    async *read(file, _content, { start, end }, columns) {
      yield* cutBlocks(blockOf(await load(file)), start, end, columns, file.shown);
    },
  };
}

function blockOf({ rows, columns }: Table): Block {
  return { start: 0, rows, columns };
}
