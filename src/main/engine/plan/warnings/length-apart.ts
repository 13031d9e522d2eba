import type { Remark } from '../../../../shared/domain/dataset';
import { answersWhole } from '../../../../shared/domain/task';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** A recording that is so many times as long as the one in the middle is most often several in one file. */
const APART = 20;

/**
 * A recording that is much longer than the rest: it takes most of the time and memory of a training and is one example
 * all the same. Where steps are answered one by one, recordings are cut into windows, and length costs nothing.
 */
export function lengthApart({ material, plan, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan.task) || drafts.length < 3) return [];
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
