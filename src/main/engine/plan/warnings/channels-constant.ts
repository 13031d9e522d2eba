import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** A channel that says nothing. */
export function channelsConstant({ material, columns, plan }: WarningFacts): Remark[] {
  const contents = material.files.map(({ content }) => content);
  const constant =
    material.kind === 'table'
      ? columns
          .filter(({ name, isConstant }) => isConstant && plan.channels.includes(name))
          .map(({ name }) => name)
      : material.kind === 'cases'
        ? plan.channels.filter((_, k) =>
            contents.every((content) => content.kind === 'cases' && content.constantChannels.includes(k)),
          )
        : [];
  return constant.map((channel) => remark('channels.constant', { channel }));
}
