import type { ImportPlan, SplitName, SplitPlan, WindowPlan } from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import { framingOf } from '../features/log-mel';
import type { Draft } from './draft';
import type { Item } from './items';
import { rowOf } from './items';
import { stepWindows, timeBorders } from './windows';

/** Steps `from` … `to` (exclusive) of one recording that lie in one part. */
interface Stretch {
  readonly split: SplitName;
  readonly from: number;
  readonly to: number;
}

/**
 * Windows of recordings, each an example with its recording's label. All windows of a recording are in one part; split in
 * time, the last stretches of each are for validation and test, behind gaps of a window each, so that no window of one
 * part has neighbours in another. What is judged is gone through without overlap.
 *
 * @param parts of each item; null: split in time
 * @param steps of each item
 * @param rates samples a second of each item's file; null where they are unknown
 * @throws UnrollError SPLIT_IMPOSSIBLE
 */
export function windowDrafts(
  items: readonly Item[],
  parts: readonly SplitName[] | null,
  steps: readonly number[],
  rates: readonly (number | null)[],
  { split, features, rateHz }: Pick<ImportPlan, 'split' | 'features' | 'rateHz'>,
  windows: WindowPlan,
): Draft[] {
  const hopSamples = features.kind === 'raw' || rateHz === null ? 1 : framingOf(features, rateHz).hopSamples;
  const drafts = items.flatMap((item, index) => {
    const rate = rates[index] ?? null;
    const perStep = rate === null || rateHz === null ? hopSamples : (hopSamples * rate) / rateHz;
    const at = (step: number): number =>
      item.grid === undefined
        ? Math.min(item.end, item.start + Math.round(step * perStep))
        : rowOf(item, step);
    const stretches =
      parts === null
        ? stretchesOf(steps[index]!, split, windows.steps)
        : [{ split: parts[index]!, from: 0, to: steps[index]! }];
    return stretches.flatMap(({ split: part, from, to }) =>
      stepWindows(from, to, windows.steps, part === 'train' ? windows.strideSteps : windows.steps).map(
        ({ start, end }): Draft => ({
          file: item.file,
          start: at(start),
          end: end === steps[index] ? item.end : at(end),
          length: Math.round((end - start) * perStep),
          label: item.label,
          group: item.group,
          steps: end - start,
          split: part,
          item: index,
          row: start,
          scoredFrom: 0,
        }),
      ),
    );
  });
  for (const part of splitNames)
    if (part !== 'validation' && !drafts.some((draft) => draft.split === part))
      throw failure('SPLIT_IMPOSSIBLE.noStep', { part, steps: windows.steps });
  return drafts;
}

/** A recording that is too short for three parts is learnt from. */
function stretchesOf(steps: number, split: SplitPlan, gap: number): Stretch[] {
  const { validation, test } = timeBorders(steps, split, { seasonSteps: 1, horizonSteps: 1 });
  const stretches: Stretch[] = [
    { split: 'train', from: 0, to: validation },
    { split: 'validation', from: validation + gap, to: test },
    { split: 'test', from: test + gap, to: steps },
  ];
  return stretches.every(({ from, to }) => to - from >= gap)
    ? stretches
    : [{ split: 'train', from: 0, to: steps }];
}
