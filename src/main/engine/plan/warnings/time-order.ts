import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

const words = { dmy: 'day first', mdy: 'month first', ymd: 'year first' } as const;

/** Dates whose order nothing in the whole column decides. */
export function timeOrder({ columns, plan }: WarningFacts): Remark[] {
  const written = columns.find(({ name }) => name === plan.timeColumn)?.written;
  if (written?.order === undefined || written.otherOrder === undefined) return [];
  return [
    {
      code: 'time.order',
      message: `The dates of "${plan.timeColumn!}" are read with the ${words[written.order]}, though ${words[written.otherOrder]} would fit as well (day and month are never above 12).`,
      params: { column: plan.timeColumn!, order: written.order, otherOrder: written.otherOrder },
    },
  ];
}
