import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { decodeBytes } from './decode-bytes';

/** Protects: that AIFF and AIFF-C are read as libsndfile reads them, from any frame on, and as far as they go when they are not whole. */

const dir = join(import.meta.dirname, '../../fixtures/features/aiff');
const libsndfile = (await readSafetensors(join(dir, 'libsndfile.safetensors'))).tensors;
const bytesOf = (name: string): Buffer => readFileSync(join(dir, name));

describe('AIFF', () => {
  it.each([...libsndfile])('%s has the samples that libsndfile finds', async (name, { data }) => {
    const { rateHz, channels, samples } = await decodeBytes(bytesOf(name), name);
    expect([rateHz, channels]).toEqual([22_050, 2]);
    expect(samples.length).toBe(data.length);
    const worst = samples.reduce((most, value, k) => Math.max(most, Math.abs(value - Number(data[k]))), 0);
    expect(worst).toBeLessThan(1e-7);
  });

  it('is known by its content, and read from its middle', async () => {
    const whole = await decodeBytes(bytesOf('pcm24.aiff'), 'liar.wav');
    const part = await decodeBytes(bytesOf('pcm24.aiff'), 'liar.wav', { start: 100, end: 130 });
    expect(part.samples).toEqual(whole.samples.slice(100, 130));
  });

  it('is read as far as it goes when it is cut off, and refused by name without sound or of another coding', async () => {
    const bytes = bytesOf('pcm16.aiff');
    const cut = await decodeBytes(bytes.subarray(0, 700), 'x.aiff');
    expect([cut.isCutOff, cut.samples.length]).toEqual([true, Math.floor((700 - 54) / 4)]);
    await expect(decodeBytes(bytes.subarray(0, 30), 'x.aiff')).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
    });
    const coded = bytesOf('ulaw.aifc');
    coded.write('QDM2', coded.indexOf('COMM') + 26);
    await expect(decodeBytes(coded, 'x.aifc')).rejects.toMatchObject({
      code: 'FILE_FORMAT_UNKNOWN',
      message: expect.stringContaining('QDM2') as string,
    });
    const silent = bytesOf('pcm16.aiff');
    silent.writeUInt32BE(0, silent.indexOf('COMM') + 10);
    await expect(decodeBytes(silent, 'x.aiff')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });
});
