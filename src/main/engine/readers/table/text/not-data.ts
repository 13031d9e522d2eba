import type { LeftOutRows } from './rows-left-out';
import type { TextColumn } from './text-column';

/**
 * Rows that have as many cells as the others and yet are no data, by what their cells hold where numbers and times belong:
 * a header that is repeated, a line of averages without a time, a footer.
 *
 * @returns [rows] 1 for those, null if there are none, and how many rows are left
 */
export function notDataRows(
  columns: readonly TextColumn[],
  rows: number,
  names: readonly string[],
  leftOut: LeftOutRows,
): { isLeftOut: Uint8Array | null; rows: number } {
  const read = columns.filter((column) => column.isMostlyRead);
  const odd = new Map<number, { words: string[]; names: number; noTime: boolean }>();
  for (const column of read)
    for (const [k, row] of column.odd.rows.entries()) {
      const own = odd.get(row) ?? { words: [], names: 0, noTime: false };
      const word = column.wordOf(column.odd.codes[k]!);
      own.words.push(word);
      if (names.includes(word)) own.names++;
      if (column.reading.kind === 'time' && column.reading.of === 'date') own.noTime = true;
      odd.set(row, own);
    }
  let isLeftOut: Uint8Array | null = null;
  let kept = rows;
  for (const [row, own] of odd) {
    const hasValue = read.some((column) => column.reading.kind === 'number' && column.hasValue(row));
    const reason =
      own.names >= Math.max(1, own.words.length / 2) && !hasValue
        ? 'repeated-header'
        : own.noTime
          ? 'no-time'
          : !hasValue && own.words.length === read.length
            ? 'no-values'
            : null;
    if (reason === null) continue;
    isLeftOut ??= new Uint8Array(rows);
    isLeftOut[row] = 1;
    kept--;
    leftOut.add(reason, () => own.words.join(', '));
  }
  return { isLeftOut, rows: kept };
}
