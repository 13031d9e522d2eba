import type { SplitName, SplitPlan } from '../../../shared/domain/dataset';
import { SplitRandom } from '../random/split-random';
import { failure } from '../../../shared/sentences/failure';

/** What a split looks at. */
export interface SplitItem {
  readonly label: string | null;
  readonly group: string | null;
  /** The part that the files say. */
  readonly given: SplitName | null;
}

/**
 * The part of each item. Shares are of the items that are there: `testFraction` of all, `validationFraction` of what
 * is not test. Given splits without a validation or test part get one out of the training part.
 *
 * @returns [items]
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function splitItems(items: readonly SplitItem[], plan: SplitPlan): SplitName[] {
  const random = new SplitRandom(plan.seed);
  const parts: SplitName[] = items.map(() => 'train');
  const all = [...items.keys()];
  if (plan.kind === 'given') splitGiven(items, parts, plan, random);
  else if (plan.kind === 'time') splitByOrder(all, parts, plan);
  else if (plan.kind === 'group') splitByGroup(items, all, parts, plan, random);
  else {
    moveStratified(items, all, parts, 'test', plan.testFraction, random);
    moveStratified(items, remaining(parts), parts, 'validation', plan.validationFraction, random);
  }
  return parts;
}

function remaining(parts: readonly SplitName[]): number[] {
  return [...parts.keys()].filter((index) => parts[index] === 'train');
}

function splitGiven(
  items: readonly SplitItem[],
  parts: SplitName[],
  plan: SplitPlan,
  random: SplitRandom,
): void {
  const has = new Set<SplitName>();
  for (const [index, { given }] of items.entries())
    if (given !== null) {
      parts[index] = given;
      has.add(given);
    }
  if (has.size === 0 || !parts.includes('train')) throw failure('SPLIT_IMPOSSIBLE.parts');
  if (!has.has('test')) carve(items, parts, 'test', plan.testFraction, random);
  if (!has.has('validation')) carve(items, parts, 'validation', plan.validationFraction, random);
}

/** Takes a part out of training: whole groups where every class stays in training without them, else single items. */
function carve(
  items: readonly SplitItem[],
  parts: SplitName[],
  part: SplitName,
  fraction: number,
  random: SplitRandom,
): void {
  const train = remaining(parts);
  if (!canSplitByGroup(train.map((index) => items[index]!))) {
    moveStratified(items, train, parts, part, fraction, random);
    return;
  }
  const shares = { train: 1 - fraction, validation: 0, test: 0, [part]: fraction };
  assignGroups(items, train, parts, shares, random);
}

/**
 * Whether each class is in at least two groups, so that whole groups can be held out and every class still be
 * learnt; false without groups.
 */
export function canSplitByGroup(items: readonly Pick<SplitItem, 'label' | 'group'>[]): boolean {
  if (items.some(({ group }) => group === null)) return false;
  const groups = new Set(items.map(({ group }) => group));
  if (groups.size < 3) return false;
  const perClass = new Map<string | null, Set<string | null>>();
  for (const { label, group } of items)
    perClass.set(label, (perClass.get(label) ?? new Set<string | null>()).add(group));
  return [...perClass.values()].every((own) => own.size >= 2);
}

function splitByOrder(all: readonly number[], parts: SplitName[], plan: SplitPlan): void {
  const testStart = all.length - Math.max(1, Math.round(plan.testFraction * all.length));
  const validationStart = testStart - Math.max(1, Math.round(plan.validationFraction * testStart));
  if (validationStart < 1) throw failure('SPLIT_IMPOSSIBLE.time', { examples: all.length });
  for (const index of all)
    parts[index] = index >= testStart ? 'test' : index >= validationStart ? 'validation' : 'train';
}

/** Moves a share of each class from `from` to `part`; classes with too few examples give what they can spare. */
function moveStratified(
  items: readonly SplitItem[],
  from: readonly number[],
  parts: SplitName[],
  part: SplitName,
  fraction: number,
  random: SplitRandom,
): void {
  const classes = new Map<string | null, number[]>();
  for (const index of from) {
    const { label } = items[index]!;
    const own = classes.get(label);
    if (own === undefined) classes.set(label, [index]);
    else own.push(index);
  }
  const ordered = [...classes].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const counts = apportion(
    ordered.map(([, own]) => own.length),
    fraction,
  );
  for (const [k, [, own]] of ordered.entries())
    for (const index of random.shuffled(own).slice(0, counts[k])) parts[index] = part;
}

/**
 * How many of each class to take: together as near to the share as possible (largest remainder), at least one of
 * every class that has two, never all of a class.
 */
function apportion(sizes: readonly number[], fraction: number): number[] {
  const wanted = sizes.map((size) => size * fraction);
  const counts = sizes.map((size, k) =>
    Math.min(size - 1, Math.max(Math.floor(wanted[k]!), size >= 2 ? 1 : 0)),
  );
  const total = Math.round(wanted.reduce((sum, share) => sum + share, 0));
  const byRemainder = [...sizes.keys()].sort((a, b) => (wanted[b]! % 1) - (wanted[a]! % 1) || a - b);
  let missing = total - counts.reduce((sum, count) => sum + count, 0);
  for (const k of byRemainder)
    if (missing > 0 && counts[k]! > 0 && counts[k]! < sizes[k]! - 1 && counts[k]! < wanted[k]!) {
      counts[k]!++;
      missing--;
    }
  return counts;
}

function splitByGroup(
  items: readonly SplitItem[],
  all: readonly number[],
  parts: SplitName[],
  plan: SplitPlan,
  random: SplitRandom,
): void {
  const groups = new Set(items.map(({ group }) => group));
  if (groups.size < 2) throw failure('SPLIT_IMPOSSIBLE.groups');
  const train = (1 - plan.testFraction) * (1 - plan.validationFraction);
  if (groups.size === 2) {
    // One group to learn from, one to test on; validation comes out of the first.
    assignGroups(
      items,
      all,
      parts,
      { train: 1 - plan.testFraction, validation: 0, test: plan.testFraction },
      random,
    );
    moveStratified(items, remaining(parts), parts, 'validation', plan.validationFraction, random);
  } else
    assignGroups(
      items,
      all,
      parts,
      { train, validation: 1 - plan.testFraction - train, test: plan.testFraction },
      random,
    );
  const learnt = new Set(remaining(parts).map((index) => items[index]!.label));
  const lost = items.find(({ label }) => !learnt.has(label));
  if (lost !== undefined) throw failure('SPLIT_IMPOSSIBLE.lostClass', { label: lost.label ?? '' });
}

const splitOrder: readonly SplitName[] = ['test', 'validation', 'train'];

/**
 * Whole groups to parts, greedily: the largest group first, each to where the distance between the parts' class
 * counts and their wanted shares grows least. Every part with a share gets a group.
 */
function assignGroups(
  items: readonly SplitItem[],
  from: readonly number[],
  parts: SplitName[],
  shares: Readonly<Record<SplitName, number>>,
  random: SplitRandom,
): void {
  const labels = [...new Set(from.map((index) => items[index]!.label))];
  const members = new Map<string | null, number[]>();
  for (const index of from) {
    const { group } = items[index]!;
    const own = members.get(group);
    if (own === undefined) members.set(group, [index]);
    else own.push(index);
  }
  const countsOf = (indices: readonly number[]): number[] =>
    labels.map((label) => indices.filter((index) => items[index]!.label === label).length);
  const totals = countsOf(from);
  const open = splitOrder.filter((part) => shares[part] > 0);
  const filled = new Map(open.map((part) => [part, labels.map(() => 0)]));
  const names = [...members.keys()].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const queue = random.shuffled(names).sort((a, b) => members.get(b)!.length - members.get(a)!.length);
  const empty = new Set(open);
  for (const [position, name] of queue.entries()) {
    const own = members.get(name)!;
    const counts = countsOf(own);
    const costOf = (part: SplitName): number =>
      filled.get(part)!.reduce((cost, count, k) => {
        const after = (count + counts[k]!) / totals[k]! - shares[part];
        const before = count / totals[k]! - shares[part];
        return cost + after * after - before * before;
      }, 0);
    // The last groups belong to parts that have none yet.
    const choices = queue.length - position <= empty.size ? [...empty] : open;
    const part = choices.reduce((best, candidate) => (costOf(candidate) < costOf(best) ? candidate : best));
    empty.delete(part);
    const sum = filled.get(part)!;
    for (const [k, count] of counts.entries()) sum[k]! += count;
    for (const index of own) parts[index] = part;
  }
}
