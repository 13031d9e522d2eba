import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { extraColumns } from '../columns';
import type { WarningFacts } from './rule';

/** Columns that only some files have: what all have goes in. */
export function columnsExtra({ material }: WarningFacts): Remark[] {
  const extra = extraColumns(material);
  if (extra.length === 0) return [];
  return [remark('columns.extra', { count: extra.length, columns: extra.slice(0, 12).join(', ') })];
}
