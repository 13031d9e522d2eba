import { join } from 'node:path';
import { fromHalves } from './half';
import { readHalves } from './state-block';
import type { StateIndex } from './state-index';

/** Rows that are read together. */
const CHUNK_ROWS = 64;
const MOST_CHUNKS = 4096;

/** Rows of an index, whichever block they lie in. */
export class StateReader {
  readonly starts: number[] = [];
  readonly rows: number;
  readonly #chunks = new Map<number, Float32Array>();

  constructor(readonly index: StateIndex) {
    let row = 0;
    for (const { rows } of index.blocks) {
      this.starts.push(row);
      row += rows;
    }
    this.rows = row;
  }

  /** [count, units] as they are kept. */
  states(row: number, count: number): Float32Array {
    return fromHalves(this.halves(row, count));
  }

  /** The same in 16 bits. */
  halves(row: number, count: number): Uint16Array {
    const { blocks, units, dir } = this.index;
    const found = new Uint16Array(count * units);
    for (let read = 0; read < count;) {
      const block = this.#blockOf(row + read);
      const within = row + read - this.starts[block]!;
      const some = Math.min(count - read, blocks[block]!.rows - within);
      found.set(readHalves(join(dir, blocks[block]!.name), within, some, units), read * units);
      read += some;
    }
    return found;
  }

  /** The same of rows that are looked at again, or lie beside others that are. */
  near(row: number, count: number): Float32Array {
    const { units } = this.index;
    const found = new Float32Array(count * units);
    for (let read = 0; read < count;) {
      const chunk = Math.floor((row + read) / CHUNK_ROWS);
      const first = chunk * CHUNK_ROWS;
      let states = this.#chunks.get(chunk);
      if (states === undefined) {
        states = this.states(first, Math.min(CHUNK_ROWS, this.rows - first));
        if (this.#chunks.size >= MOST_CHUNKS) this.#chunks.clear();
        this.#chunks.set(chunk, states);
      }
      const some = Math.min(count - read, first + CHUNK_ROWS - row - read);
      const from = (row + read - first) * units;
      found.set(states.subarray(from, from + some * units), read * units);
      read += some;
    }
    return found;
  }

  #blockOf(row: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
