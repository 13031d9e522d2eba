import type { SplitName } from '../../../shared/domain/dataset';
import { splitOfWord } from '../readers/labels/parts';
import { byLabel } from './class-order';

/**
 * The part of each file by the words that a person says they are written in. Words that name no part are folds: the last is
 * the test, the one before the validation part where there are three or more.
 */
export function partsFrom(values: readonly (string | null)[]): (SplitName | null)[] {
  const named = values.map((value) => (value === null ? null : splitOfWord(value)));
  if (named.some((part) => part !== null)) return named;
  const folds = [...new Set(values.filter((value): value is string => value !== null))].sort(byLabel);
  if (folds.length < 2) return named;
  return values.map((value) => {
    if (value === null) return null;
    const behind = folds.length - 1 - folds.indexOf(value);
    if (behind === 0) return 'test';
    return behind === 1 && folds.length > 2 ? 'validation' : 'train';
  });
}
