import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';
import { isResampled, shortHz } from './time-facts';

/** Rows are not taken as they are. */
export function timeResampled(facts: WarningFacts): Remark[] {
  const { plan } = facts;
  if (!isResampled(facts)) return [];
  const rateHz = shortHz(plan.rateHz!);
  const column = plan.timeColumn ?? '';
  return [
    {
      code: 'time.resampled',
      message: `Every channel is resampled to ${rateHz} Hz by the times in "${column}"; pauses of more than five steps count as missing.`,
      params: { rateHz, column },
    },
  ];
}
