import { describe, expect, it } from 'vitest';
import {
  alignment,
  endsBound,
  envelopeOf,
  keoghBound,
  squaredDtw,
} from '../../../src/main/engine/baselines/dtw/distance';
import { NeighbourSearch } from '../../../src/main/engine/baselines/dtw/neighbours';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { expected, sequence } from './numbers';

const random = new RandomStream(3, 'noise');
const walk = (steps: number, width: number) => ({
  values: Float64Array.from({ length: steps * width }, () => random.normal()),
  steps,
  width,
});

describe('dynamic time warping', () => {
  it.each(expected.dtw)("has tslearn's distance and path ($radius)", ({ a, b, radius, distance, path }) => {
    const [one, two] = [sequence(a), sequence(b)];
    expect(Math.sqrt(squaredDtw(one, two, radius ?? Infinity))).toBeCloseTo(distance, 9);
    expect([...alignment(one, two, radius ?? Infinity)]).toEqual(path.flat());
  });

  it('gives up only beyond its bound', () => {
    const [a, b] = [walk(20, 2), walk(23, 2)];
    const square = squaredDtw(a, b, 4);
    expect(squaredDtw(a, b, 4, square)).toBe(square);
    expect(squaredDtw(a, b, 4, square * 0.9)).toBe(Infinity);
  });

  it('is never less than its bounds', () => {
    for (let round = 0; round < 200; round++) {
      const radius = round % 7;
      const [a, b] = [walk(15, 2), walk(15, 2)];
      const square = squaredDtw(a, b, radius);
      expect(keoghBound(a, envelopeOf(b, radius), Infinity)).toBeLessThanOrEqual(square + 1e-12);
      expect(endsBound(a, b)).toBeLessThanOrEqual(square + 1e-12);
    }
  });
});

it.each([0.1, 1])('finds the same neighbours as comparing with every one, band %s', (band) => {
  const references = Array.from({ length: 60 }, (_, k) => walk(k % 3 === 0 ? 18 : 20, 2));
  const search = new NeighbourSearch(references, band);
  for (let round = 0; round < 20; round++) {
    const query = walk(20, 2);
    const all = references
      .map((reference, index) => ({ index, square: squaredDtw(query, reference, band >= 1 ? Infinity : 2) }))
      .sort((a, b) => a.square - b.square);
    expect(search.nearest(query, 3, all[0]!.index).map(({ index }) => index)).toEqual(
      all.slice(1, 4).map(({ index }) => index),
    );
  }
});
