import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NetworkSpec } from '../../../src/shared/domain/model';
import { featureCost } from '../../../src/main/engine/features/feature-cost';
import { layoutOf } from '../../../src/main/engine/models/network/layout';
import type { CostFacts } from '../../../src/main/engine/models/cost/model-cost';
import { modelCost } from '../../../src/main/engine/models/cost/model-cost';
import { networkCost } from '../../../src/main/engine/models/cost/network-cost';
import { summarise } from '../../../src/main/engine/models/recipe/summarise';
import type { NetworkShape } from '../../../src/main/engine/models/network/weights';

/** Protects: that what a model is said to cost before training is what others count of the same model. */

interface Case {
  readonly spec: unknown;
  readonly shape: NetworkShape;
  readonly steps: number;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** By PyTorch (test/fixtures/models/make-cost.py). */
const { cases } = JSON.parse(
  readFileSync(new URL('../../fixtures/models/model-cost.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('networks', () => {
  it.each(cases.map((one, k) => [k, one] as const))('PyTorch counts the same of network %i', (_k, one) => {
    const spec = v.parse(NetworkSpec, one.spec);
    const layers = networkCost(spec, one.shape, one.steps);
    expect(layoutOf(spec, one.shape).parameters).toBe(one.parameters);
    expect(total(layers.map(({ multiplyAdds }) => multiplyAdds)) * one.steps).toBeCloseTo(
      one.multiplyAdds,
      3,
    );
    expect(layers.map(({ name }) => name)).toEqual(summarise(spec, one.shape).map(({ name }) => name));
  });
});

describe('features', () => {
  const sound = { standardise: true, windowMs: 32, hopMs: 10, bands: 4, minHz: 0, maxHz: 4000 };

  it('counts a frame: its window, an FFT of N log N, the power, the filters', () => {
    // 256 samples; 129 bins, of which 127 lie below 4 kHz and above 0 Hz, each in two filters but for the outer ones.
    const { multiplyAdds, functions } = featureCost({ kind: 'logmel', ...sound }, 1, 8000);
    const filters = multiplyAdds - (256 + 256 * 8 + 2 * 129);
    expect(filters).toBeGreaterThan(127);
    expect(filters).toBeLessThan(2 * 127);
    expect(functions).toBe(4);
    expect(featureCost({ kind: 'logmel', ...sound }, 3, 8000).multiplyAdds).toBe(3 * multiplyAdds);
    const mfcc = { kind: 'mfcc', ...sound, coefficients: 3, deltas: true } as const;
    expect(featureCost(mfcc, 1, 8000).multiplyAdds).toBe(multiplyAdds + 3 * 4 + 3 * 4);
  });

  it('takes nothing for channels as they are', () => {
    const raw = { kind: 'raw', standardise: true, differences: true } as const;
    expect(featureCost(raw, 6, null).multiplyAdds).toBe(0);
  });
});

describe('what follows', () => {
  const facts: CostFacts = {
    spec: v.parse(NetworkSpec, cases[0]!.spec),
    shape: cases[0]!.shape,
    features: { kind: 'raw', standardise: true, differences: false },
    ...{ channels: 40, rateHz: 100, stepSeconds: 0.01, medianSteps: 100, longestSteps: 100 },
    ...{ batch: 16, dataBytes: 1000 },
  };

  it('gives steps a second as cycles allow, and here as measured', () => {
    const cost = modelCost(facts, { network: 1e9, features: 1e9 });
    const perStep = (40 + 64) * 192 + 640;
    expect(cost.multiplyAdds).toEqual({ features: 0, network: perStep });
    expect(cost.here!.stepsPerSecond).toBeCloseTo(1e9 / perStep);
    // 3 functions for each unit of a GRU, and 10 of the softmax.
    const cycles = perStep * 6 + (3 * 64 + 10) * 120;
    expect(cost.devices[0]!.float.stepsPerSecond).toBeCloseTo(80e6 / cycles);
    expect(modelCost(facts, null).here).toBeNull();
  });

  it('holds a state where there is one, and a whole sequence where it must be seen', () => {
    const streaming = modelCost(facts, null);
    // State, sum and pooled state, the step, gates; a count of 8 bytes.
    expect(streaming).toMatchObject({ streams: true, workingBytes: 4 * (64 + 64 + 64 + 40 + 192) + 8 });
    const both = modelCost({ ...facts, spec: { ...facts.spec, bidirectional: true } as NetworkSpec }, null);
    expect(both.streams).toBe(false);
    expect(both.workingBytes).toBeGreaterThan(4 * 100 * 128);
    expect(streaming.devices[0]!.fits).toBe(true);
    const wide = modelCost({ ...facts, spec: { ...facts.spec, units: 512 } as NetworkSpec }, null);
    expect(wide.devices[0]!.fits).toBe(false);
  });
});
