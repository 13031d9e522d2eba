import type { Understanding } from '../../../shared/domain/dataset';
import { MEAN, soundChannel, soundChannelOf } from '../../../shared/domain/sound-channels';
import { m } from '../../i18n';

/** More channels than these are not offered one by one. */
const MOST_SINGLE = 16;

/** A choice as a select has it. */
export const soundChoiceOf = (channels: readonly string[]): string => channels.join();

/** The mean, each channel by itself, or all of them; the present choice even where it is another one. */
export function soundChoices({ plan, soundChannels = 1 }: Understanding): { value: string; label: string }[] {
  const all = Array.from({ length: soundChannels }, (_, channel) => soundChannel(channel));
  const choices = [[MEAN], ...all.slice(0, MOST_SINGLE).map((name) => [name]), all];
  const isOffered = choices.some((choice) => soundChoiceOf(choice) === soundChoiceOf(plan.channels));
  return (isOffered ? choices : [plan.channels, ...choices]).map((channels) => ({
    value: soundChoiceOf(channels),
    label: soundChannelsText(channels, soundChannels),
  }));
}

/** What goes in of sound, in words. @param most channels of the files, where that is known */
export function soundChannelsText(channels: readonly string[], most: number | undefined): string {
  const [first = MEAN] = channels;
  if (channels.length > 1)
    return channels.length === most
      ? m.data_sound_all({ count: channels.length })
      : m.data_sound_several({ channels: channels.join(', ') });
  const channel = soundChannelOf(first);
  if (channel === null) return most === undefined || most > 1 ? m.data_sound_mean() : m.data_channels_audio();
  if (most === 2) return channel === 0 ? m.data_sound_left() : m.data_sound_right();
  return m.data_sound_channel({ channel: channel + 1 });
}
