import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { plainName } from '../../scan/vocabulary';
import type { WarningFacts } from './rule';

/** Names of columns in long tables that say what was measured, not where. */
const quantityNames =
  /^(entity|entityid|field|metric|measurement|variable|parameter|quantity|attribute|topic|tag|tagname|key|channel|항목)$/;

/** Several quantities in one column: their series are learnt by one network though they have little in common. */
export function groupQuantities({ plan, items }: WarningFacts): Remark[] {
  const { group, targets } = plan;
  if (group.kind !== 'column' || !quantityNames.test(plainName(group.column)) || targets.length === 0)
    return [];
  const names = [...new Set(items.map((item) => item.group ?? ''))];
  if (names.length < 2) return [];
  return [
    remark('group.severalQuantities', {
      column: targets[0]!,
      group: group.column,
      example: names.slice(0, 3).join(', '),
    }),
  ];
}
