import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Sound files without sound. */
export function audioSilent({ material }: WarningFacts): Remark[] {
  const silent = material.files.filter(({ content }) => content.kind === 'audio' && content.isSilent);
  if (silent.length === 0) return [];
  return [remark('audio.silent', { count: silent.length, example: silent[0]!.shown })];
}
