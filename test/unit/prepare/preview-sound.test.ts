import { afterAll, expect, it } from 'vitest';
import { previewExample } from '../../../src/main/engine/prepare/preview';
import type { Example, ImportPlan } from '../../../src/shared/domain/dataset';
import { wav, Workshop } from '../datasets/workshop';

/** Protects: that sound is drawn block by block as it would be from one array. */

const shop = new Workshop();
afterAll(() => shop.remove());

it('draws the least and the greatest of each stretch, and the features of the span', async () => {
  const sound = Array.from({ length: 200_000 }, (_, t) => 0.8 * Math.sin(t * 0.01) * Math.sin(t * 1.7));
  shop.put({ 'a.wav': wav(8000, sound) });
  const path = `${shop.dataDir}/a.wav`;
  const found = { path, shown: 'a.wav', size: 44 + 2 * sound.length, mtimeMs: 0 };
  const file = await shop.sources.describe(found, await shop.sources.claim(found));
  const features = {
    kind: 'logmel',
    windowMs: 25,
    hopMs: 10,
    bands: 8,
    minHz: 20,
    maxHz: 4000,
    standardise: true,
  };
  const plan = {
    task: 'classify',
    channels: ['mono'],
    targets: [],
    timeColumn: null,
    rateHz: 8000,
    forecast: null,
    features,
  };
  const [start, end, columns] = [1_001, 190_003, 777];
  const seen = await previewExample(
    shop.sources,
    file,
    { start, end } as Example,
    plan as unknown as ImportPlan,
    columns,
  );
  const length = end - start;
  expect(seen).toMatchObject({
    channels: ['mono'],
    rateHz: 8000,
    length,
    columns,
    steps: 1 + Math.floor(length / 80),
  });
  for (let c = 0; c < columns; c++) {
    const from = Math.floor((c * length) / columns);
    const own = sound.slice(start + from, start + Math.floor(((c + 1) * length) / columns));
    expect(seen.envelope[2 * c]).toBeCloseTo(Math.min(...own), 4);
    expect(seen.envelope[2 * c + 1]).toBeCloseTo(Math.max(...own), 4);
  }
});
