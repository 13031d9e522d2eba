import { modelName } from '../../../shared/domain/model-name';
import {
  mainInterval as mainIntervalOf,
  mainMetric,
  mainScore as mainScoreOf,
} from '../../../shared/domain/main-score';
import type { Run, RunStatus, Scores } from '../../../shared/domain/run';
import { traitsOf } from '../../../shared/domain/task';
import type { TaskTraits } from '../../../shared/domain/tasks/task-facts';
import { m } from '../../i18n';
import { NO_NUMBER, formatFixed, formatNumber } from '../format';
import { wordOf } from '../word-of';

const statusWords: Readonly<Record<RunStatus, () => string>> = {
  queued: m.train_status_queued,
  running: m.train_status_running,
  paused: m.train_status_paused,
  completed: m.train_status_completed,
  stopped: m.train_status_stopped,
  interrupted: m.train_status_interrupted,
  failed: m.train_status_failed,
};

export function statusWord(status: RunStatus): string {
  return statusWords[status]();
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

export const statusTone: Readonly<Record<RunStatus, Tone>> = {
  queued: 'plain',
  running: 'accent',
  paused: 'warn',
  completed: 'good',
  stopped: 'plain',
  interrupted: 'warn',
  failed: 'bad',
};

export function canResume(run: Run): boolean {
  return run.status === 'paused' || run.status === 'stopped' || run.status === 'interrupted';
}

/** The number that a run is known by (`shared/domain/main-score`). */
export function mainScore(scores: Scores | null): number | null {
  return scores === null ? null : mainScoreOf(scores);
}

/** Its 95 % interval. */
export function mainInterval(scores: Scores | null): readonly [number, number] | null {
  return scores === null ? null : mainIntervalOf(scores);
}

/** A share with one decimal always, so that columns line up: 93.0%. */
export function formatShare(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  return `${formatFixed(value * 100, 1)}%`;
}

type Shown = number | null | undefined;

/** By a task's `scoreFormat`. */
export const scoreFormats = {
  percent: formatShare,
  fraction: (value: Shown) => (value === null || value === undefined ? NO_NUMBER : formatFixed(value, 3)),
  number: (value: Shown) => formatNumber(value),
} as const satisfies Record<TaskTraits['scoreFormat'], (value: Shown) => string>;

/** 97.3%, 0.412 (labelling) or 31.4. */
export function formatScore(task: Run['task'], value: Shown): string {
  return scoreFormats[traitsOf(task).scoreFormat](value);
}

/** 95.1–98.6%, or 28.3–34.9 */
export function formatInterval(task: Run['task'], interval: readonly [number, number]): string {
  const first = formatScore(task, interval[0]);
  return `${first.endsWith('%') ? first.slice(0, -1) : first}–${formatScore(task, interval[1])}`;
}

export const floorWord = (name: string): string => wordOf('train_floor', name);

/** What the main score is called. */
export function metricName(task: Run['task'], scores?: Scores | null): string {
  return wordOf('train_metric', scores ? mainMetric(scores) : traitsOf(task).mainMetric);
}

/** What the metric of the curves is called, which every batch has. */
export function curveName(task: Run['task']): string {
  return wordOf('train_metric', traitsOf(task).metricName);
}

/** A run's name without its data set's, where all runs are of one: `GRU 64 ⇄ · 1`. */
export function shortName({ name, datasetName }: Pick<Run, 'name' | 'datasetName'>): string {
  return name.replace(` · ${datasetName}`, '');
}

/** `GRU 64×2 ⇄`: what a run is, in one short line. */
export function modelLine({ recipe }: Pick<Run, 'recipe'>): string {
  return modelName(recipe.model);
}
