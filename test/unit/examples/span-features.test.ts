import { afterAll, describe, expect, it } from 'vitest';
import { readSpan } from '../../../src/main/engine/examples/read-span';
import type { SpanFeaturePlan } from '../../../src/main/engine/examples/span-features';
import { spanFeatures } from '../../../src/main/engine/examples/span-features';
import { extractFeatures } from '../../../src/main/engine/features/extract';
import { closeSoundRows } from '../../../src/main/engine/features/sound-rows';
import { closeDecoder } from '../../../src/main/engine/readers/sound/decode';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { wav, Workshop } from '../datasets/workshop';

/** Protects: that the features of a long recording, which never lies in memory whole, are those of a short one, bit by bit. */

const RATE_HZ = 11_025;
const shop = new Workshop();
afterAll(async () => {
  await shop.remove();
  await closeDecoder();
  await closeSoundRows();
});

const spectral = { windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 8000, standardise: true } as const;
const plans: Record<string, [FeaturePlan, number]> = {
  'log-mel, resampled': [{ kind: 'logmel', ...spectral }, 8_000],
  'log-mel at its own rate': [{ kind: 'logmel', ...spectral }, RATE_HZ],
  'MFCC with deltas, resampled up': [{ kind: 'mfcc', ...spectral, coefficients: 13, deltas: true }, 16_000],
  'raw with differences, resampled': [{ kind: 'raw', differences: true, standardise: true }, 8_000],
};

describe('spanFeatures', () => {
  it.each(Object.entries(plans))('streams %s', { timeout: 120_000 }, async (_, [features, rateHz]) => {
    const sound = Array.from(
      { length: 130 * RATE_HZ },
      (_unused, t) => 0.6 * Math.sin(t * 0.05 + t * t * 1e-8) + 0.2 * Math.sin(t * 1.3),
    );
    shop.put({ 'long.wav': wav(RATE_HZ, sound) });
    const path = `${shop.dataDir}/long.wav`;
    const found = { path, shown: 'long.wav', size: 44 + 2 * sound.length, mtimeMs: 0 };
    const file = await shop.sources.describe(found, await shop.sources.claim(found));
    const plan: SpanFeaturePlan = {
      ...{ task: 'classify', channels: ['mono'], targets: [], timeColumn: null, rateHz, forecast: null },
      features,
    };
    const span = { start: 1234, end: sound.length - 77 };
    const streamed = await spanFeatures(shop.sources, file, plan, span);
    const whole = extractFeatures(features, await readSpan(shop.sources, file, plan, span));
    expect({ ...streamed, values: null }).toEqual({ ...whole, values: null });
    expect(Buffer.from(streamed.values.buffer).equals(Buffer.from(whole.values.buffer))).toBe(true);
  });
});
