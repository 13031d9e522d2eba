import type { Study, StudyComparison } from '../../../shared/domain/study';
import { hasClasses } from '../../../shared/domain/task';
import { m } from '../../i18n';
import { formatCount, formatFixed, formatNumber } from '../../ui/format';

const statuses: Readonly<Record<Study['status'], () => string>> = {
  running: m.train_status_running,
  complete: m.train_status_completed,
  interrupted: m.train_status_interrupted,
  failed: m.train_status_failed,
};

export const studyStatus = ({ status }: Study): string => statuses[status]();

const tests: Readonly<Record<StudyComparison['test'], () => string>> = {
  resampledT: m.study_test_resampled,
  bootstrap: m.study_test_bootstrap,
  wilcoxon: m.study_test_wilcoxon,
};

/** +0.8, in points of shares or in the data's units. */
function signed(study: Study, value: number): string {
  const size = hasClasses(study.task) ? formatFixed(Math.abs(value) * 100, 1) : formatNumber(Math.abs(value));
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** What two studies' difference comes to, and by which test. */
export function comparisonWords(study: Study, comparison: StudyComparison): string {
  const { difference, interval, pValue, pairs, test } = comparison;
  const facts = {
    difference: signed(study, difference),
    low: interval === null ? '–' : signed(study, interval[0]),
    high: interval === null ? '–' : signed(study, interval[1]),
    pairs: formatCount(pairs),
    test: tests[test](),
  };
  return pValue === null
    ? m.study_difference(facts)
    : m.study_difference_p({ ...facts, p: formatNumber(pValue, 2) });
}
