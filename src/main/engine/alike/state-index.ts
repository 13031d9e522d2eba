import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';
import type { Centre, StateBlock } from './state-block';
import { writeBlock } from './state-block';

/** A recording or an example whose cells lie in the index, one after the other. */
export interface IndexedItem {
  /** What it is, and that it has not changed since. */
  readonly key: string;
  /** As it is shown; items of one file lie on one axis. */
  readonly file: string;
  /** First row of its cells, and how many there are. */
  readonly row: number;
  readonly rows: number;
  /** On the axis of the file: where it begins, how long a cell is, where it ends. */
  readonly start: number;
  readonly perCell: number;
  readonly end: number;
}

/** States of one set of weights over recordings, cell by cell (docs/file-formats.md). */
export interface StateIndex {
  readonly dir: string;
  readonly units: number;
  /** Steps of a cell. */
  readonly cellSteps: number;
  readonly centre: Centre;
  readonly items: readonly IndexedItem[];
  readonly blocks: readonly StateBlock[];
}

const numbers = v.array(v.number());
const IndexFile = v.object({
  formatVersion: v.literal(1),
  cellSteps: v.number(),
  mean: numbers,
  deviation: numbers,
  blocks: v.array(v.object({ name: v.string(), rows: v.number(), sha256: v.string() })),
  items: v.object({
    key: v.array(v.string()),
    file: v.array(v.string()),
    ...{ row: numbers, rows: numbers, start: numbers, perCell: numbers, end: numbers },
  }),
});

const INDEX_FILE = 'index.json';
/** Rows of a block: 8 MB of 128 units in 8 bits. */
export const BLOCK_ROWS = 65_536;

/** Null where there is none, or none that can be read: it is only a cache. */
export async function readIndex(dir: string): Promise<StateIndex | null> {
  const file = join(dir, INDEX_FILE);
  try {
    const { cellSteps, mean, deviation, blocks, items } = v.parse(
      IndexFile,
      unsealed(await readFile(file), file),
    );
    const { key, ...columns } = items;
    return {
      ...{ dir, cellSteps, blocks, units: mean.length },
      centre: { mean: Float32Array.from(mean), deviation: Float32Array.from(deviation) },
      items: key.map((own, k) => ({
        key: own,
        file: columns.file[k]!,
        row: columns.row[k]!,
        rows: columns.rows[k]!,
        start: columns.start[k]!,
        perCell: columns.perCell[k]!,
        end: columns.end[k]!,
      })),
    };
  } catch {
    return null;
  }
}

/** Adds items to an index. What `index.json` names is whole; a kill loses what came since the last full block. */
export class IndexWriter {
  readonly #dir: string;
  readonly #centre: Centre;
  readonly #cellSteps: number;
  readonly #items: IndexedItem[];
  readonly #blocks: StateBlock[];
  #waiting: Float32Array[] = [];
  #waitingRows = 0;
  #rows: number;
  /** Where the cells of the item that comes next begin. */
  #itemRow: number;

  constructor({ dir, centre, cellSteps, items, blocks }: Omit<StateIndex, 'units'>) {
    this.#dir = dir;
    this.#centre = centre;
    this.#cellSteps = cellSteps;
    this.#items = [...items];
    this.#blocks = [...blocks];
    this.#rows = blocks.reduce((sum, { rows }) => sum + rows, 0);
    this.#itemRow = this.#rows;
  }

  /** Cells of the item that comes next, [n, units]; as often as there are some, then {@link end}. */
  async add(cells: Float32Array): Promise<void> {
    this.#waiting.push(cells);
    this.#waitingRows += cells.length / this.#centre.mean.length;
    while (this.#waitingRows >= BLOCK_ROWS) await this.#write(BLOCK_ROWS);
  }

  /** @param item whose cells those were that came since the last `end` or `drop` */
  end(item: Omit<IndexedItem, 'row' | 'rows'>): void {
    const row = this.#itemRow;
    this.drop();
    this.#items.push({ ...item, row, rows: this.#itemRow - row });
  }

  /** Leaves out cells that came since the last `end`, of an item that was broken off. */
  drop(): void {
    this.#itemRow = this.#rows + this.#waitingRows;
  }

  /** Writes what waits, and what there is now. */
  async close(): Promise<StateIndex> {
    if (this.#waitingRows > 0) await this.#write(this.#waitingRows);
    await this.#writeIndex();
    return this.#index();
  }

  #index(): StateIndex {
    return {
      ...{ dir: this.#dir, cellSteps: this.#cellSteps, centre: this.#centre },
      ...{ units: this.#centre.mean.length, items: [...this.#items], blocks: [...this.#blocks] },
    };
  }

  async #write(rows: number): Promise<void> {
    const units = this.#centre.mean.length;
    const all = new Float32Array(this.#waitingRows * units);
    let at = 0;
    for (const part of this.#waiting) {
      all.set(part, at);
      at += part.length;
    }
    await mkdir(this.#dir, { recursive: true });
    const name = `block-${String(this.#blocks.length).padStart(5, '0')}`;
    const sha256 = await writeBlock(join(this.#dir, name), all.subarray(0, rows * units), this.#centre);
    this.#blocks.push({ name, rows, sha256 });
    this.#rows += rows;
    this.#waiting = [all.slice(rows * units)];
    this.#waitingRows -= rows;
    await this.#writeIndex();
  }

  async #writeIndex(): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const whole = this.#items.filter(({ row, rows }) => row + rows <= this.#rows);
    const { mean, deviation } = this.#centre;
    const content: v.InferOutput<typeof IndexFile> = {
      formatVersion: 1,
      cellSteps: this.#cellSteps,
      ...{ mean: [...mean], deviation: [...deviation], blocks: this.#blocks },
      items: {
        key: whole.map(({ key }) => key),
        file: whole.map(({ file }) => file),
        row: whole.map(({ row }) => row),
        rows: whole.map(({ rows }) => rows),
        start: whole.map(({ start }) => start),
        perCell: whole.map(({ perCell }) => perCell),
        end: whole.map(({ end }) => end),
      },
    };
    await writeAtomic(join(this.#dir, INDEX_FILE), sealed(content));
  }
}
