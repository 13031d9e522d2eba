import type { Remark } from '../../../../shared/domain/dataset';
import { groupBy, partsOf } from './groups';
import { answersWhole } from './rule';
import type { WarningFacts } from './rule';

/** Who was recorded is in more than one part. */
export function leakGroupAcrossParts({ plan, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan)) return [];
  const byGroup = groupBy(drafts, ({ group }) => group);
  const torn = [...byGroup].filter(([group, own]) => group !== null && partsOf(own) > 1);
  if (torn.length === 0) return [];
  return [
    {
      code: 'leak.groupAcrossParts',
      message: `${torn.length} of ${byGroup.size} groups are in more than one part, so that the score says little about somebody new; a split by group holds them apart.`,
      params: { count: torn.length, groups: byGroup.size },
    },
  ];
}
