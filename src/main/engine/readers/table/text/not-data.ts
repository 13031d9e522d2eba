import type { TableStore } from '../table-store';
import type { LeftOutRows } from './rows-left-out';
import type { TextColumn } from './text-column';

interface OddRow {
  readonly words: string[];
  names: number;
  noTime: boolean;
}

/**
 * Rows that have as many cells as the others and yet are no data, by what their cells hold where numbers and times belong:
 * a header that is repeated, a line of averages without a time, a footer.
 *
 * @returns those rows; null if there are none
 */
export function notDataRows(
  columns: readonly TextColumn[],
  store: TableStore,
  names: readonly string[],
  leftOut: LeftOutRows,
): ReadonlySet<number> | null {
  const read = columns.filter((column) => column.isMostlyRead);
  const known = new Set(names);
  const odd = new Map<number, OddRow>();
  for (const column of read)
    for (const [k, row] of column.odd.rows.entries()) {
      let own = odd.get(row);
      if (own === undefined) odd.set(row, (own = { words: [], names: 0, noTime: false }));
      const word = column.wordOf(column.odd.codes[k]!);
      own.words.push(word);
      if (known.has(word)) own.names++;
      if (column.reading.kind === 'time' && column.reading.of === 'date') own.noTime = true;
    }
  const numbers = read.filter(({ reading }) => reading.kind === 'number').map(({ slot }) => slot);
  const gone = new Set<number>();
  const values = new RowValues(store, numbers);
  const anything = new RowValues(
    store,
    read.map(({ slot }) => slot),
  );
  for (const [row, own] of [...odd].sort(([a], [b]) => a - b)) {
    const isHeader = own.names >= Math.max(1, own.words.length / 2);
    const isAll = own.words.length === read.length || !anything.has(row);
    const hasValue = (isHeader || isAll) && values.has(row);
    const reason =
      isHeader && !hasValue
        ? 'repeated-header'
        : own.noTime
          ? 'no-time'
          : !hasValue && isAll
            ? 'no-values'
            : null;
    if (reason === null) continue;
    gone.add(row);
    leftOut.add(reason, () => own.words.join(', '));
  }
  for (const row of untimedHead(read, store)) {
    if (gone.has(row)) continue;
    gone.add(row);
    leftOut.add('no-values', () => wordsOf(columns, store, row).join(', '));
  }
  return gone.size === 0 ? null : gone;
}

function wordsOf(columns: readonly TextColumn[], store: TableStore, row: number): string[] {
  const { cells } = store.segmentOf(0);
  return columns.flatMap((column) => {
    const { reading, slot } = column;
    const cell = cells[slot]![row]!;
    const word = reading.kind === 'words' ? column.wordOf(cell) : Number.isNaN(cell) ? '' : String(cell);
    return word === '' ? [] : [word];
  });
}

/** More rows than these that begin a table are data, with or without a time. */
const MOST_HEAD = 20;

/**
 * Rows that a table begins with which have neither a time nor a number, but for one that counts them: whom a device belongs
 * to, and which it is (`1,,FirstName,,Kim`), above what it measured.
 */
function untimedHead(read: readonly TextColumn[], store: TableStore): number[] {
  const time = read.find(({ reading }) => reading.kind === 'time');
  if (time === undefined || store.rows < 2) return [];
  const { cells } = store.segmentOf(0);
  const looked = Math.min(store.rows, store.segmentRows, MOST_HEAD + 1);
  const valueAt = ({ slot }: TextColumn, row: number): number => cells[slot]![row]!;
  let end = 0;
  while (end < looked && Number.isNaN(valueAt(time, end))) end++;
  if (end === 0 || end === looked) return [];
  const rows = Array.from({ length: end }, (_, row) => row);
  const numbers = read.filter(({ reading }) => reading.kind === 'number');
  const isCounter = (column: TextColumn): boolean =>
    rows.every((row) => valueAt(column, row + 1) === valueAt(column, row) + 1);
  const isBare = (column: TextColumn): boolean => rows.every((row) => Number.isNaN(valueAt(column, row)));
  const isHead = numbers.some(isBare) && numbers.every((column) => isBare(column) || isCounter(column));
  return isHead ? rows : [];
}

/** Whether rows, asked for in their order, have a number in some columns. */
class RowValues {
  #segment: { readonly start: number; readonly cells: Float64Array[] } | null = null;

  constructor(
    readonly store: TableStore,
    readonly slots: readonly number[],
  ) {}

  has(row: number): boolean {
    if (this.#segment === null || row >= this.#segment.start + this.store.segmentRows)
      this.#segment = this.store.segmentOf(row);
    const { start, cells } = this.#segment;
    return this.slots.some((slot) => !Number.isNaN(cells[slot]![row - start]!));
  }
}
