import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** A labels file that speaks of other files. */
export function labelsFilesMissing({ material }: WarningFacts): Remark[] {
  const missing = material.labels?.missing ?? [];
  if (missing.length === 0) return [];
  return [
    {
      code: 'labels.filesMissing',
      message:
        missing.length === 1
          ? `The labels file names a file that is not there: "${missing[0]!.slice(0, 80)}".`
          : `The labels file names ${missing.length} files that are not there, "${missing[0]!.slice(0, 80)}" for one.`,
      params: { count: missing.length, example: missing[0]!.slice(0, 80) },
    },
  ];
}
