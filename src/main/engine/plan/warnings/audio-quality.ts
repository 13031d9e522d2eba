import type { Remark } from '../../../../shared/domain/dataset';
import { MEAN } from '../../../../shared/domain/sound-channels';
import { remark } from '../../../../shared/sentences/say';
import type { SoundFacts } from '../../readers/sound/sound-facts';
import type { SourceFile } from '../../readers/source-file';
import type { Rule, WarningFacts } from './rule';

/** As a share of full scale; microphones give less. */
const MOST_OFFSET = 0.05;
/** More of the samples stand at the end of the scale than a loud recording's. */
const MOST_CLIPPED = 0.01;

/** Sound files with values that cannot be sound: NaN, infinite, or thousands of times full scale. */
export const audioUnusable: Rule = (facts) => {
  const files = filesWhere(facts, ({ unusable }) => unusable > 0);
  const [file] = files;
  if (file === undefined) return [];
  const values = files.reduce((sum, { facts: { unusable } }) => sum + unusable, 0);
  return [remark('audio.unusable', { count: files.length, values, example: file.shown })];
};

/** Files of which one channel is another's inverse, so that their mean would be silence. */
export const audioInverted: Rule = (facts) =>
  facts.plan.channels.includes(MEAN)
    ? counted(
        'audio.inverted',
        filesWhere(facts, ({ ownChannel }) => ownChannel !== null),
      )
    : [];

/** Files that swing about something else than zero. */
export const audioOffset: Rule = (facts) =>
  counted(
    'audio.offset',
    filesWhere(facts, ({ offset }) => Math.abs(offset) > MOST_OFFSET),
  );

/** Files that were recorded too loud. */
export const audioClipped: Rule = (facts) =>
  counted(
    'audio.clipped',
    filesWhere(facts, ({ clipped }) => clipped > MOST_CLIPPED),
  );

interface MeasuredFile extends Pick<SourceFile, 'shown'> {
  readonly facts: SoundFacts;
}

function filesWhere({ material }: WarningFacts, isMeant: (facts: SoundFacts) => boolean): MeasuredFile[] {
  return material.files.flatMap(({ shown, content }) =>
    content.kind === 'audio' && content.facts !== undefined && isMeant(content.facts)
      ? [{ shown, facts: content.facts }]
      : [],
  );
}

function counted(
  code: 'audio.inverted' | 'audio.offset' | 'audio.clipped',
  files: readonly MeasuredFile[],
): Remark[] {
  const [file] = files;
  return file === undefined ? [] : [remark(code, { count: files.length, example: file.shown })];
}
