import type { Remark } from '../../../../shared/domain/dataset';
import type { WarningFacts } from './rule';

/** Sound files without sound. */
export function audioSilent({ material }: WarningFacts): Remark[] {
  const silent = material.files.filter(({ content }) => content.kind === 'audio' && content.isSilent);
  if (silent.length === 0) return [];
  return [
    {
      code: 'audio.silent',
      message: `${silent.length} sound files are silent, ${silent[0]!.shown} for one.`,
      params: { count: silent.length, example: silent[0]!.shown },
    },
  ];
}
