import type { ImportPlan } from '../../../shared/domain/dataset';

/** First sample or row, and one past the last; of a `.ts` file the sequence's number, and one more. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Whose rows are meant where series alternate in one table; absent or null: all of them. */
  readonly group?: string | null;
}

export type SignalPlan = Pick<
  ImportPlan,
  'task' | 'channels' | 'targets' | 'timeColumn' | 'rateHz' | 'resampled' | 'forecast'
> &
  Partial<Pick<ImportPlan, 'group' | 'timeFrom' | 'timeFormat' | 'missing'>>;

/** Columns of a table that a plan reads. */
export function columnsOf({ channels, targets, timeColumn, forecast, group }: SignalPlan): string[] {
  const names = [...channels, ...targets, ...(forecast?.known ?? [])];
  if (timeColumn !== null) names.push(timeColumn);
  if (group?.kind === 'column') names.push(group.column);
  return [...new Set(names)];
}
