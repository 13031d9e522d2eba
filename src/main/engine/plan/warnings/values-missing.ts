import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
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
  const limit = plan.features.kind === 'raw' ? plan.features.gapSteps : undefined;
  return limit === undefined
    ? [remark('values.missing', { count: missing, task: plan.task })]
    : [remark('values.bridged', { count: missing, limit })];
}
