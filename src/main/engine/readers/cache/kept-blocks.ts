import { cutBlocks } from '../blocks';
import type { Block, Span } from '../reader';
import type { Kept } from './kept';

/** Blocks as they came, in memory. */
export class KeptBlocks implements Kept {
  memoryBytes = 0;
  readonly diskBytes = 0;
  readonly #sequences = new Map<number, Block[]>();

  add(block: Block, sequence: number): void {
    const own = this.#sequences.get(sequence);
    if (own === undefined) this.#sequences.set(sequence, [block]);
    else own.push(block);
    for (const { type } of block.columns) this.memoryBytes += block.rows * (type === 'text' ? 4 : 8);
  }

  async *read({ start, end, sequence = 0 }: Span): AsyncGenerator<Block> {
    for (const block of this.#sequences.get(sequence) ?? []) yield* cutBlocks(block, start, end, null, '');
  }

  whole(): Block | null {
    const blocks = this.#sequences.get(0);
    return this.#sequences.size === 1 && blocks?.length === 1 ? blocks[0]! : null;
  }

  drop(): void {
    // The memory goes with the last who reads it.
  }
}
