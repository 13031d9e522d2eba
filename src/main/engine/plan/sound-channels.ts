import type { PlanEdits } from '../../../shared/domain/dataset';
import {
  MEAN,
  MOST_SOUND_CHANNELS,
  soundChannel,
  soundChannelOf,
} from '../../../shared/domain/sound-channels';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import type { Material } from '../scan/material';
import { unknownColumn } from '../readers/table/unknown-column';
import type { Evidence } from './evidence';
import { byHand } from './evidence';

/** What the first two channels are called besides. */
const sides: Readonly<Record<string, number>> = { left: 0, right: 1 };

/**
 * The channels of sound that go in: `mono`, the mean of all, or some by themselves, in the order in which they lie in the
 * files.
 *
 * @throws UnrollError COLUMN_UNKNOWN for what no file has, ARGUMENT_INVALID for the mean beside a channel
 */
export function chooseSoundChannels(material: Material, edits: PlanEdits, evidence: Evidence): string[] {
  const { most, usual } = soundChannelCounts(material);
  evidence.channels =
    edits.channels !== undefined
      ? byHand
      : most > 1
        ? remark('channels.mean', { most })
        : remark('channels.one');
  if (edits.channels === undefined || edits.channels.length === 0) return [MEAN];
  const named = new Set(edits.channels.flatMap((word) => channelsOf(word, usual, most)));
  if (named.has(-1) && named.size > 1) throw failure('ARGUMENT_INVALID.meanAndChannels');
  return named.has(-1) ? [MEAN] : [...named].sort((a, b) => a - b).map(soundChannel);
}

/** −1 for the mean. */
function channelsOf(word: string, usual: number, most: number): number[] {
  if (word === 'mean' || word === MEAN) return [-1];
  if (word === 'all') return Array.from({ length: usual }, (_, channel) => channel);
  const channel = sides[word] ?? soundChannelOf(/^\d+$/.test(word) ? `ch${word}` : word);
  if (channel !== null && channel < most) return [channel];
  throw unknownColumn(word, [
    'mean',
    ...Array.from({ length: Math.min(most, 8) }, (_, k) => soundChannel(k)),
    'all',
  ]);
}

/** How many channels sound files have: at most, and most of them. */
export function soundChannelCounts({ files }: Material): { most: number; usual: number } {
  const counts = new Map<number, number>();
  let most = 1;
  for (const { content } of files) {
    if (content.kind !== 'audio') continue;
    const channels = Math.min(content.facts?.channels ?? 1, MOST_SOUND_CHANNELS);
    counts.set(channels, (counts.get(channels) ?? 0) + 1);
    most = Math.max(most, channels);
  }
  const [usual = 1] = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || b - a);
  return { most, usual };
}
