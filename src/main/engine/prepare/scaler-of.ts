import type { SplitName } from '../../../shared/domain/dataset';
import type { Scaler } from '../../../shared/domain/features';
import { RowScaler } from '../features/row-scaler';
import type { FeatureRows } from './feature-rows';
import type { PreparedData } from './prepared';

/**
 * Mean and deviation of each feature over what was measured in the training part, of rows that may lie in a file; each row counts
 * once. As `fitScaler` of rows in memory.
 */
export async function scalerOf(
  rows: FeatureRows,
  drafts: readonly { readonly split: SplitName }[],
  { starts, lengths, horizonSteps }: Pick<PreparedData, 'starts' | 'lengths' | 'horizonSteps'>,
  standardise: boolean,
  measured?: (row: number, feature: number) => boolean,
): Promise<Scaler> {
  const scaler = new RowScaler(rows.width);
  // Windows overlap, and go on from one another: rows are read in stretches as long as they come.
  const stretches: { start: number; end: number }[] = [];
  let counted = 0;
  for (const [e, { split }] of drafts.entries()) {
    if (split !== 'train' || !standardise) continue;
    const end = starts[e]! + lengths[e]! + horizonSteps;
    const start = Math.max(starts[e]!, counted);
    const last = stretches[stretches.length - 1];
    if (last !== undefined && start === last.end) last.end = Math.max(start, end);
    else if (start < end) stretches.push({ start, end });
    counted = Math.max(counted, end);
  }
  for (const { start, end } of stretches) {
    let first = start;
    for await (const values of rows.read(start, end)) {
      const from = first;
      scaler.add(values, measured && ((row, feature) => measured(from + row, feature)));
      first += values.length / rows.width;
    }
  }
  return scaler.fit();
}
