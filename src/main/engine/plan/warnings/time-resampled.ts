import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';
import { isResampled, shortHz } from './time-facts';

/** Rows are not taken as they are. */
export function timeResampled(facts: WarningFacts): Remark[] {
  const { plan } = facts;
  if (!isResampled(facts)) return [];
  const rateHz = shortHz(plan.rateHz!);
  const column = plan.timeColumn ?? '';
  return [remark('time.resampled', { rateHz, column })];
}
