import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** A labels file that speaks of other files. */
export function labelsFilesMissing({ material }: WarningFacts): Remark[] {
  const missing = material.labels?.missing ?? [];
  if (missing.length === 0) return [];
  return [remark('labels.filesMissing', { count: missing.length, example: missing[0]!.slice(0, 80) })];
}
