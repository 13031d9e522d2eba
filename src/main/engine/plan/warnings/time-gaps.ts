import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';
import { clockOf, isResampled } from './time-facts';

/** Rows on both sides of a pause. */
export function timeGaps(facts: WarningFacts): Remark[] {
  const clock = clockOf(facts);
  if (isResampled(facts) || clock === null || clock.gaps === 0 || facts.plan.task !== 'forecast') return [];
  return [
    {
      code: 'time.gaps',
      message: `The times have ${clock.gaps} gaps; the rows around a gap are taken as neighbours.`,
      params: { count: clock.gaps },
    },
  ];
}
