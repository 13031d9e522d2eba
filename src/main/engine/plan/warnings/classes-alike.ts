import { classifies } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { plainName } from '../../scan/vocabulary';
import type { WarningFacts } from './rule';

/** Names of classes that differ in case, blanks, accents or signs alone. */
export function classesAlike({ plan, drafts }: WarningFacts): Remark[] {
  if (!classifies(plan.task)) return [];
  const groups = new Map<string, Set<string>>();
  for (const { label } of drafts) {
    const plain = label === null ? '' : plainName(label);
    // `+1` and `-1`, or two Chinese signs, are no two spellings.
    if (label !== null && /\p{L}/u.test(plain))
      groups.set(plain, (groups.get(plain) ?? new Set()).add(label));
  }
  const alike = [...groups.values()].filter(({ size }) => size > 1);
  return alike
    .slice(0, 5)
    .map((names) => remark('classes.alike', { names: [...names].map((name) => `"${name}"`).join(', ') }));
}
