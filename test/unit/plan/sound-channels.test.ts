import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../../../src/shared/sound/encode-wav';
import { tone, wav, Workshop } from '../datasets/workshop';

/** Protects: which channels of sound go in, as a person says it, and what becomes of files that lack one. */

const shop = new Workshop();
beforeAll(() => {
  const stereo = (hz: number): Uint8Array => {
    const left = tone(8000, 0.1, hz);
    return encodeWav(
      Float32Array.from({ length: 2 * left.length }, (_, k) =>
        k % 2 === 0 ? left[k >> 1]! : -left[k >> 1]!,
      ),
      8000,
      2,
    );
  };
  for (let k = 0; k < 4; k++) shop.put({ [`a/${k}.wav`]: stereo(300 + k), [`b/${k}.wav`]: stereo(900 + k) });
  shop.put({ 'b/single.wav': wav(8000, tone(8000, 0.1, 950)) });
});
afterAll(() => shop.remove());

const codes = (remarks: readonly { code: string }[]): string[] => remarks.map(({ code }) => code);

describe('channels of sound in a plan', () => {
  it('are the mean unless somebody chooses, and that is said', async () => {
    const seen = await shop.understand();
    expect(seen).toMatchObject({ plan: { channels: ['mono'] }, soundChannels: 2, examples: 9, refused: [] });
    expect(seen.evidence['channels']).toMatchObject({
      code: 'channels.mean',
      message: 'The files have up to 2 channels, and their mean goes in.',
    });
    expect(codes(seen.warnings)).toContain('audio.inverted');
  });

  it.each([
    [['mean'], ['mono']],
    [['left'], ['ch1']],
    [['right'], ['ch2']],
    [['2'], ['ch2']],
    [['all'], ['ch1', 'ch2']],
    [
      ['right', 'left'],
      ['ch1', 'ch2'],
    ],
    [['ch1', '1'], ['ch1']],
  ])('%s are %s', async (said, channels) => {
    const { plan, evidence } = await shop.understand({ channels: said });
    expect(plan.channels).toEqual(channels);
    expect(evidence['channels']!.code).toBe('plan.edited');
  });

  it('leave a file out that lacks one, by name, and say nothing of inverses', async () => {
    const seen = await shop.understand({ channels: ['all'] });
    expect(seen.examples).toBe(8);
    expect(seen.refused).toMatchObject([
      {
        file: 'b/single.wav',
        reason:
          'b/single.wav has one channel, and channel 2 goes in; take the mean (--channels mean) or other channels.',
      },
    ]);
    expect(codes(seen.warnings)).not.toContain('audio.inverted');
    expect(seen.features[0]).toMatch(/^ch1: mel 1 /);
  });

  it('refuse what no file has, and the mean beside a channel', async () => {
    await expect(shop.understand({ channels: ['3'] })).rejects.toMatchObject({ code: 'COLUMN_UNKNOWN' });
    await expect(shop.understand({ channels: ['mean', 'left'] })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('make rows of their own, and other ones than the mean', async () => {
    const { data, dataset } = await shop.import({ channels: ['all'] });
    expect(data.featureNames).toHaveLength(dataset.understanding.features.length);
    const { samples, channels } = await shop.service.heard(dataset.id, 0);
    expect([channels, samples.length]).toEqual([2, 1600]);
    expect(samples[41]).toBe(-samples[40]!);
  });
});
