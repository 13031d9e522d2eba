import { failure } from '../../../shared/sentences/failure';
import { cosines, distances } from './scores';
import type { Scores } from './scores';
import { StateReader } from './state-reader';
import type { IndexedItem, StateIndex } from './state-index';

export interface Question {
  /** Where the stretch lies: an item of the index, and where on its file's axis. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Which units must be alike; all when left out. */
  readonly units?: readonly number[] | undefined;
  /** Items that are looked through; all when left out. */
  readonly among?: ReadonlySet<string> | undefined;
}

export interface FoundStretch {
  readonly key: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly score: number;
}

/** A window of cells that may be the answer. */
interface Candidate {
  readonly item: IndexedItem;
  /** First cell, and how many. */
  readonly cell: number;
  readonly count: number;
  readonly bound: number;
}

/** Windows that are looked at first; more where they do not do. */
const FIRST = 4096;

/**
 * Stretches as long as the one that is given whose states are the most like its own, the best first; none overlaps another, nor the given
 * one. Of all units: the mean over the cells of a stretch of the cosine between each cell's state and the given stretch's, both off the mean
 * state. Of chosen units: minus the root mean square distance of theirs, in deviations of each. Every cell is looked at in 8 bits; those that
 * may be among the best are looked at again as they are kept, so that the answer is that of looking at all of them so.
 *
 * @throws UnrollError FILE_CORRUPT, and ARGUMENT_INVALID where the stretch does not lie in the index
 */
export async function findAlike(index: StateIndex, question: Question): Promise<FoundStretch[]> {
  const { units, among } = question;
  const own = index.items.find(({ key }) => key === question.key);
  if (own === undefined) throw failure('ARGUMENT_INVALID.alikePlace', { recording: question.key });
  const first = Math.max(0, Math.floor((question.from - own.start) / own.perCell + 1e-6));
  const last = Math.min(own.rows, Math.ceil((question.to - own.start) / own.perCell - 1e-6));
  const length = Math.max(1, last - first);
  if (first >= own.rows || question.to <= question.from)
    throw failure('ARGUMENT_INVALID.alikePlace', { recording: own.file });
  const reader = new StateReader(index);
  const asked = reader.states(own.row + first, length);
  const items = index.items.filter(({ key, rows }) => rows > 0 && (among === undefined || among.has(key)));
  const scores =
    units === undefined || units.length === 0
      ? await cosines(index, reader, asked)
      : distances(index, reader, asked, units);
  const given = { file: own.file, ...placeOf(own, first, length) };
  const bounds = boundsOfAll(items, length, scores);
  for (let most = FIRST; ; most *= 16) {
    const { candidates, isAll } = likeliest(items, length, bounds, most);
    const found = choose(candidates, scores, given, question.count);
    const enough = found.length === question.count;
    // What was not looked at lies below the last candidate's bound.
    if (isAll || (enough && found.at(-1)!.score >= candidates.at(-1)!.bound)) return found;
  }
}

/** Where some cells lie on their file's axis. */
function placeOf(item: IndexedItem, cell: number, count: number): { from: number; to: number } {
  const { start, perCell, end } = item;
  return { from: start + cell * perCell, to: Math.min(end, start + (cell + count) * perCell) };
}

/** What no window can be above, item by item. */
interface Bounds {
  /** Of each item [windows]. */
  readonly of: readonly Float32Array[];
  readonly low: number;
  readonly high: number;
  readonly windows: number;
}

function boundsOfAll(items: readonly IndexedItem[], length: number, scores: Scores): Bounds {
  let [low, high, windows] = [Infinity, -Infinity, 0];
  const of = items.map(({ row, rows }) => {
    const own = boundsOf(scores, row, rows, Math.min(length, rows));
    for (let k = 0; k < own.length; k++) {
      const bound = own[k]!;
      if (bound < low) low = bound;
      if (bound > high) high = bound;
    }
    windows += own.length;
    return own;
  });
  return { of, low, high, windows };
}

/** Windows by falling bound, about `most` of them or all. */
function likeliest(
  items: readonly IndexedItem[],
  length: number,
  bounds: Bounds,
  most: number,
): { candidates: Candidate[]; isAll: boolean } {
  const floor = bounds.windows <= most ? bounds.low : floorOf(bounds, most);
  const candidates: Candidate[] = [];
  for (const [k, item] of items.entries()) {
    const own = bounds.of[k]!;
    for (let cell = 0; cell < own.length; cell++) {
      const bound = own[cell]!;
      if (bound >= floor) candidates.push({ item, cell, count: Math.min(length, item.rows), bound });
    }
  }
  candidates.sort((a, b) => b.bound - a.bound);
  return { candidates, isAll: candidates.length === bounds.windows };
}

const BINS = 4096;

/** A bound that at least `most` windows reach. */
function floorOf({ of, low, high }: Bounds, most: number): number {
  const counts = new Float64Array(BINS);
  const width = (high - low) / BINS || 1;
  for (const own of of)
    for (let k = 0; k < own.length; k++) counts[Math.min(BINS - 1, Math.floor((own[k]! - low) / width))]!++;
  let seen = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    seen += counts[bin]!;
    if (seen >= most) return low + bin * width;
  }
  return low;
}

/** [rows − count + 1] what no window of `count` rows can be above. */
function boundsOf(
  { rows: scores, rest, of }: Scores,
  row: number,
  rows: number,
  count: number,
): Float32Array {
  const bounds = new Float32Array(rows - count + 1);
  let sum = 0;
  for (let k = 0; k < rows; k++) {
    const at = row + k;
    sum += rest === null ? scores[at]! : scores[at]! + rest[at]!;
    const out = at - count;
    if (k >= count) sum -= rest === null ? scores[out]! : scores[out]! + rest[out]!;
    // Sums that go on and on lose a little.
    if (k >= count - 1) bounds[k - count + 1] = of(sum / count) + 1e-6;
  }
  return bounds;
}

type Place = Pick<FoundStretch, 'file' | 'from' | 'to'>;

/** Places that are taken, and whether another one is free. */
class Taken {
  readonly #byFile = new Map<string, Place[]>();

  constructor(first: Place) {
    this.take(first);
  }

  take(place: Place): void {
    const own = this.#byFile.get(place.file);
    if (own === undefined) this.#byFile.set(place.file, [place]);
    else own.push(place);
  }

  isFree({ file, from, to }: Place): boolean {
    const own = this.#byFile.get(file);
    return own === undefined || !own.some((one) => from < one.to - 1e-9 && one.from < to - 1e-9);
  }
}

/** What has the highest score of some stretches: a binary heap. */
class Best {
  readonly #all: FoundStretch[] = [];

  get first(): FoundStretch | undefined {
    return this.#all[0];
  }

  add(one: FoundStretch): void {
    const all = this.#all;
    let at = all.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (all[above]!.score >= one.score) break;
      all[at] = all[above]!;
      at = above;
    }
    all[at] = one;
  }

  shift(): void {
    const all = this.#all;
    const last = all.pop()!;
    if (all.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= all.length) break;
      if (below + 1 < all.length && all[below + 1]!.score > all[below]!.score) below++;
      if (all[below]!.score <= last.score) break;
      all[at] = all[below]!;
      at = below;
    }
    all[at] = last;
  }
}

/** The best that do not overlap, by their exact scores: a window is looked at when its bound says that it may be the next. */
function choose(
  candidates: readonly Candidate[],
  scores: Scores,
  given: Place,
  count: number,
): FoundStretch[] {
  const found: FoundStretch[] = [];
  const taken = new Taken(given);
  const waiting = new Best();
  for (let next = 0; found.length < count;) {
    const best = waiting.first;
    const candidate = candidates[next];
    if (candidate !== undefined && (best === undefined || candidate.bound >= best.score)) {
      next++;
      const { item, cell, count: cells } = candidate;
      const place = { key: item.key, file: item.file, ...placeOf(item, cell, cells) };
      if (taken.isFree(place)) waiting.add({ ...place, score: scores.exact(item.row + cell, cells) });
      continue;
    }
    if (best === undefined) break;
    waiting.shift();
    if (!taken.isFree(best)) continue;
    found.push(best);
    taken.take(best);
  }
  return found;
}
