import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Dates whose order nothing in the whole column decides. */
export function timeOrder({ columns, plan }: WarningFacts): Remark[] {
  const written = columns.find(({ name }) => name === plan.timeColumn)?.written;
  if (written?.order === undefined || written.otherOrder === undefined) return [];
  if (plan.timeFormat !== undefined) return [];
  const { order, otherOrder } = written;
  return [remark('time.order', { column: plan.timeColumn!, order, otherOrder })];
}
