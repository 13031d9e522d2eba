import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { ColumnFacts } from '../../readers/content';
import { columnsLeftOut } from '../columns-left-out';
import type { WarningFacts } from './rule';

const MOST_NAMES = 12;

/** What does not go in, by reason, so that nothing is left out in silence. */
export function columnsLeftOutWarnings(facts: WarningFacts): Remark[] {
  const byReason = new Map<string, ColumnFacts[]>();
  for (const { column, reason } of columnsLeftOut(facts))
    byReason.set(reason, [...(byReason.get(reason) ?? []), column]);
  return [...byReason].map(([reason, own]) => {
    const names = own.slice(0, MOST_NAMES).map(({ name }) => name);
    const example = own[0]!.words?.[0] ?? '';
    return remark('columns.leftOut', {
      count: own.length,
      columns: `${names.join(', ')}${own.length > MOST_NAMES ? ' …' : ''}`,
      reason,
      example: example.slice(0, 40),
    });
  });
}
