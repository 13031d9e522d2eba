import type { Remark } from '../../../../shared/domain/dataset';
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
      ? {
          code: 'rate.differs',
          message: `The files have sampling rates from ${least} to ${most} Hz; all are resampled to ${plan.rateHz ?? least} Hz.`,
          params: { leastHz: least, mostHz: most, rateHz: plan.rateHz ?? least },
        }
      : {
          code: 'rate.differsTables',
          message: `The tables' times run at ${shortHz(least)} to ${shortHz(most)} Hz, and are taken as they are; give a rate, and every channel is resampled to it.`,
          params: { leastHz: shortHz(least), mostHz: shortHz(most) },
        },
  ];
}
