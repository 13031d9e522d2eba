import type { Block, Span } from '../reader';

/** Decoded blocks of one file. */
export interface Kept {
  readonly memoryBytes: number;
  readonly diskBytes: number;
  add(block: Block, sequence: number): void;
  /** Rows of one sequence in blocks of bounded size. */
  read(span: Span): AsyncIterable<Block>;
  /** All rows of a file's one sequence in one block, where they came so. */
  whole(): Block | null;
  /** Nobody will ask for it any more; who reads it may go on. */
  drop(): void;
}
