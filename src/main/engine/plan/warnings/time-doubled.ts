import { answersAhead } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';
import { clockOf } from './time-facts';

/** Rows with the time of the row before, or of an earlier one, as where clocks go back in autumn. */
export function timeDoubled(facts: WarningFacts): Remark[] {
  const clock = clockOf(facts);
  const count = (clock?.doubled ?? 0) + (clock?.backwards ?? 0);
  return count === 0 || !answersAhead(facts.plan.task) ? [] : [remark('time.doubled', { count })];
}
