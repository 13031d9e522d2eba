import { cutBlocks } from '../blocks';
import { readHead } from '../bytes';
import type { TableContent } from '../content';
import { linesOf } from '../lines';
import type { Block, FileRef, Reader } from '../reader';
import type { ColumnHead } from './column-facts';
import type { TableRows } from './rows-reader';
import { rowsReader } from './rows-reader';
import type { Column } from './table';
import type { WideSeries } from './wide-series';
import { cellsOf, dayMs, valueOf, wideSeriesOf } from './wide-series';

const DAY_MS = 86_400_000;

/** A table of which every row is a series and every column a moment; its series follow one another. */
export const wideSeriesReader: Reader<TableContent> = rowsReader({
  format: 'wide-series',
  endings: ['.csv', '.tsv', '.txt'],
  claim: (head, name) =>
    /\.(csv|tsv|txt)$/i.test(name) && wideSeriesOf(head) !== null ? 'signature' : 'none',
  open,
});

async function open({ path, shown }: FileRef): Promise<TableRows> {
  const layout = wideSeriesOf(await readHead(path, shown))!;
  const columns = columnsOf(layout);
  return {
    columns,
    async *blocks(start, end, wanted) {
      const names = wanted.map((column) => columns[column]!.name);
      let row = 0;
      for await (const block of seriesIn(path, layout, columns)) {
        yield* cutBlocks({ ...block, start: row }, start, end, names, shown);
        row += block.rows;
        if (row >= end) return;
      }
    },
  };
}

/** `series`, `time`, `value`, and what else is said of a series where that is more than its name. */
function columnsOf({ facts, timesMs, dayAt }: WideSeries): ColumnHead[] {
  const time = dayAt === null ? 'time' : facts[dayAt]!;
  const others = facts.length > 1 ? facts.map((name, c) => (name === '' ? `fact ${c + 1}` : name)) : [];
  const taken = new Set(['series', 'time', 'value']);
  return [
    ...(dayAt === null ? [{ name: 'series', type: 'text', words: [] } as const] : []),
    ...(timesMs === null && dayAt === null
      ? []
      : [{ name: time, type: 'time', written: { as: 'date' } } as const]),
    { name: 'value', type: 'number' },
    ...others.map((name): ColumnHead => ({
      name: taken.has(name) ? `${name} 2` : name,
      type: 'text',
      words: [],
    })),
  ];
}

async function* seriesIn(
  path: string,
  layout: WideSeries,
  columns: readonly ColumnHead[],
): AsyncGenerator<Block, void, undefined> {
  const names = new Map<string, number>();
  let line = 0;
  for await (const text of linesOf(path)) {
    if (line++ <= layout.above || text.trim() === '') continue;
    const block = seriesOf(cellsOf(text, layout.delimiter), layout, columns, names);
    if (block !== null) yield block;
  }
}

/** One row of the file; null where it holds no value. */
function seriesOf(
  cells: readonly string[],
  { from, to, timesMs, dayAt }: WideSeries,
  columns: readonly ColumnHead[],
  names: Map<string, number>,
): Block | null {
  const facts = cells.slice(0, from);
  const day = dayAt === null ? null : (dayMs(facts[dayAt] ?? '') ?? Number.NaN);
  const all = Array.from({ length: to - from }, (_, k) => valueOf(cells[from + k] ?? ''));
  // Shorter series end, and later ones begin, in empty cells.
  const first = day === null ? all.findIndex((value) => !Number.isNaN(value)) : 0;
  if (first === -1) return null;
  let end = all.length;
  while (day === null && Number.isNaN(all[end - 1])) end--;
  const own = Array.from({ length: end - first }, (_, k) => first + k);
  if (timesMs !== null && timesMs[1]! < timesMs[0]!) own.reverse();
  const rows = own.length;
  const name = day === null ? nameOf(facts, names) : '';
  const times = Float64Array.from(own, (k) => timesMs?.[k] ?? (day ?? 0) + (k * DAY_MS) / all.length);
  const told = columns.length - facts.length;
  return {
    start: 0,
    rows,
    columns: columns.map((column, c): Column => {
      if (column.type === 'text') {
        const word = column.name === 'series' ? name : (facts[c - told] ?? '');
        const codes = new Int32Array(rows).fill(word === '' ? -1 : 0);
        return { name: column.name, type: 'text', codes, words: word === '' ? [] : [word] };
      }
      return { ...column, values: column.type === 'time' ? times : Float64Array.from(own, (k) => all[k]!) };
    }),
  };
}

/** What tells a series from the others: its words, and a number where another has the same. */
function nameOf(facts: readonly string[], names: Map<string, number>): string {
  const words = facts.filter((word) => word !== '' && Number.isNaN(Number(word)));
  const name = (words.length === 0 ? facts : words).join(' ');
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? name : `${name} ${count}`;
}
