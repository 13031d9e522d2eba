import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Sound files that end before their length, as when a battery died. */
export function audioCutOff({ material }: WarningFacts): Remark[] {
  const cut = material.files.filter(({ content }) => content.kind === 'audio' && content.isCutOff === true);
  if (cut.length === 0) return [];
  return [remark('audio.cutOff', { count: cut.length, example: cut[0]!.shown })];
}
