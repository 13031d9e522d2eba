import type { Remark } from '../../../../shared/domain/dataset';
import { answersWhole } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** A recording that is so many times as long as the one in the middle is most often several in one file. */
const APART = 20;

/**
 * A recording that is much longer than the rest: it takes most of the time and memory of a training and is one example
 * all the same, or most of the examples where recordings are cut into windows. Where steps are answered one by one, length
 * costs nothing.
 */
export function lengthApart({ material, plan, items, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan.task)) return [];
  if (plan.windows !== null) return windowsApart({ material, items, drafts });
  if (drafts.length < 3) return [];
  const byLength = [...drafts].sort((a, b) => a.steps - b.steps);
  const median = byLength[byLength.length >> 1]!.steps;
  const longest = byLength.at(-1)!;
  if (longest.steps <= APART * median) return [];
  const all = drafts.reduce((sum, { steps }) => sum + steps, 0);
  return [
    remark('length.apart', {
      file: material.files[longest.file]!.shown,
      times: Math.round(longest.steps / median),
      share: Math.round((100 * longest.steps) / all),
    }),
  ];
}

/** As {@link lengthApart}, of windows. */
function windowsApart({
  material,
  items,
  drafts,
}: Pick<WarningFacts, 'material' | 'items' | 'drafts'>): Remark[] {
  const windows = items.map(() => 0);
  for (const { item } of drafts) windows[item]!++;
  const byCount = [...windows.keys()].sort((a, b) => windows[a]! - windows[b]!);
  const median = windows[byCount[byCount.length >> 1]!]!;
  const longest = byCount.at(-1)!;
  if (items.length < 3 || windows[longest]! <= APART * Math.max(1, median)) return [];
  return [
    remark('length.apartWindows', {
      file: material.files[items[longest]!.file]!.shown,
      times: Math.round(windows[longest]! / Math.max(1, median)),
      share: Math.round((100 * windows[longest]!) / drafts.length),
      windows: windows[longest]!,
    }),
  ];
}
