import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Copies that a window has decoded. */
export function audioDecoded({ material }: WarningFacts): Remark[] {
  const decoded = material.files.filter(({ content }) => content.kind === 'audio' && content.isCopy).length;
  if (decoded === 0) return [];
  return [remark('audio.decoded', { count: decoded })];
}
