import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assemble,
  epochBatches,
  predictionBatches,
  stepsPerEpoch,
} from '../../../src/main/engine/models/network/batch';
import { inception, recurrent } from './small-networks';
import { RandomStream } from '../../../src/main/engine/random/random-stream';

const lengthsArbitrary = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 200 });

describe('batches', () => {
  it('hold every example once in an epoch, none larger than asked for', () => {
    fc.assert(
      fc.property(lengthsArbitrary, fc.integer({ min: 1, max: 40 }), fc.nat(), (lengths, batch, seed) => {
        const examples = Int32Array.from(lengths, (_, k) => k);
        const batches = epochBatches(
          examples,
          Int32Array.from(lengths),
          batch,
          new RandomStream(seed, 'order', 1),
        );
        expect(batches.flatMap((b) => [...b]).sort((a, b) => a - b)).toEqual([...examples]);
        expect(Math.max(...batches.map((b) => b.length))).toBeLessThanOrEqual(batch);
        expect(batches).toHaveLength(stepsPerEpoch(lengths.length, batch));
      }),
    );
  });

  it('bring examples of like length together', () => {
    const lengths = Int32Array.from({ length: 256 }, (_, k) => 1 + ((k * 97) % 256));
    const examples = lengths.map((_, k) => k);
    const padded = (batches: readonly Int32Array[]): number =>
      batches.reduce((sum, b) => sum + b.length * Math.max(...b.map((e) => lengths[e]!)), 0);
    const own = lengths.reduce((sum, length) => sum + length, 0);
    const batches = epochBatches(examples, lengths, 16, new RandomStream(1, 'order', 1));
    expect(padded(batches)).toBeLessThan(1.2 * own);
  });

  it('come in another order in every epoch and in the same order for the same seed', () => {
    const examples = Int32Array.from({ length: 64 }, (_, k) => k);
    const lengths = new Int32Array(64).fill(10);
    const order = (epoch: number): string =>
      epochBatches(examples, lengths, 8, new RandomStream(5, 'order', epoch)).join(';');
    expect(order(1)).toBe(order(1));
    expect(order(1)).not.toBe(order(2));
  });

  it('for prediction hold every sequence once, also a very long one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2_000_000 }), { maxLength: 60 }), (steps) => {
        const windows = steps.map((n) => ({ values: new Float32Array(0), steps: n, width: 3 }));
        const batches = predictionBatches(windows);
        expect(batches.flat().sort((a, b) => a - b)).toEqual(steps.map((_, k) => k));
      }),
    );
  });

  it('for prediction are small where a step of a convolution reads much', () => {
    const windows = Array.from({ length: 100 }, () => ({
      values: new Float32Array(0),
      steps: 1000,
      width: 3,
    }));
    const wide = { ...inception, width: 32, kernelSize: 40 };
    const sizes = predictionBatches(windows, wide).map(({ length }) => length);
    expect(Math.max(...sizes) * 1000 * 40 * 32).toBeLessThanOrEqual(4_000_000);
    expect(predictionBatches(windows, recurrent)).toHaveLength(1);
  });

  it('carry scaled features and each example’s own length', () => {
    const scaling = {
      mean: Float32Array.of(1, 10),
      deviation: Float32Array.of(2, 5),
      forecast: null,
      values: null,
    };
    const input = assemble(
      [
        { values: Float32Array.of(3, 20), steps: 1, width: 2 },
        { values: Float32Array.of(1, 10, 5, 0), steps: 2, width: 2 },
      ],
      scaling,
    );
    expect([...input.lengths]).toEqual([1, 2]);
    expect([...input.inputs]).toEqual([1, 2, 0, 0, 0, 0, 2, -2]);
  });
});

describe('random streams', () => {
  it('depend on their whole address and on nothing else', () => {
    const first = (...address: [number, number, number]): number =>
      new RandomStream(address[0], 'dropout', address[1], address[2]).next();
    const values = [first(1, 2, 3), first(2, 2, 3), first(1, 3, 3), first(1, 2, 4), first(1, 3, 2)];
    expect(new Set(values).size).toBe(5);
    expect(first(1, 2, 3)).toBe(values[0]);
  });

  it('are uniform, normal and nearly normal where they say so', () => {
    const n = 40_000;
    const random = new RandomStream(3, 'noise', 1);
    const noise = new Float32Array(n);
    random.addNoise(noise, 2);
    const moments = (values: ArrayLike<number>): [number, number, number] => {
      const mean = Array.from(values).reduce((a, b) => a + b, 0) / n;
      const central = (power: number): number =>
        Array.from(values).reduce((sum, v) => sum + (v - mean) ** power, 0) / n;
      return [mean, Math.sqrt(central(2)), central(4) / central(2) ** 2];
    };
    const [mean, deviation, kurtosis] = moments(noise);
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(deviation).toBeCloseTo(2, 1);
    // Four uniform numbers have kurtosis 3 − 1.2 / 4.
    expect(kurtosis).toBeCloseTo(2.7, 1);
    const normal = moments(Array.from({ length: n }, () => random.normal()));
    expect(normal[1]).toBeCloseTo(1, 1);
    expect(Math.abs(normal[2] - 3)).toBeLessThan(0.15);
    const uniform = moments(Array.from({ length: n }, () => random.next()));
    expect(uniform[0]).toBeCloseTo(0.5, 2);
    expect(uniform[1]).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  it('shuffle every order equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = new RandomStream(seed, 'order', 1).shuffle<number[], number>([0, 1, 2]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // χ² with 5 degrees of freedom exceeds 20.5 once in a thousand times.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(20.5);
  });
});
