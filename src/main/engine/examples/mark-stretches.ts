import type { SplitName, SplitPlan } from '../../../shared/domain/dataset';
import type { Item } from './items';
import type { MarkedItem, Stretch } from './marked-items';
import type { SplitItem } from './split';
import { splitItems } from './split';

/** A stretch of an item that lies in one part. */
export interface PartStretch extends Stretch {
  readonly split: SplitName;
}

/** So many blocks are dealt out to the parts, where there is room for them. */
export const BLOCKS = 24;
/** A block holds so many gaps at least: else most of it would be one. */
const LEAST_GAPS = 3;
/** A border moves by this share of a block to where nothing is marked. */
const MOVES = 1 / 3;

/** Whose whole is in one part. */
export function wholeStretches(parts: readonly SplitName[], lengths: readonly number[]): PartStretch[][] {
  return lengths.map((end, index) => [{ split: parts[index]!, start: 0, end }]);
}

/**
 * Recordings cut into blocks, whole ones of which are dealt out so that each part has its share of every label, with a gap between
 * blocks of different parts. Borders lie where nothing is marked, if such a place is near. A block with the only marks of a label
 * is learnt from.
 *
 * @param lengths of the items, as their marks are measured
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function stretchesWithGaps(
  marked: readonly MarkedItem[],
  lengths: readonly number[],
  split: SplitPlan,
  gap: number,
): PartStretch[][] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const wanted = Math.max(total / BLOCKS, LEAST_GAPS * gap);
  const blocks = marked.map((item, index) => blocksOf(item, lengths[index]!, wanted));
  const parts = partsOfBlocks(marked, blocks, split);
  return blocks.map((own, index) => withGaps(own, parts[index]!, gap));
}

function blocksOf({ marks }: MarkedItem, length: number, wanted: number): Stretch[] {
  const count = Math.max(1, Math.round(length / wanted));
  const borders = [0];
  for (let k = 1; k < count; k++) {
    const ideal = (k * length) / count;
    borders.push(quietNear(marks, ideal, (MOVES * length) / count));
  }
  borders.push(length);
  return borders.slice(1).map((end, k) => ({ start: borders[k]!, end }));
}

/** The middle of the unmarked stretch that is nearest, if it is near enough. */
function quietNear(marks: MarkedItem['marks'], ideal: number, most: number): number {
  let best = ideal;
  let distance = Infinity;
  let reached = 0;
  for (const { start, end } of [...marks, { start: Infinity, end: Infinity }]) {
    if (start > reached) {
      const [from, to] = [Math.max(reached, ideal - most), Math.min(start, ideal + most)];
      const place = Math.min(Math.max(ideal, from), to);
      if (from < to && Math.abs(place - ideal) < distance) {
        distance = Math.abs(place - ideal);
        best = place === ideal ? ideal : (from + to) / 2;
      }
    }
    reached = Math.max(reached, end);
    if (reached > ideal + most) break;
  }
  return best;
}

/** Of what is not marked there is a label too. */
const UNMARKED = '\u0000';
/** A block without marks weighs as much as one with so many. */
const UNMARKED_WEIGHT = 8;

function partsOfBlocks(
  marked: readonly MarkedItem[],
  blocks: readonly (readonly Stretch[])[],
  split: SplitPlan,
): SplitName[][] {
  const entries: (SplitItem & { readonly group: string })[] = [];
  for (const [index, own] of blocks.entries())
    for (const [k, block] of own.entries()) {
      const group = `${String(index).padStart(6, '0')}:${String(k).padStart(6, '0')}`;
      let covered = 0;
      for (const { start, end, label } of marked[index]!.marks) {
        const middle = (start + end) / 2;
        if (middle < block.start || middle >= block.end) continue;
        covered += end - start;
        entries.push({ label, group, given: null });
      }
      const rest = Math.max(0, 1 - covered / (block.end - block.start));
      for (let n = Math.round(rest * UNMARKED_WEIGHT); n > 0; n--)
        entries.push({ label: UNMARKED, group, given: null });
      if (rest * UNMARKED_WEIGHT < 0.5 && covered === 0)
        entries.push({ label: UNMARKED, group, given: null });
    }
  const groupsOf = new Map<string | null, Set<string>>();
  for (const { label, group } of entries)
    groupsOf.set(label, (groupsOf.get(label) ?? new Set<string>()).add(group));
  const lone = new Set([...groupsOf.values()].flatMap((groups) => (groups.size === 1 ? [...groups] : [])));
  // A label with one block left beside those that are learnt from may lie in any part.
  const isFree = (label: string | null): boolean => {
    const own = [...groupsOf.get(label)!];
    return own.some((group) => lone.has(group)) && own.filter((group) => !lone.has(group)).length === 1;
  };
  const open = entries
    .filter(({ group }) => !lone.has(group))
    .map((entry) => (isFree(entry.label) ? { ...entry, label: UNMARKED } : entry));
  const parts = splitItems(open, { ...split, kind: 'group' });
  const partOf = new Map(open.map(({ group }, k) => [group, parts[k]!]));
  return blocks.map((own, index) =>
    own.map(
      (_, k) => partOf.get(`${String(index).padStart(6, '0')}:${String(k).padStart(6, '0')}`) ?? 'train',
    ),
  );
}

/** Neighbours of one part as one stretch; between those of different parts half a gap is taken from each. */
function withGaps(blocks: readonly Stretch[], parts: readonly SplitName[], gap: number): PartStretch[] {
  const joined: { start: number; end: number; split: SplitName }[] = [];
  for (const [k, { start, end }] of blocks.entries()) {
    const last = joined[joined.length - 1];
    if (last !== undefined && last.split === parts[k]) last.end = end;
    else joined.push({ start, end, split: parts[k]! });
  }
  return joined.flatMap(({ start, end, split }, k) => {
    const from = k === 0 ? start : start + gap / 2;
    const to = k === joined.length - 1 ? end : end - gap / 2;
    return to > from ? [{ start: from, end: to, split }] : [];
  });
}

/** Whole recordings as a split sees them: one entry for each label of each, and which recording each is of. */
export function labelledItems(
  items: readonly Item[],
  marked: readonly MarkedItem[],
): { entries: SplitItem[]; of: number[] } {
  const entries: SplitItem[] = [];
  const of: number[] = [];
  for (const [index, { group, given }] of items.entries()) {
    const labels = new Set<string | null>(marked[index]!.marks.map(({ label }) => label));
    for (const label of labels.size > 0 ? labels : [null]) {
      entries.push({ label, group, given });
      of.push(index);
    }
  }
  return { entries, of };
}

/** Each recording with its rarest label, for which it is the hardest to be in every part. */
export function byRarestLabel(items: readonly Item[], marked: readonly MarkedItem[]): SplitItem[] {
  const counts = new Map<string, number>();
  const labels = marked.map(({ marks }) => [...new Set(marks.map(({ label }) => label))]);
  for (const label of labels.flat()) counts.set(label, (counts.get(label) ?? 0) + 1);
  return items.map(({ group, given }, index) => {
    const [rarest = null] = [...labels[index]!].sort(
      (a, b) => counts.get(a)! - counts.get(b)! || (a < b ? -1 : 1),
    );
    return { label: rarest, group, given };
  });
}
