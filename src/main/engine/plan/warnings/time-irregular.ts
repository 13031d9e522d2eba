import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { MAX_JITTER } from '../channel-choices';
import type { WarningFacts } from './rule';
import { clockOf, isResampled, shortHz } from './time-facts';

/** Times that do not run steadily. */
export function timeIrregular(facts: WarningFacts): Remark[] {
  const clock = clockOf(facts);
  if (isResampled(facts) || clock === null || !(clock.jitter > MAX_JITTER)) return [];
  const column = facts.plan.timeColumn ?? '';
  return [remark('time.irregular', { column, rateHz: shortHz(clock.medianHz) })];
}
