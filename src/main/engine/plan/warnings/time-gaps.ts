import { answersAhead } from '../../../../shared/domain/task';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';
import { clockOf, isResampled } from './time-facts';

/** Rows on both sides of a pause. */
export function timeGaps(facts: WarningFacts): Remark[] {
  const clock = clockOf(facts);
  if (isResampled(facts) || clock === null || clock.gaps === 0 || !answersAhead(facts.plan.task)) return [];
  return [remark('time.gaps', { count: clock.gaps })];
}
