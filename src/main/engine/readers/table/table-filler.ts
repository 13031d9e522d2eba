import type { Block } from '../reader';
import type { ColumnHead } from './column-facts';
import { NumbersSeen } from './column-facts';
import type { Column, NumericColumn, TextColumn } from './table';
import type { StoredColumn, StoredTable } from './table-columns';
import { SegmentFiller, TableStore } from './table-store';

/** Takes the blocks of a table one after the other, of any size, stores them and looks at them in passing. */
export class TableFiller {
  readonly #store: TableStore;
  readonly #filler: SegmentFiller;
  readonly #columns: readonly FilledColumn[];

  /** @param spill where cells go that are too many for memory; null to hold all */
  constructor(
    readonly heads: readonly ColumnHead[],
    spill: string | null,
  ) {
    this.#store = new TableStore(heads.length, spill);
    this.#filler = new SegmentFiller(this.#store);
    this.#columns = heads.map((head) =>
      head.type === 'text' ? new FilledWords() : new FilledNumbers(head.type !== 'boolean'),
    );
  }

  /** @param block with all columns */
  add({ columns }: Block): void {
    this.#filler.add(columns.map((column, c) => this.#columns[c]!.cells(column)));
  }

  finish(): StoredTable {
    this.#filler.finish();
    return {
      store: this.#store,
      columns: this.heads.map((head, slot) => ({ slot, ...this.#columns[slot]!.finish(head) })),
    };
  }

  drop(): void {
    this.#store.drop();
  }
}

interface FilledColumn {
  /** What is stored of successive rows: numbers, or codes of words. */
  cells(column: Column): Float64Array;
  finish(head: ColumnHead): Omit<StoredColumn, 'slot'>;
}

class FilledNumbers implements FilledColumn {
  readonly #seen: NumbersSeen;

  constructor(mayBeTime: boolean) {
    this.#seen = new NumbersSeen(mayBeTime);
  }

  cells(column: Column): Float64Array {
    const { values } = column as NumericColumn;
    this.#seen.add(values);
    return values;
  }

  finish(head: ColumnHead): Omit<StoredColumn, 'slot'> {
    return { head, seen: this.#seen };
  }
}

class FilledWords implements FilledColumn {
  readonly #codes = new Map<string, number>();
  readonly #seen = { missing: 0, stretches: 0 };
  #last = -1;

  /** Each block numbers its words by itself. */
  cells(column: Column): Float64Array {
    const { codes, words } = column as TextColumn;
    const own = Int32Array.from(words, (word) => this.#codeOf(word));
    return Float64Array.from(codes, (code) => {
      const found = code === -1 ? -1 : own[code]!;
      if (found === -1) this.#seen.missing++;
      else if (found !== this.#last) this.#seen.stretches++;
      this.#last = found;
      return found;
    });
  }

  finish(head: ColumnHead): Omit<StoredColumn, 'slot'> {
    const words: TextColumn['words'] = [...this.#codes.keys()];
    return { head: { name: head.name, type: 'text', words }, wordsSeen: { ...this.#seen } };
  }

  #codeOf(word: string): number {
    let code = this.#codes.get(word);
    if (code === undefined) this.#codes.set(word, (code = this.#codes.size));
    return code;
  }
}
