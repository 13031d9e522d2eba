import type { Column } from '../readers/table/table';
import { wordAt } from '../readers/table/table';

/** Runs of one group that are shorter than this on average are moments at which every series has a row. */
const SHORT_RUN = 3;
/** Fewer runs than this for each group may be a person who was recorded twice. */
const LEAST_RUNS = 4;

/**
 * The rows of each series of a table whose series alternate, as where it is sorted by date.
 *
 * @param groups the column that names the series
 * @returns null where each series stands in one piece, or in few
 */
export function interleavedRows(groups: Column, rows: number): ReadonlyMap<string, readonly number[]> | null {
  const places = new Map<string, number[]>();
  let runs = 0;
  let before: string | null = null;
  for (let row = 0; row < rows; row++) {
    const word = wordAt(groups, row);
    if (row === 0 || word !== before) runs++;
    before = word;
    if (word === null) continue;
    const own = places.get(word);
    if (own === undefined) places.set(word, [row]);
    else own.push(row);
  }
  return places.size > 1 && runs > LEAST_RUNS * places.size && rows / runs < SHORT_RUN ? places : null;
}
