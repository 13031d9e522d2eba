import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Tables that were taken for lists of files though the plan needs none, or not all of their names lead to a file. */
export function labelsLists({ material, plan }: WarningFacts): Remark[] {
  const { lists = [], ambiguous = [], missing = [] } = material.labels ?? {};
  const isUsed = [plan.label, plan.group, plan.split.from].some((source) => source?.kind === 'labels-file');
  // What is used and matches throughout stands in the proposal, and is nothing to be warned of.
  const remarks = lists
    .filter(({ rows, matched }) => matched < rows || !isUsed)
    .map(({ shown, rows, matched }) =>
      matched === 0
        ? remark('labels.noneMatched', { file: shown, rows, example: (missing[0] ?? '').slice(0, 80) })
        : remark('labels.list', { file: shown, rows, matched }),
    );
  if (ambiguous.length > 0)
    remarks.push(
      remark('labels.ambiguous', { count: ambiguous.length, example: ambiguous[0]!.slice(0, 80) }),
    );
  return remarks;
}
