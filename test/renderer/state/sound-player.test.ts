import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSound, SoundPlayer } from '../../../src/renderer/state/sound-player';
import { Speaker } from '../sound-globals';

/** Protects: that a sound of any length is heard without a gap, in order, and never held whole. */

const RATE = 1000;
/** An hour. */
const LENGTH = 3600 * RATE;

describe('a sound of an hour', () => {
  let speaker: Speaker;
  let asked: { readonly start: number; readonly count: number }[] = [];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    speaker = new Speaker();
    asked = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = () =>
    openSound(async ({ start, count }) => {
      asked.push({ start, count });
      const end = Math.min(LENGTH, start + count);
      return { rateHz: RATE, length: LENGTH, samples: new Float32Array(Math.max(0, end - start)) };
    });
  const settled = () => vi.advanceTimersByTimeAsync(0);

  it('begins with what is here, and reads on while it is heard', async () => {
    const player = new SoundPlayer();
    player.load(await open());
    expect(asked).toHaveLength(1);
    const block = asked[0]!.count;
    expect(block).toBeLessThan(LENGTH / 4);
    player.play(2);
    expect(speaker.started).toEqual([2]);
    await settled();
    // The next is not wanted before the first is nearly over.
    expect(asked).toHaveLength(1);
    speaker.context.currentTime = block / RATE - 6;
    await vi.advanceTimersByTimeAsync((block / RATE) * 1000);
    expect(asked[1]).toEqual({ start: block, count: block });
    expect(speaker.begun.at(-1)).toBeCloseTo(block / RATE - 2, 6);
    expect(player.seconds).toBeCloseTo(block / RATE - 4, 6);
    player.dispose();
    expect(speaker.sounding).toBe(0);
  });

  it('begins anywhere with what is read there, and ends with the last sample', async () => {
    let ended = 0;
    const player = new SoundPlayer(() => ended++);
    player.load(await open());
    player.play(3599);
    expect(player.seconds).toBeNull();
    await settled();
    expect(asked.at(-1)?.start).toBe(3599 * RATE);
    expect(player.seconds).toBeCloseTo(3599, 6);
    speaker.end();
    expect(ended).toBe(1);
  });

  it('is silent once it was stopped, whatever comes then', async () => {
    const player = new SoundPlayer();
    player.load(await open());
    player.play(1000);
    player.stop();
    await settled();
    expect(speaker.started).toEqual([]);
  });
});
