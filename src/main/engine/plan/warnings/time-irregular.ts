import type { Remark } from '../../../../shared/domain/dataset';
import { MAX_JITTER } from '../channel-choices';
import type { WarningFacts } from './rule';
import { clockOf, isResampled, shortHz } from './time-facts';

/** Times that do not run steadily. */
export function timeIrregular(facts: WarningFacts): Remark[] {
  const clock = clockOf(facts);
  if (isResampled(facts) || clock === null || !(clock.jitter > MAX_JITTER)) return [];
  const column = facts.plan.timeColumn ?? '';
  return [
    {
      code: 'time.irregular',
      message: `The times in "${column}" do not follow each other steadily; the rows are taken as if they did. Give a rate, ${shortHz(clock.medianHz)} Hz for example, and every channel is resampled to it.`,
      params: { column, rateHz: shortHz(clock.medianHz) },
    },
  ];
}
