import type { Remark } from '../../../../shared/domain/dataset';
import type { LeftOutReason } from '../../readers/table/table';
import type { WarningFacts } from './rule';

const reasons: Readonly<Record<LeftOutReason, string>> = {
  'too-many-cells': 'have more cells than the others',
  'too-few-cells': 'have fewer cells than the others',
  'cut-off': 'break off',
  'repeated-header': 'repeat the header',
  'no-time': 'have no time that can be read',
  'no-values': 'hold words only',
};

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
  return [...found].map(([reason, { count, example, file }]) => ({
    code: 'rows.leftOut',
    message: `${count} rows are left out because they ${reasons[reason]}: “${example}” in ${file} for one.`,
    params: { count, reason, example, file },
  }));
}
