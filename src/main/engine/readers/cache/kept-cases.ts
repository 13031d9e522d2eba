import { cutBlocks } from '../blocks';
import type { Block, Span } from '../reader';
import type { Kept } from './kept';

/** Sequences of one file, whose values fit 32 bits: each channel of a sequence one after the other. */
export interface CasesCells {
  readonly names: readonly string[];
  /** [sequences] steps. */
  readonly lengths: Int32Array;
  /** [Σ steps × channels] */
  readonly values: Float32Array;
}

/** Gathers the blocks of sequences. */
export class CasesBuilder {
  #names: readonly string[] = [];
  readonly #lengths: number[] = [];
  readonly #parts: Float32Array[] = [];
  #size = 0;

  /** @param block a whole sequence; sequences come in their order */
  add({ rows, columns }: Block): void {
    if (this.#lengths.length === 0) this.#names = columns.map(({ name }) => name);
    const part = new Float32Array(rows * columns.length);
    for (const [c, column] of columns.entries())
      if (column.type !== 'text') part.set(column.values, c * rows);
    this.#lengths.push(rows);
    this.#parts.push(part);
    this.#size += part.length;
  }

  finish(): CasesCells {
    const values = new Float32Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      values.set(part, at);
      at += part.length;
    }
    return { names: this.#names, lengths: Int32Array.from(this.#lengths), values };
  }
}

/** Many sequences, in memory. */
export class KeptCases implements Kept {
  readonly memoryBytes: number;
  readonly diskBytes = 0;
  /** [sequences + 1] */
  readonly #starts: Float64Array;

  constructor(readonly cells: CasesCells) {
    const { lengths, names, values } = cells;
    this.memoryBytes = values.byteLength;
    this.#starts = new Float64Array(lengths.length + 1);
    for (let k = 0; k < lengths.length; k++)
      this.#starts[k + 1] = this.#starts[k]! + lengths[k]! * names.length;
  }

  async *read(
    { start, end, sequence = 0 }: Span,
    columns: readonly string[] | null = null,
  ): AsyncGenerator<Block> {
    const { lengths, names, values } = this.cells;
    const rows = lengths[sequence];
    if (rows === undefined) return;
    const first = this.#starts[sequence]!;
    const block: Block = {
      start: 0,
      rows,
      columns: names.map((name, c) => ({
        name,
        type: 'number',
        values: new Float64Array(values.subarray(first + c * rows, first + (c + 1) * rows)),
      })),
    };
    yield* cutBlocks(block, start, end, columns, '');
  }

  drop(): void {
    // The memory goes with the last who reads it.
  }
}
