import type { ColumnFacts } from '../content';
import { ClockSteps } from './clock';
import type { ColumnHead, NumericHead, TextHead, WordsSeen } from './column-facts';
import { NumbersSeen, textFacts } from './column-facts';
import type { Table } from './table';
import { TableStore } from './table-store';
import { Growth } from './values/number-times';

/** A column of a table in a {@link TableStore}. */
export interface StoredColumn<H extends ColumnHead = ColumnHead> {
  readonly head: H;
  /** Its place in the store. */
  readonly slot: number;
  /** What was seen of the cells as they are; absent where they have changed since, or nobody looked. */
  readonly seen?: NumbersSeen;
  readonly growth?: Growth;
  /** Of words: cells without one, and rows with another one than the row before. */
  readonly wordsSeen?: WordsSeen;
}

/** A table whose cells lie in a store. */
export interface StoredTable {
  readonly store: TableStore;
  readonly columns: readonly StoredColumn[];
}

export const isNumeric = (column: StoredColumn): column is StoredColumn<NumericHead> =>
  column.head.type !== 'text';

export function growthOf(store: TableStore, { growth, slot }: StoredColumn): Growth {
  if (growth !== undefined) return growth;
  const own = new Growth();
  store.each([slot], ([values]) => own.add(values!));
  return own;
}

/** What is in each column of a table that lies in a store. */
export function factsOf(store: TableStore, columns: readonly StoredColumn[]): ColumnFacts[] {
  return columns.map((column): ColumnFacts => {
    const { slot } = column;
    if (!isNumeric(column))
      return textFacts(column.head as TextHead, column.wordsSeen ?? wordsIn(store, slot));
    const { head } = column;
    const seen = column.seen ?? seenIn(store, slot, head.type !== 'boolean');
    return seen.facts(head) ?? seen.facts(head, stepsIn(store, slot))!;
  });
}

function seenIn(store: TableStore, slot: number, mayBeTime: boolean): NumbersSeen {
  const seen = new NumbersSeen(mayBeTime);
  store.each([slot], ([values]) => seen.add(values!));
  return seen;
}

function stepsIn(store: TableStore, slot: number): ClockSteps {
  const steps = new ClockSteps();
  store.each([slot], ([values]) => steps.add(values!, 0, values!.length));
  return steps;
}

function wordsIn(store: TableStore, slot: number): WordsSeen {
  const seen = { missing: 0, stretches: 0 };
  let last = -1;
  store.each([slot], ([codes]) => {
    for (const code of codes!) {
      if (code === -1) seen.missing++;
      else if (code !== last) seen.stretches++;
      last = code;
    }
  });
  return seen;
}

/** Columns in memory as a store. */
export function storeOf({ rows, columns }: Table, spill: string | null = null): StoredTable {
  const store = new TableStore(columns.length, spill);
  for (let start = 0; start < rows; start += store.segmentRows) {
    const end = Math.min(rows, start + store.segmentRows);
    const cells = new Float64Array(columns.length * (end - start));
    for (const [c, column] of columns.entries())
      cells.set(
        (column.type === 'text' ? column.codes : column.values).subarray(start, end),
        c * (end - start),
      );
    store.add(cells, end - start);
  }
  return {
    store,
    columns: columns.map((column, slot): StoredColumn => {
      if (column.type === 'text') {
        const { codes: _, ...head } = column;
        return { head, slot };
      }
      const { values: _, ...head } = column;
      return { head, slot };
    }),
  };
}

/** Columns of a store in memory. */
export function tableOf({ store, columns }: StoredTable): Table {
  const arrays = columns.map(({ head }) =>
    head.type === 'text' ? new Int32Array(store.rows) : new Float64Array(store.rows),
  );
  store.each(
    columns.map(({ slot }) => slot),
    (cells, start) => cells.forEach((values, k) => arrays[k]!.set(values, start)),
  );
  return {
    rows: store.rows,
    columns: columns.map(({ head }, k) =>
      head.type === 'text'
        ? { ...head, codes: arrays[k] as Int32Array }
        : { ...head, values: arrays[k] as Float64Array },
    ),
  };
}
