import type { ForecastPlan, SplitName, SplitPlan } from '../../../shared/domain/dataset';
import type { Item } from './items';

/** What the network sees of a series; the values to forecast follow at `end`. */
export interface Window {
  /** Index of the series. */
  readonly series: number;
  /** First row of the context, within the series. */
  readonly row: number;
  readonly split: SplitName;
}

/** First row of the validation and of the test part of a series with `rows` rows. */
export function timeBorders(
  rows: number,
  split: SplitPlan,
  { seasonSteps, horizonSteps }: Pick<ForecastPlan, 'seasonSteps' | 'horizonSteps'>,
): { validation: number; test: number } {
  const test = rows - partRows(rows * split.testFraction, seasonSteps, horizonSteps);
  return { validation: test - partRows(test * split.validationFraction, seasonSteps, horizonSteps), test };
}

/** Whole seasons where there is room for one, so that no season weighs more than another in a score. */
function partRows(wanted: number, season: number, horizon: number): number {
  const rows = wanted >= season ? Math.floor(wanted / season) * season : Math.floor(wanted);
  return Math.max(rows, horizon);
}

/**
 * All windows of a series at every step. A window belongs to the part that all of its targets lie in; those whose
 * targets lie across a border belong to none, so that no value is a target in two parts. What a window sees may
 * reach back over a border, since at that time it is past.
 */
export function windowsOf(
  series: number,
  { length }: Pick<Item, 'length'>,
  split: SplitPlan,
  forecast: ForecastPlan,
): Window[] {
  const { contextSteps, horizonSteps } = forecast;
  const { validation, test } = timeBorders(length, split, forecast);
  const windows: Window[] = [];
  for (let target = contextSteps; target + horizonSteps <= length; target++) {
    const last = target + horizonSteps - 1;
    const part =
      last < validation
        ? 'train'
        : target >= test
          ? 'test'
          : target >= validation && last < test
            ? 'validation'
            : null;
    if (part !== null) windows.push({ series, row: target - contextSteps, split: part });
  }
  return windows;
}

/** More context than this makes training slow before it makes it better. */
const MAX_CONTEXT = 512;
const CONTEXT_WITHOUT_SEASON = 64;
/** So many seasons of training data make room for a third season of context. */
const MANY_SEASONS = 20;

/**
 * Two seasons of context let the network see what is the same and what has changed since; a third where there is
 * enough to learn from. At most half of the training part, so that there are windows to learn from.
 */
export function defaultContext(trainRows: number, seasonSteps: number): number {
  const seasons = trainRows >= MANY_SEASONS * seasonSteps ? 3 : 2;
  const wanted =
    seasonSteps > 1 ? seasons * seasonSteps : Math.min(CONTEXT_WITHOUT_SEASON, Math.floor(trainRows / 10));
  const capped = Math.max(Math.min(wanted, MAX_CONTEXT), Math.min(seasonSteps + 1, MAX_CONTEXT));
  return Math.max(1, Math.min(capped, Math.floor(trainRows / 2)));
}
