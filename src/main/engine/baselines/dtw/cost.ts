import { answersAhead, hasClasses } from '../../../../shared/domain/task';
import { failure } from '../../../../shared/sentences/failure';
import type { FitContext } from '../family';
import { channelColumns } from '../../features/channel-columns';
import { thinned } from '../thinned';
import { radiusOf } from './distance';

/** Half widths that are tried, as shares of the length (Dau et al. 2018: most data sets want less than a tenth). */
export const BANDS: readonly number[] = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 1];
/** The band is chosen on no more training examples than this. */
export const MOST_TRIED = 250;
/** More windows of a series than this say little more. */
const MOST_WINDOWS = 1500;
/** Cells a second, measured on one core of 2026. */
const CELLS_PER_SECOND = 3e8;
export const MOST_SECONDS = 1800;

/** channel: every channel counts alike; common: as they are, so that what swings more counts more. */
export type DtwScale = 'channel' | 'common';

type Given = Pick<FitContext<'dtw'>, 'data' | 'parts'> & { readonly band: number | null };

/** The examples that are remembered. */
export function remembered({ task }: Given['data'], train: Int32Array): Int32Array {
  return answersAhead(task) ? thinned(train, MOST_WINDOWS) : train;
}

/** The scales that are tried. */
export function scalesOf({ task, featureNames }: Given['data']): readonly DtwScale[] {
  return hasClasses(task) && channelColumns(featureNames).length > 1 ? ['channel', 'common'] : ['channel'];
}

/** Cells of the tables of accumulated costs, if nothing could be skipped, of sequences of these lengths. */
function cells(queries: Float64Array, references: Float64Array, band: number): number {
  const mean = (all: Float64Array): number =>
    all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length);
  const n = mean(queries);
  const m = mean(references);
  const within = Math.min(m, 2 * Math.min(radiusOf(band, n, m), m) + 1 + Math.abs(n - m));
  return queries.length * references.length * n * within;
}

/** How long choosing and scores take at most: nearest neighbours skip much of it. */
export function dtwSeconds({ data, parts, band }: Given): number {
  const steps = (examples: ArrayLike<number>): Float64Array =>
    Float64Array.from(examples, (example) => data.lengths[example]!);
  const references = steps(remembered(data, parts.train));
  const tried = references.slice(0, MOST_TRIED);
  const judged = steps([...parts.validation, ...parts.test]);
  const choosing =
    band === null
      ? scalesOf(data).length * BANDS.reduce((sum, one) => sum + cells(tried, references, one), 0)
      : 0;
  const work = choosing + cells(judged, references, band ?? 0.1);
  return (work * channelColumns(data.featureNames).length) / CELLS_PER_SECOND;
}

/** @throws UnrollError MODEL_TOO_LARGE when a fit and its scores would take hours */
export function requireTime(given: Given): void {
  const seconds = dtwSeconds(given);
  if (seconds <= MOST_SECONDS) return;
  const { data, parts } = given;
  const references = remembered(data, parts.train).length;
  const judged = parts.validation.length + parts.test.length;
  throw failure('MODEL_TOO_LARGE.dtwTime', { minutes: Math.round(seconds / 60), references, judged });
}
