import { afterAll, describe, expect, it } from 'vitest';
import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { resample } from '../../../src/main/engine/features/resample';
import { closeSoundRows, soundRows } from '../../../src/main/engine/features/sound-rows';
import { polyphaseOf } from '../../../src/main/engine/features/streaming/polyphase';
import { ResampleStream } from '../../../src/main/engine/features/streaming/resample-stream';

afterAll(closeSoundRows);

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

  it.each([
    [48000, 16000],
    [44100, 16000],
    [11025, 16000],
    [8000, 44100],
    [96000, 8000],
    [250_000, 96_000],
    // Rates without a small ratio, which the library resamples itself.
    [44100, 22_051],
    // Rates that the library takes whole numbers of.
    [100.5, 40],
  ])('gives what libsamplerate gives from %f to %f Hz', async (fromHz, toHz) => {
    const noise = Float32Array.from(
      { length: 40_000 },
      (_, t) => Math.sin(t * t * 7.3) * (t % 7 === 0 ? 1 : 0.4),
    );
    const scale = fromHz === 100.5 ? 2 : Math.min(1, 192_000 / fromHz);
    const library = await libsamplerate.create(1, fromHz * scale, toHz * scale, {
      converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
    });
    const expected = library.full(noise).slice();
    library.destroy();
    const stream = await ResampleStream.open(1, fromHz, toHz);
    const out: number[] = [];
    for (let start = 0; start < noise.length; start += 777)
      out.push(...stream.push(noise.subarray(start, start + 777)));
    out.push(...stream.finish());
    stream.close();
    expect(out.length).toBe(Math.round((noise.length * toHz) / fromHz));
    expect(expected.length).toBeGreaterThan(0.95 * out.length);
    const worst = expected.reduce((most, value, n) => Math.max(most, Math.abs(value - out[n]!)), 0);
    expect(worst).toBeLessThan(2.5e-7);
  });

  it('resamples channels apart from one another', async () => {
    const [left, right] = [tone(300, 44100, 9000), tone(1100, 44100, 9000)];
    const stream = await ResampleStream.open(2, 44100, 16000);
    const both = stream.push(
      Float32Array.from({ length: 18_000 }, (_, k) => (k % 2 ? right : left)[k >> 1]!),
    );
    const [ownLeft, ownRight] = [await resample(left, 44100, 16000), await resample(right, 44100, 16000)];
    expect(both.length).toBeGreaterThan(6000);
    for (let t = 0; t < both.length / 2; t++) {
      expect(both[2 * t]).toBe(ownLeft[t]);
      expect(both[2 * t + 1]).toBe(ownRight[t]);
    }
    stream.close();
  });

  it('keeps one filter for a ratio of small numbers, and none for another', async () => {
    expect(await polyphaseOf(44100, 16000)).toMatchObject({ up: 160, down: 441 });
    expect(await polyphaseOf(44100, 22_051)).toBeNull();
    expect(await polyphaseOf(100.5, 40)).toMatchObject({ up: 80, down: 201 });
  });

  it('ends with what reading the samples threw, and serves the next', async () => {
    async function* torn(): AsyncGenerator<Float32Array> {
      yield tone(300, 8000, 8000);
      await Promise.resolve();
      throw new Error('torn');
    }
    const read = async (): Promise<void> => {
      for await (const _ of soundRows({ fromHz: 8000, toHz: 16000, features: null }, torn()));
    };
    await expect(read()).rejects.toThrow('torn');
    expect(await resample(tone(300, 8000, 800), 8000, 16000)).toHaveLength(1600);
  });

  it('stops reading the samples when nobody wants the rows', async () => {
    let parts = 0;
    async function* endless(): AsyncGenerator<Float32Array> {
      for (; ; parts++) {
        yield tone(300, 8000, 8000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const rows = soundRows({ fromHz: 8000, toHz: 16000, features: null }, endless());
    await rows.next();
    await rows.return();
    const read = parts;
    expect(read).toBeLessThan(20);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(parts).toBe(read);
  });

  it('refuses rates that cannot be', async () => {
    await expect(resample(new Float32Array(1), 0, 8000)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
