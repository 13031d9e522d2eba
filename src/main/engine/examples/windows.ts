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
 * The windows of a series, in the training part every `trainStrideSteps`, else every `strideSteps` from the part's
 * first row (rolling origin; Tashman 2000). A window belongs to the part that all of its targets lie in; those whose
 * targets lie across a border belong to none, so that no value is a target in two parts. What a window sees may
 * reach back over a border, since at that time it is past.
 */
export function windowsOf(
  series: number,
  { length }: Pick<Item, 'length'>,
  split: SplitPlan,
  forecast: ForecastPlan,
): Window[] {
  const { contextSteps, horizonSteps, trainStrideSteps, strideSteps } = forecast;
  const { validation, test } = timeBorders(length, split, forecast);
  const windows: Window[] = [];
  const add = (part: SplitName, first: number, end: number, stride: number): void => {
    // The test part's windows lie where they would if there were enough before them to see.
    const late = Math.max(0, Math.ceil((contextSteps - first) / stride)) * stride;
    for (let target = first + late; target + horizonSteps <= end; target += stride)
      windows.push({ series, row: target - contextSteps, split: part });
  };
  add('train', contextSteps, validation, trainStrideSteps);
  add('validation', Math.max(contextSteps, validation), test, strideSteps);
  add('test', test, length, strideSteps);
  return windows;
}

/** More context than this makes training slow before it makes it better. */
const MAX_CONTEXT = 512;
const CONTEXT_WITHOUT_SEASON = 64;
/** So many seasons of training data make room for a third season of context. */
export const MANY_SEASONS = 20;

/**
 * Two seasons of context let the network see what is the same and what has changed since; a third where there is
 * enough to learn from. At most half of the training part, so that there are windows to learn from.
 */
export function defaultContext(trainRows: number, seasonSteps: number, horizonSteps = 1): number {
  const seasons = trainRows >= MANY_SEASONS * seasonSteps ? 3 : 2;
  const wanted =
    seasonSteps > 1 ? seasons * seasonSteps : Math.min(CONTEXT_WITHOUT_SEASON, Math.floor(trainRows / 10));
  const least = Math.max(seasonSteps + 1, horizonSteps);
  const capped = Math.max(Math.min(wanted, MAX_CONTEXT), Math.min(least, MAX_CONTEXT));
  return Math.max(1, Math.min(capped, Math.floor(trainRows / 2)));
}

/** So many windows of the training part are enough; neighbouring windows say nearly the same. */
const MANY_WINDOWS = 8_000;

/**
 * Steps from one window of the training part to the next: one where there are few, else so many that some thousands
 * are left; without a common factor with the season, so that every time of day starts some.
 */
export function defaultTrainStride(trainRows: number, seasonSteps: number): number {
  return withoutFactor(Math.max(1, Math.floor(trainRows / MANY_WINDOWS)), seasonSteps);
}

/** Judging a window takes a forward pass, training on it about three times as long. */
const JUDGED_FOR_TRAINED = 2;

/**
 * Steps from one judged window to the next: the horizon, so that each value is forecast once, unless judging a part would then
 * take longer than an epoch of training does.
 *
 * @param judgedRows of the longest part that is judged
 * @param trainWindows of an epoch
 */
export function defaultStride(
  judgedRows: number,
  trainWindows: number,
  { seasonSteps, horizonSteps }: Pick<ForecastPlan, 'seasonSteps' | 'horizonSteps'>,
): number {
  const least = Math.ceil(judgedRows / (JUDGED_FOR_TRAINED * Math.max(trainWindows, MANY_WINDOWS)));
  return least <= horizonSteps ? horizonSteps : withoutFactor(least, seasonSteps);
}

/** The next number that has no factor in common with the season. */
function withoutFactor(least: number, season: number): number {
  let stride = least;
  while (greatestCommonDivisor(stride, season) > 1) stride++;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A stretch of a sequence of which every step is answered. */
export interface StepWindow {
  /** First step, and one past the last. */
  readonly start: number;
  readonly end: number;
  /** What lies before it is context, and judged elsewhere. */
  readonly scoredFrom: number;
}

/**
 * Cuts the steps `from` … `to` (exclusive) of a sequence into windows. The last one ends with the part, so that every
 * step is in one; none reaches beyond it.
 *
 * @param lead so many steps before `from` may be seen as context
 */
export function stepWindows(from: number, to: number, steps: number, stride: number, lead = 0): StepWindow[] {
  if (to <= from) return [];
  const first = Math.max(0, from - lead);
  const last = Math.max(first, to - steps);
  const starts: number[] = [];
  for (let start = first; start < last; start += stride) starts.push(start);
  starts.push(last);
  return starts.map((start) => ({
    start,
    end: Math.min(to, start + steps),
    scoredFrom: Math.max(0, from - start),
  }));
}
