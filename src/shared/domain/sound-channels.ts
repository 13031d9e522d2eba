/** The mean of all channels of a sound file: what goes in unless channels were chosen. */
export const MEAN = 'mono';

/** Channels that a sound file may be taken apart into; filters and streams hold no more. */
export const MOST_SOUND_CHANNELS = 128;

/** The name of a channel by itself, counted from 0: `ch1`, `ch2`, … */
export function soundChannel(channel: number): string {
  return `ch${channel + 1}`;
}

/** Which channel of a sound file a name means, counted from 0; null where it is no channel's name. */
export function soundChannelOf(name: string): number | null {
  const number = /^ch([1-9]\d{0,3})$/.exec(name)?.[1];
  return number === undefined ? null : Number(number) - 1;
}

/** The channels of a file that a plan of sound takes side by side; null where it takes the mean of all. */
export function takenChannels(channels: readonly string[]): number[] | null {
  const taken = channels.flatMap((name) => soundChannelOf(name) ?? []);
  return taken.length === 0 ? null : taken;
}

/** How many channels a file must have for a plan of sound. */
export function channelsNeeded(channels: readonly string[]): number {
  return Math.max(0, ...(takenChannels(channels) ?? [])) + 1;
}
