import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileError, readHead } from '../bytes';
import type { TableContent } from '../content';
import type { FileRef, Reader } from '../reader';
import { cellsIn, isMissing, wideRowsOf } from '../wide-rows';
import type { Table } from './table';
import { wholeTableReader } from './whole-table-reader';

/** A table of which every row is one series with a name, as in the M4 competition; its series follow one another. */
export const seriesRowsReader: Reader<TableContent> = wholeTableReader({
  format: 'series-rows',
  endings: ['.csv', '.tsv', '.txt'],
  claim: (head, name) => {
    const layout = /\.(csv|tsv|txt)$/i.test(name) ? wideRowsOf(head) : null;
    return layout !== null && layout.labelAt === null && layout.nameAt !== null ? 'signature' : 'none';
  },
  load,
});

async function load({ path, shown }: FileRef): Promise<Table> {
  const { delimiter, hasHeader, from, to, nameAt } = wideRowsOf(await readHead(path, shown))!;
  const names: string[] = [];
  const codes: number[] = [];
  const values: number[] = [];
  let isHeader = hasHeader;
  try {
    for await (const line of createInterface({
      input: createReadStream(path, { encoding: 'utf8' }),
      crlfDelay: Infinity,
    })) {
      if (line.trim() === '') continue;
      const cells = cellsIn(line, delimiter);
      if (!isHeader) {
        const own = cells
          .slice(from, to)
          .map((cell) => (cell === '' || isMissing(cell) ? Number.NaN : Number(cell)));
        // Shorter series end in empty cells.
        while (own.length > 0 && Number.isNaN(own[own.length - 1])) own.pop();
        for (const value of own) {
          codes.push(names.length);
          values.push(value);
        }
        names.push(cells[nameAt!] ?? String(names.length + 1));
      }
      isHeader = false;
    }
  } catch (cause) {
    throw fileError(cause, shown);
  }
  return {
    rows: values.length,
    columns: [
      { name: 'series', type: 'text', codes: Int32Array.from(codes), words: names },
      { name: 'value', type: 'number', values: Float64Array.from(values) },
    ],
  };
}
