import { describe, expect, it } from 'vitest';
import { soundChannelsText, soundChoices } from '../../../src/renderer/views/data/sound-choices';
import type { Understanding } from '../../../src/shared/domain/dataset';

/** Protects: that the plan panel offers the channels that sound files have, and says which go in. */

const seen = (channels: string[], soundChannels?: number): Understanding =>
  ({ plan: { channels }, soundChannels }) as unknown as Understanding;

describe('soundChoices', () => {
  it('are the mean, each channel and all of them', () => {
    expect(soundChoices(seen(['mono'], 2))).toEqual([
      { value: 'mono', label: 'The mean of the channels' },
      { value: 'ch1', label: '1: the left one' },
      { value: 'ch2', label: '2: the right one' },
      { value: 'ch1,ch2', label: 'All 2, each an input' },
    ]);
  });

  it('hold a choice that was made elsewhere', () => {
    const [first, ...others] = soundChoices(seen(['ch1', 'ch3'], 8));
    expect(first).toEqual({ value: 'ch1,ch3', label: 'ch1, ch3, each an input' });
    expect(others).toHaveLength(10);
    expect(others[3]!.label).toBe('Channel 3 alone');
  });

  it('are said of a data set, older ones too', () => {
    expect(soundChannelsText(['mono'], 1)).toBe('1 (mono)');
    expect(soundChannelsText(['mono'], 2)).toBe('The mean of the channels');
  });
});
