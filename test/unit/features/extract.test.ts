import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countSteps, extractFeatures, featureNames } from '../../../src/main/engine/features/extract';
import { melEdges } from '../../../src/main/engine/features/mel';
import type { Signal } from '../../../src/main/engine/features/signal';
import { audioSignal, fillMissing } from '../../../src/main/engine/features/signal';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import type { FeaturePlan } from '../../../src/shared/domain/features';

const fixtures = join(import.meta.dirname, '../../fixtures/features');
const librosa = (await readSafetensors(join(fixtures, 'librosa.safetensors'))).tensors;

/** The cases of make.py. */
const cases = {
  speech: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
  wide: { rateHz: 44100, windowMs: 25, hopMs: 10, bands: 64, minHz: 0, maxHz: 22050, coefficients: 20 },
  odd: { rateHz: 11025, windowMs: 17.3, hopMs: 6.1, bands: 23, minHz: 50, maxHz: 5000, coefficients: 12 },
  short: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
  one: { rateHz: 8000, windowMs: 25, hopMs: 10, bands: 40, minHz: 20, maxHz: 4000, coefficients: 13 },
};

function distance(actual: Float32Array, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
}

describe('log-mel and MFCC are the numbers of librosa', () => {
  for (const [name, { rateHz, coefficients, ...spectral }] of Object.entries(cases)) {
    const samples = librosa.get(`${name}.signal`)!.data as Float32Array;
    const signal = audioSignal(samples, rateHz);

    it(`${name}: log-mel`, () => {
      const plan: FeaturePlan = { kind: 'logmel', standardise: true, ...spectral };
      const features = extractFeatures(plan, signal);
      const expected = librosa.get(`${name}.logmel`)!;
      expect([features.steps, features.names.length]).toEqual(expected.shape);
      expect(features.steps).toBe(countSteps(plan, samples.length, rateHz));
      expect(distance(features.values, expected.data)).toBeLessThan(2e-6);
    });

    it(`${name}: MFCC with deltas`, () => {
      const plan: FeaturePlan = { kind: 'mfcc', standardise: true, ...spectral, coefficients, deltas: true };
      const features = extractFeatures(plan, signal);
      const expected = librosa.get(`${name}.mfcc`)!;
      expect([features.steps, features.names.length]).toEqual(expected.shape);
      expect(distance(features.values, expected.data)).toBeLessThan(1e-5);
    });
  }

  it('places the mel bands where librosa does', () => {
    const centres = librosa.get('mel.centres')!.data;
    melEdges(40, 20, 4000)
      .slice(1, -1)
      .forEach((hz, band) => expect(hz).toBeCloseTo(centres[band]!, 8));
  });
});

describe('raw features', () => {
  const plan: FeaturePlan = { kind: 'raw', standardise: true, differences: true };
  const signal: Signal = {
    data: Float32Array.of(1, 10, 3, 30, 6, 20),
    channels: ['x', 'y'],
    length: 3,
    rateHz: 50,
  };

  it('appends differences, zero at the first step', () => {
    const features = extractFeatures(plan, signal);
    expect(features.names).toEqual(['x', 'y', 'Δx', 'Δy']);
    expect([...features.values]).toEqual([1, 10, 0, 0, 3, 30, 2, 20, 6, 20, 3, -10]);
    expect(features.stepSeconds).toBeCloseTo(0.02);
  });

  it('fills what is missing on a line between neighbours and holds the ends', () => {
    const data = Float32Array.of(NaN, NaN, 2, NaN, NaN, NaN, 6, NaN, Infinity, NaN);
    expect([...fillMissing(data, 2)]).toEqual([2, 0, 2, 0, 4, 0, 6, 0, 6, 0]);
  });

  it('leaves the given signal alone', () => {
    const data = Float32Array.of(1, NaN, 3);
    extractFeatures({ ...plan, differences: false }, { data, channels: ['x'], length: 3, rateHz: null });
    expect(data[1]).toBeNaN();
  });
});

describe('spectral features', () => {
  const plan: FeaturePlan = {
    kind: 'logmel',
    standardise: true,
    windowMs: 200,
    hopMs: 100,
    bands: 8,
    minHz: 0,
    maxHz: 1e6,
  };

  it('treats every channel by itself', () => {
    const x = Float32Array.from({ length: 300 }, (_, t) => Math.sin(t));
    const y = Float32Array.from({ length: 300 }, (_, t) => Math.sin(t / 3));
    const both = new Float32Array(600).map((_, k) => (k % 2 === 0 ? x : y)[k >> 1]!);
    const features = extractFeatures(plan, { data: both, channels: ['x', 'y'], length: 300, rateHz: 100 });
    const alone = extractFeatures(plan, { data: y, channels: ['y'], length: 300, rateHz: 100 });
    expect(features.names[8]).toBe('y: mel 1 (6 Hz)');
    for (let t = 0; t < features.steps; t++)
      expect(features.values.slice(t * 16 + 8, t * 16 + 16)).toEqual(alone.values.slice(t * 8, t * 8 + 8));
  });

  it('refuses a signal without a rate and one without samples', () => {
    const signal = { data: new Float32Array(3), channels: ['x'], length: 3, rateHz: null };
    expect(() => extractFeatures(plan, signal)).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
    expect(() => extractFeatures(plan, { ...signal, length: 0, data: new Float32Array(0) })).toThrow(
      expect.objectContaining({ code: 'SEQUENCE_EMPTY' }),
    );
    expect(featureNames(plan, ['mono'])).toHaveLength(8);
  });

  it('of silence are finite', () => {
    const features = extractFeatures(plan, audioSignal(new Float32Array(500), 100));
    expect(features.values.every(Number.isFinite)).toBe(true);
  });
});

describe('a scale of its own', () => {
  const plan: FeaturePlan = { kind: 'raw', standardise: true, differences: true, ownScale: ['a'] };
  const featuresOf = (a: readonly number[]) =>
    extractFeatures(plan, {
      data: Float32Array.from(a.flatMap((value) => [value, 7])),
      channels: ['a', 'b'],
      length: a.length,
      rateHz: null,
    });

  it('is the mean and deviation of one recording, which follow as features', () => {
    const { names, values } = featuresOf([1, 3, 1, 3]);
    expect(names).toEqual(['a', 'b', 'Δa', 'Δb', 'spread a', 'level a']);
    // Mean 2, deviation 1.
    const own = [0, Math.asinh(2)];
    [
      [-1, 7, 0, 0],
      [1, 7, 2, 0],
      [-1, 7, -2, 0],
      [1, 7, 2, 0],
    ].forEach((row, t) =>
      [...row, ...own].forEach((value, k) => expect(values[t * 6 + k]).toBeCloseTo(value, 6)),
    );
  });

  it('shows the same shape whatever the size, and tells the size apart', () => {
    const [small, large] = [featuresOf([1e-5, 3e-5, 2e-5]), featuresOf([1e3, 3e3, 2e3])];
    for (let t = 0; t < 3; t++) expect(small.values[t * 6]).toBeCloseTo(large.values[t * 6]!, 4);
    expect(large.values[4]! - small.values[4]!).toBeCloseTo(Math.log(1e8), 3);
  });

  it('stands still where the recording does', () => {
    for (const value of featuresOf([4, 4, 4]).values) expect(Number.isFinite(value)).toBe(true);
    expect(featuresOf([0, 0]).values[0]).toBe(0);
  });
});
