import { describe, expect, it } from 'vitest';
import { defaultFeatures, featuresOfKind } from '../../../src/main/engine/features/defaults';
import { countSteps, extractFeatures } from '../../../src/main/engine/features/extract';
import type { LogMelExtractor } from '../../../src/main/engine/features/log-mel';
import { fftSize } from '../../../src/main/engine/features/log-mel';
import { melFilters } from '../../../src/main/engine/features/mel';

type Spectral = ConstructorParameters<typeof LogMelExtractor>[0];

describe('default features', () => {
  it('are the channels themselves for sensors, and where there is no time', () => {
    expect(defaultFeatures('sensor', { rateHz: 50, medianLength: 100 }).plan.kind).toBe('raw');
    expect(defaultFeatures('audio', { rateHz: null, medianLength: 100 }).plan.kind).toBe('raw');
  });

  it('show the changes from step to step to a network that classifies', () => {
    const differencesFor = (task: 'classify' | 'forecast'): unknown =>
      defaultFeatures('sensor', { rateHz: 50, medianLength: 100, task }).plan;
    expect(differencesFor('classify')).toMatchObject({ kind: 'raw', differences: true });
    expect(differencesFor('forecast')).toMatchObject({ kind: 'raw', differences: false });
  });

  it('are those usual for speech when clips are as long as words and sentences', () => {
    const { plan, reason } = defaultFeatures('audio', { rateHz: 8000, medianLength: 12_000 });
    expect(plan).toMatchObject({ kind: 'logmel', windowMs: 25, hopMs: 10, bands: 40, maxHz: 4000 });
    expect(reason.params).toEqual({ bands: 40, hopMs: 10, steps: 151 });
  });

  it.each([0.05, 0.2, 1, 5, 30, 600])(
    'give a clip of %d s a number of steps that can be learnt from',
    (seconds) => {
      const facts = { rateHz: 16_000, medianLength: 16_000 * seconds };
      const { plan } = defaultFeatures('audio', facts);
      const steps = countSteps(plan, facts.medianLength, facts.rateHz);
      expect(steps).toBeGreaterThanOrEqual(11);
      expect(steps).toBeLessThanOrEqual(402);
    },
  );

  it.each([10, 50, 100, 360, 1000, 2000, 8000, 11_025, 16_000, 44_100, 96_000])(
    'have no band without a bin at %i Hz, whatever kind was asked for',
    (rateHz) => {
      for (const kind of ['logmel', 'mfcc'] as const) {
        const plan = featuresOfKind(kind, { rateHz, medianLength: 5 * rateHz }) as Spectral;
        const size = fftSize(Math.round((plan.windowMs * rateHz) / 1000));
        const filters = melFilters(size, rateHz, plan.bands, plan.minHz, plan.maxHz);
        expect(filters.filter(({ weights }) => weights.length === 0)).toEqual([]);
        const data = Float32Array.from({ length: 400 }, (_, t) => Math.sin(t));
        const { values } = extractFeatures(plan, { data, channels: ['x'], length: 400, rateHz });
        expect(values.every(Number.isFinite)).toBe(true);
      }
    },
  );
});
