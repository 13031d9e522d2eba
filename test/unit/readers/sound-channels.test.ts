import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readSpan } from '../../../src/main/engine/examples/read-span';
import type { SpanFeaturePlan } from '../../../src/main/engine/examples/span-features';
import { spanFeatures } from '../../../src/main/engine/examples/span-features';
import { extractFeatures } from '../../../src/main/engine/features/extract';
import { closeSoundRows } from '../../../src/main/engine/features/sound-rows';
import { previewExample } from '../../../src/main/engine/prepare/preview';
import { closeDecoder } from '../../../src/main/engine/readers/sound/decode';
import type { KnownFile } from '../../../src/main/engine/readers/source-file';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { Example, ImportPlan } from '../../../src/shared/domain/dataset';
import { encodeWav } from '../../../src/shared/sound/encode-wav';
import { wav, Workshop } from '../datasets/workshop';

/** Protects: that channels of sound come by themselves, equal to what soundfile reads, wherever they are kept. */

const fixtures = join(import.meta.dirname, '../../fixtures/sound-channels');
const expected = JSON.parse(readFileSync(join(fixtures, 'read.json'), 'utf8')) as Record<string, number[][]>;

const shop = new Workshop();
let sources: Sources | null = null;
afterEach(async () => {
  await sources?.close();
  sources = null;
});
afterAll(async () => {
  await shop.remove();
  await closeDecoder();
  await closeSoundRows();
});

async function described(own: Sources, path: string, shown: string): Promise<KnownFile> {
  const { size, mtimeMs } = statSync(path);
  const found = { path, shown, size, mtimeMs };
  return own.describe(found, await own.claim(found));
}

async function columnsOf(
  own: Sources,
  file: KnownFile,
  span: { start: number; end: number },
  columns: string[],
): Promise<number[][]> {
  const read = columns.map((): number[] => []);
  for await (const block of own.blocks(file, span, columns))
    for (const [c, column] of block.columns.entries()) {
      expect(column.name).toBe(columns[c]);
      if (column.type !== 'text') read[c]!.push(...column.values);
    }
  return read;
}

describe('channels of sound', () => {
  it.each(Object.entries(expected))('of %s are those that soundfile reads', async (name, channels) => {
    const file = await described(shop.sources, join(fixtures, name), name);
    const names = channels.map((_, k) => `ch${k + 1}`);
    expect(await columnsOf(shop.sources, file, { start: 0, end: 300 }, names)).toEqual(channels);
    const span = { start: 41, end: 207 };
    const [last] = await columnsOf(shop.sources, file, span, [names.at(-1)!]);
    expect(last).toEqual(channels.at(-1)!.slice(41, 207));
    const [mean] = await columnsOf(shop.sources, file, span, ['mono']);
    const means = Float32Array.from(
      { length: 166 },
      (_, t) => channels.reduce((sum, own) => sum + own[41 + t]!, 0) / channels.length,
    );
    expect(mean).toEqual([...means]);
  });

  it.each([
    ['in memory', { memoryBytes: 2 ** 24, diskBytes: 0, longBytes: 2 ** 24, inPlaceBytes: 2 ** 24 }],
    [
      'on the disk while they come',
      { memoryBytes: 2 ** 24, diskBytes: 2 ** 24, longBytes: 2 ** 12, inPlaceBytes: 2 ** 24 },
    ],
    [
      'nowhere, since the disk is full',
      { memoryBytes: 2 ** 24, diskBytes: 0, longBytes: 2 ** 12, inPlaceBytes: 2 ** 24 },
    ],
  ])('are read again by spans when they are kept %s', async (place, limits) => {
    sources = new Sources(shop.home.cacheDir, limits);
    const [left, right] = [0, 1].map((c) =>
      Float32Array.from({ length: 150_000 }, (_, t) => Math.sin(t * (1 + c))),
    );
    const both = Float32Array.from({ length: 300_000 }, (_, k) => (k % 2 === 0 ? left : right)![k >> 1]!);
    shop.put({ 'long.wav': encodeWav(both, 8000, 2) });
    const file = await described(sources, join(shop.dataDir, 'long.wav'), 'long.wav');
    await columnsOf(sources, file, { start: 0, end: 10 }, ['ch1', 'ch2']);
    if (!place.startsWith('nowhere')) rmSync(file.path);
    const read = await columnsOf(sources, file, { start: 60_001, end: 140_003 }, ['ch1', 'ch2']);
    expect(read[0]).toEqual([...left!.subarray(60_001, 140_003)]);
    expect(read[1]).toEqual([...right!.subarray(60_001, 140_003)]);
  });

  it('that a file does not have are refused with a sentence', async () => {
    shop.put({ 'one.wav': wav(8000, [0.1, 0.2, 0.3]) });
    const file = await described(shop.sources, join(shop.dataDir, 'one.wav'), 'one.wav');
    const read = columnsOf(shop.sources, file, { start: 0, end: 3 }, ['ch1', 'ch2']);
    await expect(read).rejects.toMatchObject({
      code: 'COLUMN_UNKNOWN',
      message: 'one.wav has one channel, and channel 2 is wanted of it.',
    });
    await expect(columnsOf(shop.sources, file, { start: 0, end: 3 }, ['mono', 'ch1'])).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('become features each, streamed as at once, and are drawn each', async () => {
    const name = 'three.wav';
    const file = await described(shop.sources, join(fixtures, name), name);
    const plan: SpanFeaturePlan = {
      ...{ task: 'classify', channels: ['ch1', 'ch3'], targets: [], timeColumn: null, forecast: null },
      rateHz: 11_025,
      features: {
        ...{ kind: 'mfcc', windowMs: 8, hopMs: 4, bands: 12, minHz: 20, maxHz: 4000, standardise: true },
        ...{ coefficients: 5, deltas: true },
      },
    };
    const span = { start: 0, end: 300 };
    const streamed = await spanFeatures(shop.sources, file, plan, span);
    const signal = await readSpan(shop.sources, file, plan, span);
    expect(signal).toMatchObject({ channels: ['ch1', 'ch3'], length: 413 });
    expect(streamed).toEqual(extractFeatures(plan.features, signal));
    expect(streamed.names).toHaveLength(20);
    expect([streamed.names[0], streamed.names[10]]).toEqual(['ch1: mfcc 0', 'ch3: mfcc 0']);
    // The features of a channel are those that it has alone.
    const alone = await spanFeatures(shop.sources, file, { ...plan, channels: ['ch3'] }, span);
    for (let t = 0; t < alone.steps; t++)
      expect(streamed.values.slice(20 * t + 10, 20 * t + 20)).toEqual(
        alone.values.slice(10 * t, 10 * t + 10),
      );
    const shown = await previewExample(
      shop.sources,
      file,
      span as Example,
      plan as unknown as ImportPlan,
      30,
    );
    expect(shown).toMatchObject({ channels: ['ch1', 'ch3'], columns: 30 });
    const third = expected[name]![2]!;
    expect(shown.envelope[2 * (30 + 7)]).toBe(Math.min(...third.slice(70, 80)));
    expect(shown.envelope[2 * (30 + 7) + 1]).toBe(Math.max(...third.slice(70, 80)));
  });
});
