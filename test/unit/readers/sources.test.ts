import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundFile } from '../../../src/main/engine/readers/source-file';
import { Sources } from '../../../src/main/engine/readers/sources';
import { tone, wav } from '../datasets/workshop';

/** Protects: that a file is decoded once where there is room, and is read rightly where there is none. */

const RATE_HZ = 8_000;
let dir: string;
let sources: Sources;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'unroll-sources-'));
  mkdirSync(join(dir, 'cache'));
});
afterEach(async () => {
  await sources.close();
  rmSync(dir, { recursive: true });
});

function put(name: string, content: string | Uint8Array): FoundFile {
  const path = join(dir, name);
  writeFileSync(path, content);
  const { size, mtimeMs } = statSync(path);
  return { path, shown: name, size, mtimeMs };
}

async function samplesOf(file: FoundFile, start: number, end: number): Promise<number[]> {
  const samples: number[] = [];
  for await (const { start: row, columns } of sources.blocks(file, { start, end })) {
    expect(row).toBe(start + samples.length);
    const [column] = columns;
    if (column !== undefined && column.type !== 'text') samples.push(...column.values);
  }
  return samples;
}

const sound = tone(RATE_HZ, 20, 440);
const asRead = (x: number): number => Math.round(x * 32_767) / 32_768;

/** The decoder works in 32 bits. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = actual.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
  expect(worst).toBeLessThan(1e-7);
}

/** Where the decoded samples of a file are, by the sizes that the cache may have. */
const places = {
  'in memory': { memoryBytes: 2 ** 24, diskBytes: 0, longBytes: 2 ** 24, inPlaceBytes: 2 ** 24 },
  'on the disk while they come': {
    memoryBytes: 2 ** 24,
    diskBytes: 2 ** 24,
    longBytes: 2 ** 12,
    inPlaceBytes: 2 ** 24,
  },
  'nowhere, since the disk is full': {
    memoryBytes: 2 ** 24,
    diskBytes: 0,
    longBytes: 2 ** 12,
    inPlaceBytes: 2 ** 24,
  },
  'in the file, where they are found as soon': {
    memoryBytes: 2 ** 24,
    diskBytes: 2 ** 24,
    longBytes: 2 ** 12,
    inPlaceBytes: 2 ** 13,
  },
};

describe('Sources', () => {
  it.each(Object.entries(places))('reads the same span with samples %s', async (place, limits) => {
    sources = new Sources(join(dir, 'cache'), limits);
    const file = put('tone.wav', wav(RATE_HZ, sound));
    const described = await sources.describe(file, await sources.claim(file));
    expect(described.content).toMatchObject({ rateHz: RATE_HZ, length: sound.length, isSilent: false });
    // What is kept is there when the file no longer is.
    const isInFile = place.startsWith('in the file');
    if (isInFile) expect(readdirSync(join(dir, 'cache'))).toEqual([]);
    else if (!place.startsWith('nowhere')) rmSync(file.path);
    expectNear(await samplesOf(described, 70_000, 150_000), sound.slice(70_000, 150_000).map(asRead));
    expectNear(await samplesOf(described, 3, 5), sound.slice(3, 5).map(asRead));
  });

  it('moves the oldest to the disk when memory is full, and leaves nothing behind', async () => {
    sources = new Sources(join(dir, 'cache'), {
      memoryBytes: 2 ** 20,
      diskBytes: 2 ** 24,
      longBytes: 2 ** 24,
      inPlaceBytes: 2 ** 24,
    });
    const files = [];
    for (const k of [1, 2, 3]) {
      const file = put(`${k}.wav`, wav(RATE_HZ, tone(RATE_HZ, 20, 100 * k)));
      files.push(await sources.describe(file, await sources.claim(file)));
    }
    for (const { path } of files) rmSync(path);
    for (const [k, file] of files.entries())
      expectNear(
        await samplesOf(file, 1000, 1010),
        tone(RATE_HZ, 20, 100 * (k + 1))
          .slice(1000, 1010)
          .map(asRead),
      );
    expect(readdirSync(join(dir, 'cache'))).toHaveLength(1);
    await sources.close();
    expect(readdirSync(join(dir, 'cache'))).toEqual([]);
  });

  it('goes by content first, then by name', async () => {
    sources = new Sources(join(dir, 'cache'));
    const claimed = async (name: string, content: string | Uint8Array): Promise<string> =>
      (await sources.claim(put(name, content))).format;
    expect(await claimed('liar.csv', wav(RATE_HZ, [0]))).toBe('wav');
    expect(await claimed('plain.txt', 'a,b\n1,2\n')).toBe('csv');
    expect(await claimed('Vowels_TRAIN.tsv', '1\t2\n')).toBe('ucr');
    // A byte order mark of UTF-16 is no frame of MPEG.
    expect(await claimed('utf16.csv', Uint8Array.of(0xff, 0xfe, 0x61, 0))).toBe('csv');
    await expect(claimed('x.pkl', 'x')).rejects.toMatchObject({ code: 'FILE_FORMAT_UNKNOWN' });
  });
});
