import type { TableContent } from '../readers/content';
import { joinBlocks } from '../readers/blocks';
import type { Block } from '../readers/reader';
import type { KnownFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import type { Table } from '../readers/table/table';
import { withoutSentinels } from './sentinels';
import type { SignalPlan } from './signal-plan';

/** A table with fewer rows is as soon read whole. */
const LEAST_ROWS = 2 ** 16;

export interface Rows {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether a stretch of rows can be read without the rest of the table: not where rows lie on a grid of times, where series
 * alternate, or where times are put together.
 */
export function isReadInParts(content: TableContent, plan: SignalPlan): boolean {
  return (
    content.rows >= LEAST_ROWS &&
    plan.resampled !== true &&
    plan.group?.kind !== 'column' &&
    plan.timeFrom === undefined &&
    plan.timeFormat === undefined
  );
}

/** Rows before and behind a stretch that what a forecast knows beforehand looks at. */
function margins({ forecast }: SignalPlan): { back: number; ahead: number } {
  if (forecast === null) return { back: 0, ahead: 0 };
  return { back: forecast.seasonalDifferences ? forecast.seasonSteps : 0, ahead: forecast.horizonSteps };
}

/** Some rows of a table with those around them that are looked at too, and where the wanted ones are in it. */
export async function tablePart(
  sources: Sources,
  file: KnownFile,
  content: TableContent,
  plan: SignalPlan,
  columns: readonly string[],
  { start, end }: Rows,
  signal?: AbortSignal,
): Promise<{ table: Table; span: Rows }> {
  const { back, ahead } = margins(plan);
  const from = Math.max(0, start - back);
  const to = Math.min(content.rows, end + ahead);
  const blocks: Block[] = [];
  for await (const block of sources.blocks(file, { start: from, end: to }, columns, signal))
    blocks.push(block);
  return {
    table: withoutSentinels(joinBlocks(blocks), plan),
    span: { start: start - from, end: Math.min(end, content.rows) - from },
  };
}
