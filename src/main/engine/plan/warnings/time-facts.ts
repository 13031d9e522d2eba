import type { Clock } from '../../readers/table/clock';
import type { WarningFacts } from './rule';

/** Whether the plan lays an even grid over the times, so that how they run does not matter. */
export function isResampled({ plan }: WarningFacts): boolean {
  return plan.resampled === true && plan.rateHz !== null;
}

export function clockOf({ columns, plan }: WarningFacts): Clock | null {
  return columns.find(({ name }) => name === plan.timeColumn)?.clock ?? null;
}

export function shortHz(rateHz: number): number {
  return Number(rateHz.toPrecision(3));
}
