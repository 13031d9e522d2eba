import { describe, expect, it } from 'vitest';
import {
  countTransitions,
  nextShares,
  sample,
  statesAhead,
  stepLogLikelihoods,
  transitionMatrix,
} from '../../../src/main/engine/baselines/markov/chain';
import { kmeansStates, quantileStates, statesOf } from '../../../src/main/engine/baselines/markov/states';

const sequences = [Int32Array.of(0, 1, 1, 0, 1), Int32Array.of(1, 1, 0)];

describe('Markov chain', () => {
  it('counts by hand: 0→1 twice, 1→1 twice, 1→0 twice', () => {
    const chain = countTransitions(sequences, 2, 1, 0.5);
    expect([...chain.counts[0]!]).toEqual([3, 5]);
    expect([...chain.counts[1]!]).toEqual([0, 2, 2, 2]);
    // (0 + ½) / (2 + 1) and (2 + ½) / (4 + 1)
    expect([...transitionMatrix(chain)]).toEqual([0.5 / 3, 2.5 / 3, 0.5, 0.5]);
  });

  it('multiplies along a sequence: p(0) p(1 | 0) p(1 | 1)', () => {
    const chain = countTransitions(sequences, 2, 1, 0.5);
    const steps = stepLogLikelihoods(chain, Int32Array.of(0, 1, 1));
    expect([...steps].map(Math.exp)).toEqual([3.5 / 9, 2.5 / 3, 0.5].map((p) => expect.closeTo(p, 12)));
  });

  it('of order 2 looks at the last two states, and at fewer while there are fewer', () => {
    const chain = countTransitions(sequences, 2, 2, 0.5);
    // After 0, 1 came: 1 (first), and the end. After 1, 1 came: 0 twice.
    expect([...nextShares(chain, [0, 1])]).toEqual([0.25, 0.75]);
    expect([...nextShares(chain, [1, 1])]).toEqual([2.5 / 3, 0.5 / 3]);
    expect([...nextShares(chain, [1])]).toEqual([0.5, 0.5]);
  });

  it('looks ahead by powers of its matrix', () => {
    const chain = countTransitions(sequences, 2, 1, 0.5);
    const [a, b, c, d] = transitionMatrix(chain) as unknown as [number, number, number, number];
    const two = [a * a + b * c, a * b + b * d];
    const ahead = statesAhead(chain, Int32Array.of(1, 0), 2);
    expect([...ahead]).toEqual([a, b, ...two].map((p) => expect.closeTo(p, 12)));
  });

  it('draws states as often as it says, the same ones for the same seed', () => {
    const chain = countTransitions(sequences, 2, 1, 0.5);
    const drawn = sample(chain, 20_000, 5);
    expect([...drawn]).toEqual([...sample(chain, 20_000, 5)]);
    let from = 0;
    let to = 0;
    for (let t = 1; t < drawn.length; t++)
      if (drawn[t - 1] === 0) {
        from++;
        to += drawn[t]!;
      }
    expect(to / from).toBeCloseTo(2.5 / 3, 1);
  });
});

describe('states', () => {
  const one = { values: Float64Array.from({ length: 100 }, (_, k) => k), steps: 100, width: 1 };

  it('of quantiles hold equally many steps', () => {
    const states = quantileStates([one], 1, 4);
    expect(states.count).toBe(4);
    const found = statesOf(states, one);
    expect([0, 1, 2, 3].map((state) => found.filter((each) => each === state).length)).toEqual([
      25, 25, 25, 25,
    ]);
    expect([...states.centroids]).toEqual([12, 37, 62, 87]);
  });

  it('of k-means are found where the points are, in order', () => {
    const values = Float64Array.from({ length: 90 }, (_, k) => [5, -5, 0][k % 3]! + Math.sin(k) / 10);
    const states = kmeansStates([{ values, steps: 90, width: 1 }], 1, 3, 1);
    expect([...states.centroids].map(Math.round).map(Math.abs)).toEqual([5, 0, 5]);
    expect(states.centroids[0]!).toBeLessThan(states.centroids[2]!);
  });
});
