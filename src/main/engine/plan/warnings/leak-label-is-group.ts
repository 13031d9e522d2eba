import { classifies } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { groupBy } from './groups';
import type { WarningFacts } from './rule';

/** Classes that are all of one group that has no other class: who it is answers the question. */
export function leakLabelIsGroup({ plan, drafts }: WarningFacts): Remark[] {
  if (!classifies(plan.task)) return [];
  const byClass = groupBy(drafts, ({ label }) => label);
  const byGroup = groupBy(drafts, ({ group }) => group);
  const confounded = [...byClass].filter(([, own]) => {
    const groups = new Set(own.map(({ group }) => group));
    const [group] = groups;
    if (groups.size !== 1 || group === null || group === undefined) return false;
    return new Set(byGroup.get(group)!.map(({ label }) => label)).size === 1;
  });
  if (confounded.length === 0 || byClass.size < 2) return [];
  const names = confounded.slice(0, 5).map(([label]) => label ?? '');
  return [remark('leak.labelIsGroup', { count: confounded.length, classes: names.join(', ') })];
}
