import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { extent } from '../../examples/lengths';
import { RATE_TOLERANCE } from '../channel-choices';
import type { WarningFacts } from './rule';
import { isResampled, shortHz } from './time-facts';

/** Files of different sampling rates. */
export function rateDiffers(facts: WarningFacts): Remark[] {
  const { material, plan } = facts;
  if (isResampled(facts)) return [];
  const rates = material.files.flatMap(({ content }) => {
    if (content.kind === 'audio') return [content.rateHz];
    if (content.kind !== 'table') return [];
    const rateHz = content.columns.find(({ name }) => name === plan.timeColumn)?.clock?.rateHz;
    return typeof rateHz === 'number' ? [rateHz] : [];
  });
  const [least, most] = extent(rates);
  if (rates.length < 2 || most <= least * (1 + RATE_TOLERANCE)) return [];
  return [
    material.kind === 'audio'
      ? remark('rate.differs', { leastHz: least, mostHz: most, rateHz: plan.rateHz ?? least })
      : remark('rate.differsTables', { leastHz: shortHz(least), mostHz: shortHz(most) }),
  ];
}
