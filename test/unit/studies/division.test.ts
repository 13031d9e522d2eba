import { describe, expect, it } from 'vitest';
import { divide } from '../../../src/main/engine/studies/division';
import type { Divided, Division } from '../../../src/main/engine/studies/division';
import { UNUSED_SPLIT } from '../../../src/main/engine/prepare/examples-of';

/** Protects: who learns and who judges in each training of a study; nothing judges what it learnt from. */

const n = 60;
/** 48 to learn from and to stop by, 12 of the test part; three classes. */
const data: Divided = {
  task: 'classify',
  splits: Uint8Array.from({ length: n }, (_, k) => (k < 40 ? 0 : k < 48 ? 1 : 2)),
  labels: Int32Array.from({ length: n }, (_, k) => k % 3),
  targets: new Float32Array(0),
};
const nobody = new Array<null>(n).fill(null);
const bySix = Array.from({ length: n }, (_, k) => `p${Math.floor(k / 6)}`);

const of = ({ splits }: Division, code: number): number[] =>
  [...splits!.keys()].filter((example) => splits![example] === code);

describe('folds', () => {
  const divisions = divide(data, nobody, { kind: 'folds', folds: 4, seeds: 2 }, 1);

  it('judge every example once for each seed, and never the test part', () => {
    for (const seed of [1, 2]) {
      const judged = divisions.filter((one) => one.seed === seed).flatMap((one) => of(one, 2));
      expect(judged.sort((a, b) => a - b)).toEqual(Array.from({ length: 48 }, (_, k) => k));
    }
    for (const one of divisions)
      expect(of(one, UNUSED_SPLIT)).toEqual(Array.from({ length: 12 }, (_, k) => 48 + k));
  });

  it('have as many of each class, and something to stop by', () => {
    for (const one of divisions) {
      const counts = [0, 1, 2].map((label) => of(one, 2).filter((k) => data.labels[k] === label).length);
      expect(counts).toEqual([4, 4, 4]);
      expect(of(one, 1).length).toBeGreaterThanOrEqual(4);
      expect(of(one, 0).length + of(one, 1).length).toBe(36);
    }
  });

  it('are dealt anew for each seed, and again alike', () => {
    expect(of(divisions[0]!, 2)).not.toEqual(of(divisions[4]!, 2));
    const again = divide(data, nobody, { kind: 'folds', folds: 4, seeds: 2 }, 1);
    expect(again).toEqual(divisions);
  });

  it('keep groups and recordings whole', () => {
    const recordings = Int32Array.from({ length: n }, (_, k) => Math.floor(k / 6));
    for (const [told, groups] of [
      [data, bySix],
      [{ ...data, recordings }, nobody],
    ] as const)
      for (const one of divide(told, groups, { kind: 'folds', folds: 3, seeds: 1 }, 1))
        for (let first = 0; first < 48; first += 6)
          expect(new Set(one.splits!.slice(first, first + 6)).size).toBe(1);
  });

  it('are refused where there is too little, or where examples follow each other', () => {
    expect(() => divide(data, bySix, { kind: 'folds', folds: 5, seeds: 1 }, 1)).toThrow(
      /too few for 5 folds/,
    );
    expect(() =>
      divide({ ...data, task: 'forecast' }, nobody, { kind: 'folds', folds: 2, seeds: 1 }, 1),
    ).toThrow(/repeat seeds/);
  });
});

it('leaves each group out once', () => {
  const divisions = divide(data, bySix, { kind: 'groups', seeds: 1 }, 1);
  expect(divisions.map(({ group }) => group)).toEqual(bySix.filter((_, k) => k % 6 === 0).slice(0, 8));
  for (const one of divisions) expect(of(one, 2).every((k) => bySix[k] === one.group)).toBe(true);
  expect(() => divide(data, nobody, { kind: 'groups', seeds: 1 }, 1)).toThrow(/left out one by one/);
});

it('learns from a share of every class, the smaller inside the larger, and is judged by the same', () => {
  const [few, all] = divide(data, nobody, { kind: 'sizes', seeds: 1, shares: [1, 0.25] }, 1);
  expect(few!.share).toBe(0.25);
  expect(of(all!, 0)).toHaveLength(40);
  expect(of(few!, 0)).toHaveLength(10);
  expect(of(few!, 0).every((k) => of(all!, 0).includes(k))).toBe(true);
  expect(of(few!, 2)).toEqual(of(all!, 2));
});
