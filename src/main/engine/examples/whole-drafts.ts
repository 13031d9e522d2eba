import type { ForecastPlan, SplitName, SplitPlan } from '../../../shared/domain/dataset';
import { splitNames } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Draft } from './draft';
import type { Item } from './items';
import { rowOf } from './items';
import { extent } from './lengths';
import { windowsOf } from './windows';

/** Each item is an example. */
export function wholeDrafts(
  items: readonly Item[],
  parts: readonly SplitName[],
  steps: readonly number[],
): Draft[] {
  return items.map((item, index) => ({
    file: item.file,
    start: item.start,
    end: item.end,
    length: item.length,
    label: item.label,
    group: item.group,
    steps: steps[index]!,
    split: parts[index]!,
    item: index,
    row: 0,
    scoredFrom: 0,
  }));
}

/** Each window of a series is an example. @throws UnrollError SPLIT_IMPOSSIBLE when a part has no window */
export function forecastDrafts(items: readonly Item[], split: SplitPlan, forecast: ForecastPlan): Draft[] {
  const drafts = items.flatMap((item, index) =>
    windowsOf(index, item, split, forecast).map((window): Draft => ({
      file: item.file,
      start: rowOf(item, window.row),
      end: rowOf(item, window.row + forecast.contextSteps),
      length: forecast.contextSteps,
      label: null,
      group: item.group,
      steps: forecast.contextSteps,
      split: window.split,
      item: index,
      row: window.row,
      scoredFrom: 0,
    })),
  );
  const [, rows] = extent(items.map(({ length }) => length));
  for (const part of splitNames)
    if (!drafts.some((draft) => draft.split === part))
      throw failure('SPLIT_IMPOSSIBLE.fewRows', {
        rows,
        context: forecast.contextSteps,
        horizon: forecast.horizonSteps,
      });
  return drafts;
}
