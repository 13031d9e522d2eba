import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RawFeatures } from '../../../src/shared/domain/features';
import type { InferOutput } from 'valibot';
import { Workshop } from '../datasets/workshop';

/** Protects: recordings that are too small beside others to be seen under one scaling get scales of their own. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

/** Ten recordings of each of two classes, 24 rows of a wave (`a`) and a column that mostly stands still (`b`). */
function put(sizeOf: (k: number) => number): void {
  const files: Record<string, string> = {};
  for (let k = 0; k < 20; k++) {
    const rows = Array.from(
      { length: 24 },
      (_, t) => `${sizeOf(k) * Math.sin((1 + (k % 2)) * t)},${k === 3 ? t : 0}`,
    );
    files[`${k % 2 === 0 ? 'slow' : 'fast'}/${k}.csv`] = ['a,b', ...rows].join('\n');
  }
  shop.put(files);
}

async function ownScale(): Promise<readonly string[] | undefined> {
  const { features } = (await shop.understand()).plan;
  expect(features.kind).toBe('raw');
  return (features as InferOutput<typeof RawFeatures>).ownScale;
}

it('where the median recording moves less than a tenth of all of them', async () => {
  put((k) => 10 ** (k % 5));
  expect(await ownScale()).toEqual(['a']);
  const { data, dataset } = await shop.import();
  expect(data.featureNames).toEqual(['a', 'b', 'Δa', 'Δb', 'spread a', 'level a']);
  expect(dataset.understanding.features).toEqual(data.featureNames);
  expect(dataset.understanding.evidence['features']?.code).toBe('features.ownScale');
  data.scaler.deviation.forEach((deviation) => expect(deviation).toBeGreaterThan(0));
});

it('not where they are of like size', async () => {
  put((k) => 1 + (k % 5));
  expect(await ownScale()).toBeUndefined();
});

it('not where a person chose the features', async () => {
  put((k) => 10 ** (k % 5));
  const features = { kind: 'raw', standardise: true, differences: true } as const;
  expect((await shop.understand({ features })).plan.features).toEqual(features);
});
