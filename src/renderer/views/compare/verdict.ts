import { classifies, hasClasses, labelsSteps } from '../../../shared/domain/task';
import type { Run } from '../../../shared/domain/run';
import { m } from '../../i18n';
import { formatCount, formatFixed, formatNumber } from '../../ui/format';
import { shortName } from '../../ui/run/run-words';
import type { Difference } from '../../../shared/statistics/paired';

/** Why two runs cannot be compared on the same examples; null when they can. */
export function obstacle(first: Run, second: Run): string | null {
  if (first.datasetId !== second.datasetId) return m.compare_other_data();
  if (first.test === null || second.test === null) return m.compare_not_finished();
  return null;
}

const points = (share: number): string => formatFixed(Math.abs(share) * 100, 1);
const signed = (value: number, text: string): string => `${value < 0 ? '−' : '+'}${text}`;

function formatDifference(run: Run, value: number): string {
  return hasClasses(run.task) ? signed(value, points(value)) : signed(value, formatNumber(Math.abs(value)));
}

/** `+0.4 … +3.1`, in points or in the data's units. */
export function formatDifferenceInterval(run: Run, [low, high]: Difference['interval']): string {
  return m.compare_from_to({ low: formatDifference(run, low), high: formatDifference(run, high) });
}

export function formatLevel(level: number): string {
  return `${formatNumber(level * 100, 3)}%`;
}

/** True when the interval leaves out zero. */
export function isReal({ interval }: Difference): boolean {
  return interval[0] > 0 || interval[1] < 0;
}

/**
 * What the paired difference supports, and no more: who is better only when the interval leaves out zero;
 * otherwise that these examples cannot tell the two apart.
 */
export function verdict(first: Run, second: Run, difference: Difference): string {
  const facts = {
    examples: formatCount(difference.examples),
    interval: formatDifferenceInterval(first, difference.interval),
    level: formatLevel(difference.level),
  };
  const classify = classifies(first.task);
  const labelled = labelsSteps(first.task);
  if (!isReal(difference)) {
    const names = { first: shortName(first), second: shortName(second) };
    if (labelled) return m.compare_same_wrong({ ...facts, ...names });
    return classify
      ? m.compare_same_accuracy({ ...facts, ...names })
      : m.compare_same_error({ ...facts, ...names });
  }
  // Greater accuracy, or smaller error.
  const firstBetter = difference.estimate > 0 === classify;
  const names = {
    better: shortName(firstBetter ? first : second),
    worse: shortName(firstBetter ? second : first),
    by: classify || labelled ? points(difference.estimate) : formatNumber(Math.abs(difference.estimate)),
  };
  if (labelled) return m.compare_better_wrong({ ...facts, ...names });
  return classify
    ? m.compare_better_accuracy({ ...facts, ...names })
    : m.compare_better_error({ ...facts, ...names });
}
