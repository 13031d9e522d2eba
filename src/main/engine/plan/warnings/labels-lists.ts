import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Which tables were taken for lists of files, and those whose names lead nowhere. */
export function labelsLists({ material }: WarningFacts): Remark[] {
  const { lists = [], ambiguous = [], missing = [] } = material.labels ?? {};
  const remarks = lists.map(({ shown, rows, matched }) =>
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
