import { failure } from '../../../shared/sentences/failure';
import type { Block } from './reader';
import type { Column } from './table/table';

/** Rows of a block that is handed on at a time. */
const BLOCK_ROWS = 65_536;

/**
 * Rows `start` … `end` (exclusive) of a block, without copying them.
 *
 * @param columns names, in the order wanted; null for all
 * @throws UnrollError COLUMN_UNKNOWN
 */
function cutBlock(
  block: Block,
  start: number,
  end: number,
  columns: readonly string[] | null,
  shown: string,
): Block {
  const from = Math.max(start, block.start);
  const to = Math.max(from, Math.min(end, block.start + block.rows));
  const wanted = columns?.map((name) => {
    const column = block.columns.find((own) => own.name === name);
    if (column !== undefined) return column;
    throw failure('COLUMN_UNKNOWN.inFile', { column: name, file: shown });
  });
  const own = wanted ?? block.columns;
  if (from === block.start && to === block.start + block.rows) return { ...block, columns: own };
  return {
    start: from,
    rows: to - from,
    columns: own.map((column) => cutColumn(column, from - block.start, to - block.start)),
  };
}

/** The same as blocks of bounded size. */
export function* cutBlocks(
  block: Block,
  start: number,
  end: number,
  columns: readonly string[] | null,
  shown: string,
): Generator<Block> {
  const from = Math.max(start, block.start);
  const to = Math.min(end, block.start + block.rows);
  for (let row = from; row < to; row += BLOCK_ROWS)
    yield cutBlock(block, row, Math.min(to, row + BLOCK_ROWS), columns, shown);
}

function cutColumn(column: Column, from: number, to: number): Column {
  return column.type === 'text'
    ? { ...column, codes: column.codes.subarray(from, to) }
    : { ...column, values: column.values.subarray(from, to) };
}

/** Blocks that follow one another as one. */
export function joinBlocks(blocks: readonly Block[]): Block {
  const [first] = blocks;
  if (first === undefined) return { start: 0, rows: 0, columns: [] };
  if (blocks.length === 1) return first;
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  return {
    start: first.start,
    rows,
    columns: first.columns.map((_, k) =>
      joinColumns(
        blocks.map(({ columns }) => columns[k]!),
        rows,
      ),
    ),
  };
}

/** Words of blocks may be numbered differently. */
function joinColumns(parts: readonly Column[], rows: number): Column {
  const [first] = parts;
  if (first!.type !== 'text') {
    const values = new Float64Array(rows);
    let at = 0;
    for (const part of parts) {
      if (part.type === 'text') throw new Error('blocks of one file have columns of different types');
      values.set(part.values, at);
      at += part.values.length;
    }
    return { ...first!, values };
  }
  const words = new Map<string, number>();
  const codes = new Int32Array(rows);
  let at = 0;
  for (const part of parts) {
    if (part.type !== 'text') throw new Error('blocks of one file have columns of different types');
    const own = part.words.map((word) => {
      if (!words.has(word)) words.set(word, words.size);
      return words.get(word)!;
    });
    for (const code of part.codes) codes[at++] = code === -1 ? -1 : own[code]!;
  }
  return { ...first!, codes, words: [...words.keys()] };
}
