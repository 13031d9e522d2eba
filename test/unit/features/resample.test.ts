import { afterAll, describe, expect, it } from 'vitest';
import { closeResampler, resample } from '../../../src/main/engine/features/resample';

afterAll(closeResampler);

function tone(hz: number, rateHz: number, length: number): Float32Array {
  return Float32Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * hz * t) / rateHz));
}

describe('resample', () => {
  it.each([
    [44100, 16000, 30_000],
    [8000, 16000, 4001],
    [48000, 8000, 17_777],
    [16000, 16000, 100],
    [250_000, 96_000, 30_000],
    [384_000, 16_000, 200_000],
    // Longer than the library takes at once.
    [22050, 44100, 700_000],
  ])('keeps a tone in step from %i to %i Hz', async (fromHz, toHz, length) => {
    const out = await resample(tone(440, fromHz, length), fromHz, toHz);
    expect(out.length).toBe(Math.round((length * toHz) / fromHz));
    const expected = tone(440, toHz, out.length);
    // The filter sees silence beyond both ends, so they differ from an endless tone.
    const edge = Math.ceil(0.01 * toHz);
    let worst = 0;
    for (let t = edge; t < out.length - edge; t++) worst = Math.max(worst, Math.abs(out[t]! - expected[t]!));
    expect(worst).toBeLessThan(1e-4);
  });

  it('removes what the new rate cannot carry', async () => {
    const out = await resample(tone(7000, 44100, 44100), 44100, 8000);
    const middle = out.subarray(400, out.length - 400);
    expect(Math.max(...middle.map(Math.abs))).toBeLessThan(1e-4);
  });

  it('gives the same answer twice, and one sample for one sample', async () => {
    const x = tone(300, 8000, 500);
    expect(await resample(x, 8000, 11025)).toEqual(await resample(x, 8000, 11025));
    expect((await resample(Float32Array.of(0.5), 8000, 11025)).length).toBe(1);
  });

  it('refuses rates that cannot be', async () => {
    await expect(resample(new Float32Array(1), 0, 8000)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
