import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { groupBy, partsOf } from './groups';
import { answersWhole } from '../../../../shared/domain/task';
import type { WarningFacts } from './rule';

/** Who was recorded is in more than one part. */
export function leakGroupAcrossParts({ plan, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan.task)) return [];
  const byGroup = groupBy(drafts, ({ group }) => group);
  const torn = [...byGroup].filter(([group, own]) => group !== null && partsOf(own) > 1);
  if (torn.length === 0) return [];
  return [remark('leak.groupAcrossParts', { count: torn.length, groups: byGroup.size })];
}
