import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** Copies that a window has decoded. */
export function audioDecoded({ material }: WarningFacts): Remark[] {
  const decoded = material.files.filter(({ content }) => content.kind === 'audio' && content.isCopy).length;
  if (decoded === 0) return [];
  return [
    {
      code: 'audio.decoded',
      message: `${decoded} AAC files were decoded by the window; the data set reads these copies, which lie in the lab's own folder.`,
      params: { count: decoded },
    },
  ];
}
