import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SplitItem } from '../../../src/main/engine/examples/split';
import { canSplitByGroup, splitItems } from '../../../src/main/engine/examples/split';
import { defaultContext, timeBorders, windowsOf } from '../../../src/main/engine/examples/windows';
import type { SplitName, SplitPlan } from '../../../src/shared/domain/dataset';
import { UnrollError } from '../../../src/shared/domain/error';

const plan = (kind: SplitPlan['kind'], seed = 1): SplitPlan => ({
  kind,
  seed,
  validationFraction: 0.2,
  testFraction: 0.2,
});
const item = (label: string, group: string | null = null, given: SplitName | null = null): SplitItem => ({
  label,
  group,
  given,
});
const times = <T>(count: number, make: (k: number) => T): T[] =>
  Array.from({ length: count }, (_, k) => make(k));

function counts(
  items: readonly SplitItem[],
  parts: readonly SplitName[],
): Record<string, Record<SplitName, number>> {
  const result: Record<string, Record<SplitName, number>> = {};
  for (const [k, { label }] of items.entries())
    (result[label ?? ''] ??= { train: 0, validation: 0, test: 0 })[parts[k]!]++;
  return result;
}

describe('a random split', () => {
  const items = [...times(50, () => item('a')), ...times(20, () => item('b')), ...times(3, () => item('c'))];

  it('gives every part its share of every class', () => {
    expect(counts(items, splitItems(items, plan('random')))).toEqual({
      a: { train: 32, validation: 8, test: 10 },
      b: { train: 13, validation: 3, test: 4 },
      c: { train: 1, validation: 1, test: 1 },
    });
  });

  it('is the same for a seed and another for another', () => {
    expect(splitItems(items, plan('random', 7))).toEqual(splitItems(items, plan('random', 7)));
    expect(splitItems(items, plan('random', 7))).not.toEqual(splitItems(items, plan('random', 8)));
  });

  it('always leaves every class something to learn from, and tests every class with three examples', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 1_000 }), (own, seed) => {
        const many = own.flatMap((size, k) => times(size, () => item(String(k))));
        const perClass = counts(many, splitItems(many, plan('random', seed)));
        for (const [k, size] of own.entries()) {
          const { train, validation, test } = perClass[String(k)]!;
          expect(train).toBeGreaterThan(0);
          if (size >= 3) expect(Math.min(validation, test)).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('a split by group', () => {
  it('never tears a group and comes near the shares', () => {
    const shape = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 1_000 }), (sizes, seed) => {
        const items = sizes.flatMap((size, g) => times(size, (k) => item(k % 2 === 0 ? 'a' : 'b', `g${g}`)));
        let parts: SplitName[];
        try {
          parts = splitItems(items, plan('group', seed));
        } catch (error) {
          expect(error).toMatchObject({ code: 'SPLIT_IMPOSSIBLE' });
          return;
        }
        const byGroup = new Map<string | null, Set<SplitName>>();
        for (const [k, { group }] of items.entries())
          byGroup.set(group, (byGroup.get(group) ?? new Set<SplitName>()).add(parts[k]!));
        expect([...byGroup.values()].every((own) => own.size === 1)).toBe(true);
        expect(new Set(parts)).toEqual(new Set(['train', 'validation', 'test']));
      }),
    );
    const even = times(100, (k) => item(k % 2 === 0 ? 'a' : 'b', `g${Math.floor(k / 10)}`));
    const parts = splitItems(even, plan('group'));
    expect(parts.filter((part) => part === 'test')).toHaveLength(20);
    expect(counts(even, parts)['a']!.test).toBe(10);
  });

  it('is refused when a class would not be learnt, or there is one group', () => {
    const speakers = ['fr', 'it', 'ru'].flatMap((label) =>
      times(5, () => item(label, `speaker of ${label}`)),
    );
    expect(canSplitByGroup(speakers)).toBe(false);
    expect(() => splitItems(speakers, plan('group'))).toThrow(UnrollError);
    expect(() => splitItems([item('a', 'g'), item('b', 'g')], plan('group'))).toThrow(/two groups/);
  });
});

describe('a given split', () => {
  it('takes the validation part out of training, whole subjects at a time', () => {
    const items = [
      ...times(6, (g) => times(4, (k) => item(k % 2 === 0 ? 'a' : 'b', `s${g}`, 'train'))).flat(),
      ...times(4, (k) => item(k % 2 === 0 ? 'a' : 'b', 's9', 'test')),
    ];
    const parts = splitItems(items, plan('given'));
    const held = new Set(items.filter((_, k) => parts[k] === 'validation').map(({ group }) => group));
    expect(held.size).toBe(1);
    expect(parts.filter((part) => part === 'validation')).toHaveLength(4);
    expect(parts.slice(-4)).toEqual(times(4, () => 'test'));
  });

  it('keeps a validation part that is there', () => {
    const items = (['train', 'train', 'validation', 'test'] as const).map((part) => item('a', null, part));
    expect(splitItems(items, plan('given'))).toEqual(['train', 'train', 'validation', 'test']);
  });

  it('is refused without a training part', () => {
    expect(() => splitItems([item('a', null, 'test')], plan('given'))).toThrow(
      expect.objectContaining({ code: 'SPLIT_IMPOSSIBLE' }),
    );
  });
});

describe('windows of a series', () => {
  const everyStep = {
    trainStrideSteps: 1,
    strideSteps: 1,
    known: [],
    calendar: [],
    seasonalDifferences: false,
  };
  const forecast = { ...everyStep, horizonSteps: 1, contextSteps: 24, seasonSteps: 12 };

  it('tests on the last 24 of 144 months, once each', () => {
    expect(timeBorders(144, plan('time'), forecast)).toEqual({ validation: 96, test: 120 });
    const windows = windowsOf(0, { length: 144 }, plan('time'), forecast);
    expect(windows.filter(({ split }) => split === 'test').map(({ row }) => row + 24)).toEqual(
      times(24, (k) => 120 + k),
    );
  });

  it('never has a value as a target in two parts, and never sees beyond its own end', () => {
    const shape = fc.record({
      length: fc.integer({ min: 30, max: 300 }),
      horizonSteps: fc.integer({ min: 1, max: 12 }),
      contextSteps: fc.integer({ min: 1, max: 30 }),
      seasonSteps: fc.integer({ min: 1, max: 24 }),
    });
    fc.assert(
      fc.property(shape, ({ length, ...own }) => {
        const partOf = new Map<number, SplitName>();
        for (const { row, split } of windowsOf(0, { length }, plan('time'), {
          ...everyStep,
          ...own,
        })) {
          expect(row).toBeGreaterThanOrEqual(0);
          for (let step = 0; step < own.horizonSteps; step++) {
            const target = row + own.contextSteps + step;
            expect(target).toBeLessThan(length);
            expect(partOf.get(target) ?? split).toBe(split);
            partOf.set(target, split);
          }
        }
        const targetsOf = (part: SplitName): number[] =>
          [...partOf].filter(([, own]) => own === part).map(([target]) => target);
        const lastTrain = Math.max(-1, ...targetsOf('train'));
        const firstTest = Math.min(length, ...targetsOf('test'));
        expect(lastTrain).toBeLessThan(firstTest);
      }),
    );
  });

  it('chooses a context of two or three seasons that leaves windows to learn from', () => {
    expect(defaultContext(92, 12)).toBe(24);
    expect(defaultContext(33_000, 48)).toBe(144);
    expect(defaultContext(5_000, 1)).toBe(64);
    expect(defaultContext(10, 12)).toBe(5);
  });
});
