import { cutBlocks } from '../blocks';
import { readHead } from '../bytes';
import type { TableContent } from '../content';
import { linesOf } from '../lines';
import type { Block, FileRef, Reader } from '../reader';
import type { WideRows } from '../wide-rows';
import { cellsIn, isMissing, wideRowsOf } from '../wide-rows';
import type { ColumnHead } from './column-facts';
import type { TableRows } from './rows-reader';
import { rowsReader } from './rows-reader';

/** A table of which every row is one series with a name, as in the M4 competition; its series follow one another. */
export const seriesRowsReader: Reader<TableContent> = rowsReader({
  format: 'series-rows',
  endings: ['.csv', '.tsv', '.txt'],
  claim: (head, name) => {
    const layout = /\.(csv|tsv|txt)$/i.test(name) ? wideRowsOf(head) : null;
    return layout !== null && layout.labelAt === null && layout.nameAt !== null ? 'signature' : 'none';
  },
  open,
});

const columns: readonly ColumnHead[] = [
  { name: 'series', type: 'text', words: [] },
  { name: 'value', type: 'number' },
];

async function open({ path, shown }: FileRef): Promise<TableRows> {
  const layout = wideRowsOf(await readHead(path, shown))!;
  return {
    columns,
    async *blocks(start, end, wanted) {
      const names = wanted.map((column) => columns[column]!.name);
      let row = 0;
      for await (const [name, values] of seriesIn(path, layout)) {
        const block: Block = {
          start: row,
          rows: values.length,
          columns: [
            { name: 'series', type: 'text', codes: new Int32Array(values.length), words: [name] },
            { name: 'value', type: 'number', values },
          ],
        };
        row += values.length;
        yield* cutBlocks(block, start, end, names, shown);
        if (row >= end) return;
      }
    },
  };
}

/** The series of a table, a row each, with their names. */
async function* seriesIn(
  path: string,
  { delimiter, hasHeader, from, to, nameAt }: WideRows,
): AsyncGenerator<[name: string, values: Float64Array], void, undefined> {
  let isHeader = hasHeader;
  let count = 0;
  for await (const line of linesOf(path)) {
    if (line.trim() === '') continue;
    if (!isHeader) {
      const cells = cellsIn(line, delimiter);
      const own = cells
        .slice(from, to)
        .map((cell) => (cell === '' || isMissing(cell) ? Number.NaN : Number(cell)));
      // Shorter series end in empty cells.
      while (own.length > 0 && Number.isNaN(own[own.length - 1])) own.pop();
      yield [cells[nameAt!] ?? String(count + 1), Float64Array.from(own)];
      count++;
    }
    isHeader = false;
  }
}
