import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { decodeBytes } from './decode-bytes';

/**
 * Protects: that every container and coding of sound is known by its content and read as libsndfile reads it, from any
 * frame on; that a coding which is not read is refused by its name; that sound which is cut off is read as far as it goes.
 */

const dir = join(import.meta.dirname, '../../fixtures/sound/containers');
const libsndfile = (await readSafetensors(join(dir, 'libsndfile.safetensors'))).tensors;
const bytesOf = (name: string): Buffer => readFileSync(join(dir, name));

describe('a container of sound', () => {
  it.each([...libsndfile])('%s has the samples that libsndfile finds', async (name, { data }) => {
    const { rateHz, samples } = await decodeBytes(bytesOf(name), 'liar.ogg');
    expect(rateHz).toBe(11_025);
    expect(samples.length).toBe(data.length);
    const worst = samples.reduce((most, value, k) => Math.max(most, Math.abs(value - Number(data[k]))), 0);
    expect(worst).toBeLessThanOrEqual(2 ** -15);
  });

  it.each(['gsm.wav', 'ima.wav', 'ms.wav', 'pcm24.w64', 'pcm16.sph', 'ima.aifc', 'tagged.wav'])(
    '%s is read from its middle',
    async (name) => {
      const whole = await decodeBytes(bytesOf(name), name);
      const part = await decodeBytes(bytesOf(name), name, { start: 1100, end: 1130 });
      expect(part.samples).toEqual(whole.samples.slice(1100, 1130));
    },
  );

  it('holds MP3 in WAV', async () => {
    const { rateHz, samples } = await decodeBytes(bytesOf('mp3.wav'), 'x.wav');
    expect(rateHz).toBe(44_100);
    expect(samples.length).toBeGreaterThanOrEqual(6000);
    expect(samples.length).toBeLessThan(6000 + 3 * 1152);
  });

  it.each(['rifx.wav', 'rf64.wav', 'pcm24.w64', 'pcm16.caf', 'pcm16.au', 'pcm16.sph', 'ms.wav', 'ima.aifc'])(
    '%s is read as far as it goes when it is cut off',
    async (name) => {
      const bytes = bytesOf(name);
      const whole = await decodeBytes(bytes, name);
      const cut = await decodeBytes(bytes.subarray(0, Math.floor(bytes.length * 0.75)), name);
      expect(whole.isCutOff).toBe(false);
      expect(cut.isCutOff).toBe(true);
      expect(cut.samples.length).toBeGreaterThan(200);
      expect(cut.samples).toEqual(whole.samples.slice(0, cut.samples.length));
    },
  );

  it.each(['vorbis.ogg', 'opus.opus'])(
    'of streams that follow one another is all of them: %s',
    async (name) => {
      const one = readFileSync(join(dir, '../../features/audio', name));
      const { samples } = await decodeBytes(one, name);
      const chained = await decodeBytes(Buffer.concat([one, one, one]), name);
      expect(chained.samples).toEqual(Float32Array.from([...samples, ...samples, ...samples]));
    },
  );

  it('of frames ends with the last whole one when it is cut off', async () => {
    const bytes = bytesOf('silence.flac');
    const whole = await decodeBytes(bytes, 'x.flac');
    const cut = await decodeBytes(bytes.subarray(0, -5), 'x.flac');
    expect([whole.isCutOff, cut.isCutOff]).toEqual([false, true]);
    expect(cut.samples).toEqual(whole.samples.slice(0, 8192));
    await expect(decodeBytes(bytes.subarray(0, 200), 'x.flac')).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
      message: expect.stringContaining('cut off') as string,
    });
  });

  it('of streams of different codecs is refused', async () => {
    const [vorbis, opus] = ['vorbis.ogg', 'opus.opus'].map((name) =>
      readFileSync(join(dir, '../../features/audio', name)),
    );
    await expect(decodeBytes(Buffer.concat([vorbis!, opus!]), 'x.ogg')).rejects.toMatchObject({
      message: expect.stringContaining('streams of different codecs') as string,
    });
  });

  it.each([0, 0xffffffff])('of a stream whose length was not known (%i) is read to its end', async (size) => {
    const wav = bytesOf('pcm12.wav');
    const whole = await decodeBytes(wav, 'x.wav');
    wav.writeUInt32LE(size, 40);
    expect(await decodeBytes(wav, 'x.wav')).toEqual(whole);
    const sound = bytesOf('pcm16.au');
    sound.writeUInt32BE(size, 8);
    expect((await decodeBytes(sound, 'x.au')).isCutOff).toBe(false);
  });

  it('is refused by the name of a coding that is not read', async () => {
    const wav = bytesOf('pcm12.wav');
    wav.writeUInt16LE(0x270, 20);
    const caf = bytesOf('pcm16.caf');
    caf.write('alac', 28, 'latin1');
    const sphere = Buffer.from(
      bytesOf('pcm16.sph').toString('latin1').replace('-s3 pcm', '-s26 pcm,embedded-shorten-v2.00'),
      'latin1',
    );
    for (const [bytes, name] of [
      [wav, 'ATRAC3'],
      [caf, 'Apple Lossless'],
      [sphere, 'shorten'],
    ] as const)
      await expect(decodeBytes(bytes, 'x.wav')).rejects.toMatchObject({
        code: 'FILE_FORMAT_UNKNOWN',
        message: expect.stringMatching(new RegExp(`^x.wav .*${name}.*convert it to WAV.*FLAC`)) as string,
      });
  });
});
