import { join } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { halfValues } from './half';
import { products, shortQuestion } from './near';
import { directionOf, readCoarse } from './state-block';
import type { StateIndex } from './state-index';
import type { StateReader } from './state-reader';

/** How windows of cells are held against what is looked for: more is nearer, and no score lies above its bound. */
export interface Scores {
  /** [rows] of each row by itself; a window's is the mean of its rows', then `of`. */
  readonly rows: Float32Array;
  /** [rows] how far the score of a row may be off; null where it is exact. */
  readonly rest: Float32Array | null;
  exact(row: number, count: number): number;
  of(mean: number): number;
}

/** By all units. @param asked states of the stretch, [n, units] @throws UnrollError FILE_CORRUPT */
export async function cosines(index: StateIndex, reader: StateReader, asked: Float32Array): Promise<Scores> {
  const { units, centre, dir } = index;
  const sum = new Float64Array(units);
  for (let row = 0; row < asked.length / units; row++)
    directionOf(asked, row, centre).forEach((value, k) => (sum[k]! += value));
  const length = Math.hypot(...sum) || 1;
  const question = sum.map((value) => value / length);
  const [rows, rest] = [new Float32Array(reader.rows), new Float32Array(reader.rows)];
  const short = shortQuestion(question);
  for (const [k, block] of index.blocks.entries()) {
    const coarse = await readCoarse(join(dir, block.name), block, units);
    const at = reader.starts[k]!;
    products(coarse, short, rows.subarray(at));
    // No direction, and so none of its 8 bits, is much longer than one.
    for (let row = 0; row < block.rows; row++)
      rest[at + row] = coarse.rest[row]! + (1 + coarse.rest[row]!) * short.rest;
  }
  return {
    rows,
    rest,
    of: (mean) => mean,
    exact(row, count) {
      const states = reader.near(row, count);
      let total = 0;
      for (let k = 0; k < count; k++) {
        const direction = directionOf(states, k, centre);
        let product = 0;
        for (let unit = 0; unit < units; unit++) product += direction[unit]! * question[unit]!;
        // Both files of a block say the same, or one of them is damaged.
        if (Math.abs(product - rows[row + k]!) > rest[row + k]! + 1e-5)
          throw failure('FILE_CORRUPT.sealed', { file: dir });
        total += product;
      }
      return total / count;
    },
  };
}

/** Rows that are read at a time where all are looked at as they are kept. */
const READ_ROWS = 16_384;

/** By chosen units. @throws UnrollError FILE_CORRUPT, ARGUMENT_INVALID where there is no such unit */
export function distances(
  index: StateIndex,
  reader: StateReader,
  asked: Float32Array,
  chosen: readonly number[],
): Scores {
  const { units, centre } = index;
  const wrong = chosen.find((unit) => unit >= units);
  if (wrong !== undefined) throw failure('ARGUMENT_INVALID.alikeUnit', { unit: wrong + 1, units });
  const count = asked.length / units;
  const means = chosen.map((unit) => {
    let sum = 0;
    for (let row = 0; row < count; row++) sum += asked[row * units + unit]!;
    return sum / count;
  });
  const weights = chosen.map((unit) => 1 / (centre.deviation[unit]! || 1) ** 2 / chosen.length);
  const rows = new Float32Array(reader.rows);
  for (let row = 0; row < reader.rows; row += READ_ROWS) {
    const some = Math.min(READ_ROWS, reader.rows - row);
    const halves = reader.halves(row, some);
    for (let k = 0; k < some; k++) {
      let squares = 0;
      for (let u = 0; u < chosen.length; u++)
        squares += (halfValues[halves[k * units + chosen[u]!]!]! - means[u]!) ** 2 * weights[u]!;
      rows[row + k] = -squares;
    }
  }
  const of = (mean: number): number => -Math.sqrt(Math.max(0, -mean));
  return {
    rows,
    rest: null,
    of,
    exact(row, cells) {
      let sum = 0;
      for (let k = 0; k < cells; k++) sum += rows[row + k]!;
      return of(sum / cells);
    },
  };
}
