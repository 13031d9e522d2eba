import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { lostPower, MOST_LOST_POWER, percent } from '../sound-rate';
import type { WarningFacts } from './rule';

/** A sampling rate that takes away what the files sound of. */
export function rateCuts({ material, plan: { rateHz } }: WarningFacts): Remark[] {
  if (material.kind !== 'audio' || rateHz === null) return [];
  const lost = lostPower(material, rateHz);
  if (lost <= MOST_LOST_POWER) return [];
  return [remark('rate.cuts', { percent: percent(lost), aboveHz: rateHz / 2, rateHz })];
}
