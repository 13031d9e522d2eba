import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** Values that stand in for missing ones. */
export function valuesMissing({ material, columns, plan }: WarningFacts): Remark[] {
  const missing =
    material.kind === 'cases'
      ? material.files.reduce((sum, { content }) => sum + (content.kind === 'cases' ? content.missing : 0), 0)
      : columns
          .filter(({ name }) => plan.channels.includes(name))
          .reduce((sum, column) => sum + column.missing, 0);
  if (missing === 0) return [];
  return [
    {
      code: 'values.missing',
      message:
        plan.task === 'forecast'
          ? `${missing} values are missing; the last known one stands in for each.`
          : `${missing} values are missing; they are filled on a straight line between their neighbours.`,
      params: { count: missing },
    },
  ];
}
