import { failure } from '../../../../shared/sentences/failure';
import type { Block } from '../reader';
import type { ColumnHead } from './column-facts';
import type { Column } from './table';
import type { StoredTable } from './table-columns';

/** Columns by name, in this order; null for all. @throws UnrollError COLUMN_UNKNOWN */
export function chosen<C extends { readonly head: Pick<ColumnHead, 'name'> }>(
  columns: readonly C[],
  names: readonly string[] | null,
  shown: string,
): readonly C[] {
  return (
    names?.map((name) => {
      const found = columns.find(({ head }) => head.name === name);
      if (found === undefined) throw failure('COLUMN_UNKNOWN.inFile', { column: name, file: shown });
      return found;
    }) ?? columns
  );
}

/** The rows of a store, a segment at a time. */
export function* blocksOf({ store, columns }: StoredTable, start = 0, end = Infinity): Generator<Block> {
  const last = Math.min(end, store.rows);
  for (let row = start; row < last;) {
    const segment = store.segmentOf(row);
    const to = Math.min(last, segment.start + store.segmentRows);
    const [from, until] = [row - segment.start, to - segment.start];
    yield {
      start: row,
      rows: to - row,
      columns: columns.map(({ head, slot }): Column => {
        const cells = segment.cells[slot]!.subarray(from, until);
        return head.type === 'text' ? { ...head, codes: Int32Array.from(cells) } : { ...head, values: cells };
      }),
    };
    row = to;
  }
}
