import type { Block, Span } from '../reader';
import type { Table } from '../table/table';

/** Decoded blocks of one file. */
export interface Kept {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /**
   * Rows of one sequence in blocks of bounded size.
   *
   * @param columns names, in the order wanted; null for all
   * @param isPassing the next block may take the place of the last one
   */
  read(span: Span, columns?: readonly string[] | null, isPassing?: boolean): AsyncIterable<Block>;
  /** All rows of some columns of a table; null where the file is none. @throws UnrollError COLUMN_UNKNOWN */
  table?(columns: readonly string[] | null): Promise<Table>;
  /** Nobody will ask for it any more; who reads it may go on. */
  drop(): void;
}
