import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { LeftOutReason } from '../../readers/table/table';
import type { WarningFacts } from './rule';

/** Lines of tables that are not among their rows. */
export function rowsLeftOut({ material }: WarningFacts): Remark[] {
  const found = new Map<LeftOutReason, { count: number; example: string; file: string }>();
  for (const { content, shown } of material.files)
    for (const { reason, count, example } of content.kind === 'table'
      ? (content.notes?.rowsLeftOut ?? [])
      : []) {
      const own = found.get(reason);
      if (own === undefined) found.set(reason, { count, example, file: shown });
      else own.count += count;
    }
  return [...found].map(([reason, { count, example, file }]) =>
    remark('rows.leftOut', { count, reason, example, file }),
  );
}
