import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JobInput } from '../../../src/main/engine/files/thread-pool';
import { ThreadPool } from '../../../src/main/engine/files/thread-pool';
import type { SoundRowsJob } from '../../../src/main/engine/features/sound-rows';
import { readHead } from '../../../src/main/engine/readers/bytes';
import { claimedBy } from '../../../src/main/engine/readers/claim';
import { soundFormats } from '../../../src/main/engine/readers/registry';
import { closeDecoder, decodeSound } from '../../../src/main/engine/readers/sound/decode';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { UnrollError } from '../../../src/shared/domain/error';
import { decodeBytes } from './decode-bytes';

const audioDir = join(import.meta.dirname, '../../fixtures/features/audio');
const libsndfile = (await readSafetensors(join(audioDir, 'libsndfile.safetensors'))).tensors;
const longDir = join(import.meta.dirname, '../../fixtures/sound');
const workDir = mkdtempSync(join(tmpdir(), 'unroll-decode-'));

afterAll(async () => {
  await closeDecoder();
  rmSync(workDir, { recursive: true });
});

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(audioDir, name));
}

async function decodeAudio(path: string, signal?: AbortSignal): Promise<{ samples: Float32Array }> {
  const { format } = claimedBy(soundFormats, await readHead(path, path), path);
  const span = { start: 0, end: Infinity };
  const samples: number[] = [];
  for await (const piece of decodeSound({ path, shown: path, format, span }, signal))
    samples.push(...piece.samples);
  return { samples: Float32Array.from(samples) };
}

function distance(actual: Float32Array, expected: ArrayLike<number>): number {
  return actual.reduce((most, value, k) => Math.max(most, Math.abs(value - (expected[k] ?? 0))), 0);
}

/** Largest difference from what libsndfile reads: half a step of the format, or another decoder's rounding. */
const tolerances: Record<string, number> = {
  'pcm8.wav': 1e-7,
  'pcm16.wav': 1e-7,
  'pcm24.wav': 1e-7,
  'pcm32.wav': 1e-7,
  'float32.wav': 1e-7,
  'float64.wav': 1e-7,
  'alaw.wav': 1e-6,
  'ulaw.wav': 1e-6,
  'ima.wav': 1e-7,
  'extensible.wav': 1e-7,
  'pcm16.flac': 1e-7,
  'pcm24.flac': 1e-7,
  'vorbis.ogg': 1e-4,
  'layer3.mp3': 1e-3,
};

describe('decodeBytes', () => {
  for (const [name, tolerance] of Object.entries(tolerances))
    it(`reads ${name} as libsndfile does`, async () => {
      const expected = libsndfile.get(name)!.data;
      const { rateHz, channels, samples } = await decodeBytes(bytesOf(name), name);
      expect([rateHz, channels]).toEqual([16000, 2]);
      expect(samples.length).toBe(expected.length);
      expect(distance(samples, expected)).toBeLessThan(tolerance);
    });

  it('reads Opus, always at 48 kHz, with the energy that libsndfile finds', async () => {
    const expected = libsndfile.get('opus.opus')!.data;
    const { rateHz, samples } = await decodeBytes(bytesOf('opus.opus'), 'opus.opus');
    const power = (x: ArrayLike<number>): number =>
      Array.from(x).reduce((sum, v) => sum + v * v, 0) / x.length;
    expect(rateHz).toBe(48000);
    expect(samples.length).toBe(3 * expected.length);
    expect(power(samples) / power(expected)).toBeCloseTo(1, 1);
  });

  it('goes by content, not by name', async () => {
    expect((await decodeBytes(bytesOf('pcm16.flac'), 'liar.mp3')).samples.length).toBe(2400);
  });

  it('finds the sound behind a chunk of odd length', async () => {
    const wav = bytesOf('pcm16.wav');
    const odd = Uint8Array.of(0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0);
    const withList = Buffer.concat([wav.subarray(0, 36), odd, wav.subarray(36)]);
    expect((await decodeBytes(withList, 'x.wav')).samples).toEqual((await decodeBytes(wav, 'x.wav')).samples);
  });

  it('refuses a format that it does not know and says what to do', async () => {
    await expect(
      decodeBytes(Buffer.from('\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'latin1'), 'x.wav'),
    ).rejects.toMatchObject({
      code: 'FILE_FORMAT_UNKNOWN',
      message: expect.stringContaining('convert it to WAV') as string,
    });
  });

  it('refuses a file without bytes and one without sound', async () => {
    await expect(decodeBytes(new Uint8Array(0), 'x')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    const zero = Buffer.from(bytesOf('pcm16.wav').subarray(0, 44));
    zero.writeUInt32LE(0, 40);
    await expect(decodeBytes(zero, 'x')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });

  it.each(['vorbis.ogg', 'opus.opus'])('refuses %s when it is cut off on its only page', async (name) => {
    const bytes = bytesOf(name);
    await expect(decodeBytes(bytes.subarray(0, Math.floor(bytes.length * 0.6)), name)).rejects.toMatchObject({
      code: 'FILE_CORRUPT',
      message: expect.stringContaining('cut off') as string,
    });
  });

  it.each(['long.ogg', 'long.opus', 'long.mp3'])(
    'reads %s as far as it goes when it is cut off',
    async (name) => {
      const bytes = readFileSync(join(longDir, name));
      const whole = await decodeBytes(bytes, name);
      expect(whole.isCutOff).toBe(false);
      for (const share of [0.6, 0.9]) {
        const part = bytes.subarray(0, Math.floor(bytes.length * share));
        const { samples, isCutOff } = await decodeBytes(part, name);
        expect(isCutOff).toBe(true);
        expect(samples.length).toBeGreaterThan((share - 0.35) * whole.samples.length);
        expect(samples.length).toBeLessThan(whole.samples.length);
        // The last packet overlaps with one that is not there.
        const sure = samples.length - 2048;
        expect(samples.subarray(0, sure)).toEqual(whole.samples.subarray(0, sure));
      }
    },
  );
});

describe('the decode worker', () => {
  it('gives in a worker what decodeBytes gives here', async () => {
    const { samples } = await decodeAudio(join(audioDir, 'vorbis.ogg'));
    expect(samples).toEqual((await decodeBytes(bytesOf('vorbis.ogg'), 'x')).samples);
  });

  it('names a file that is not there', async () => {
    await expect(decodeAudio(join(workDir, 'gone.wav'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it('survives damage of every kind and goes on with the next file', { timeout: 120_000 }, async () => {
    const refused: string[] = [];
    for (const [k, name] of ['pcm16.flac', 'vorbis.ogg', 'opus.opus', 'layer3.mp3', 'pcm24.wav'].entries())
      for (let seed = 0; seed < 6; seed++) {
        const bytes = Buffer.from(bytesOf(name));
        let state = 1000 * k + seed + 1;
        for (let hit = 0; hit < 40; hit++) {
          state = (state * 48271) % 2147483647;
          bytes[4 + (state % (bytes.length - 4))] = state & 255;
        }
        const file = join(workDir, `${seed}-${name}`);
        writeFileSync(file, bytes);
        await decodeAudio(file).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UnrollError);
          refused.push((error as UnrollError).code);
        });
      }
    expect(refused.length).toBeGreaterThan(10);
    expect(new Set(refused)).not.toContain('INTERNAL');
    expect((await decodeAudio(join(audioDir, 'pcm16.flac'))).samples.length).toBe(2400);
  });

  it('is cancelled by its signal', async () => {
    const file = join(workDir, 'half.wav');
    writeFileSync(file, bytesOf('pcm16.wav'));
    truncateSync(file, 5000);
    const abort = new AbortController();
    const waiting = decodeAudio(file, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('ThreadPool', () => {
  it('gives up a job whose time is over and serves the next', async () => {
    const pool = new ThreadPool<SoundRowsJob, Float32Array>('sound-rows-worker', 1);
    const limits = { onLost: (why: string) => new UnrollError('FILE_CORRUPT', why) };
    const input = (samples: number): JobInput => ({
      parts: (async function* () {
        yield await Promise.resolve(new Float32Array(samples));
      })(),
      transfer: () => [],
    });
    const endless = pool.run(
      { fromHz: 44100, toHz: 48000, features: null },
      { ...limits, timeoutMs: 200 },
      input(20_000_000),
    );
    await expect(endless.next()).rejects.toMatchObject({ message: 'timeout' });
    const next = pool.run(
      { fromHz: 8000, toHz: 16000, features: null },
      { ...limits, timeoutMs: 20_000 },
      input(2400),
    );
    let frames = 0;
    for await (const rows of next) frames += rows.length;
    expect(frames).toBe(4800);
    await pool.close();
  });
});
