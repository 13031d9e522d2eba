import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import type { Item } from '../../../src/main/engine/examples/items';
import { spanFeatures } from '../../../src/main/engine/examples/span-features';
import { closeSoundRows } from '../../../src/main/engine/features/sound-rows';
import type { Interpretation } from '../../../src/main/engine/plan/interpretation';
import { FeatureRows } from '../../../src/main/engine/prepare/feature-rows';
import { appendBeside } from '../../../src/main/engine/prepare/item-rows';
import { closeDecoder } from '../../../src/main/engine/readers/sound/decode';
import type { SourceFile } from '../../../src/main/engine/readers/source-file';
import { wav, Workshop } from '../datasets/workshop';

/** Protects: that features of long sound, which go to files of their own, come out as those of short sound do, in its order. */

const RATE_HZ = 8000;
const shop = new Workshop();
afterAll(async () => {
  await shop.remove();
  await closeDecoder();
  await closeSoundRows();
});

const plan = {
  ...{ task: 'classify', channels: ['mono'], targets: [], timeColumn: null, rateHz: RATE_HZ, forecast: null },
  features: { kind: 'logmel', windowMs: 25, hopMs: 10, bands: 8, minHz: 20, maxHz: 4000, standardise: true },
} as unknown as Interpretation['understanding']['plan'];

const put = async (name: string, samples: number): Promise<SourceFile> => {
  const sound = Array.from({ length: samples }, (_, t) => 0.6 * Math.sin(t * 0.05 + t * t * 1e-8));
  shop.put({ [name]: wav(RATE_HZ, sound) });
  const found = { path: join(shop.dataDir, name), shown: name, size: 44 + 2 * samples, mtimeMs: 0 };
  return shop.sources.describe(found, await shop.sources.claim(found));
};

const LONG = 2 ** 20;
const limits = { longSamples: 10_000, itemBytes: 2 ** 12 };

it('collects features of long and short sound in the order of the items', async () => {
  const files = [await put('short.wav', 4000), await put('long.wav', LONG), await put('last.wav', 8000)];
  const items = files.map((file, index) => {
    const { length } = file.content as Extract<SourceFile['content'], { kind: 'audio' }>;
    return { file: index, start: 0, end: length, length } as Item;
  });
  const interpretation = { material: { files }, understanding: { plan } } as unknown as Interpretation;
  const rows = new FeatureRows(8, shop.sources.scratchFile());
  const { signal } = new AbortController();
  const spans = await appendBeside(interpretation, allOf(items), shop.sources, rows, signal, limits);
  const all = (await rows.finish()) as Float32Array;
  for (const [k, file] of files.entries()) {
    const { values, steps } = await spanFeatures(shop.sources, file, plan, items[k]!);
    const { start } = spans[k]!;
    expect(spans[k]!.steps).toBe(steps);
    expect(bytesOf(all.subarray(start * 8, (start + steps) * 8)).equals(bytesOf(values))).toBe(true);
  }
  expect(all).toHaveLength(8 * spans.reduce((sum, { steps }) => sum + steps, 0));
});

it('leaves no file behind when one of several fails', async () => {
  const whole = await put('whole.wav', LONG);
  const items = [0, 1].map((k) => ({ file: 0, start: k * LONG, end: (k + 1) * LONG, length: LONG }) as Item);
  const interpretation = {
    material: { files: [whole] },
    understanding: { plan },
  } as unknown as Interpretation;
  const scratch = shop.sources.scratchFile();
  const rows = new FeatureRows(8, scratch);
  const { signal } = new AbortController();
  const failing = appendBeside(interpretation, allOf(items), shop.sources, rows, signal, limits);
  await expect(failing).rejects.toMatchObject({ code: 'SEQUENCE_EMPTY' });
  await vi.waitFor(() => expect(readdirSync(join(scratch, '..'))).toEqual([]));
});

const allOf = (items: readonly Item[]): { item: Item; kept: null }[] =>
  items.map((item) => ({ item, kept: null }));

function bytesOf(values: Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
