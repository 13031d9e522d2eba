import { describe, expect, it } from 'vitest';
import { candidatesFor } from '../../../src/main/engine/choice/candidates';
import { search } from '../../../src/main/engine/choice/search';
import type { SearchInput } from '../../../src/main/engine/choice/search';
import { divideForChoice } from '../../../src/main/engine/studies/division';
import type { Divided, Division } from '../../../src/main/engine/studies/division';
import { UNUSED_SPLIT } from '../../../src/main/engine/prepare/examples-of';
import type { Recipe } from '../../../src/shared/domain/model';
import type { StudyCell } from '../../../src/shared/domain/study';
import { UnrollError } from '../../../src/shared/domain/error';
import { taskNames } from '../../../src/shared/domain/task';

/** Protects: what the lab chooses, what it says of each step, and that neither time nor a person's wish loses what is known. */

const division = { seed: 1, fold: 0, group: null, share: null, splits: null };
const folds: Division[] = [0, 1, 2].map((fold) => ({ ...division, fold }));
const models = [{ family: 'statistics' }, { family: 'minirocket' }, { family: 'dtw' }] as const;

const cell = (accuracy: number): StudyCell =>
  ({
    train: 20,
    judged: 10,
    scores: { task: 'classify', accuracy, accuracyInterval: [0, 1] },
  }) as unknown as StudyCell;

interface Case {
  readonly scores: Readonly<Record<string, number>>;
  readonly seconds?: Readonly<Record<string, number>>;
  readonly budget?: number;
  readonly after?: (trained: number) => void;
  readonly signal?: AbortSignal;
}

async function searched({ scores, seconds = {}, budget = 100, after, signal }: Case) {
  const told: string[] = [];
  let now = 0;
  let trained = 0;
  const input: SearchInput = {
    ...{ task: 'classify', models, divisions: folds, budgetSeconds: budget },
    settle: async (model) => ({ model, training: {} }) as unknown as Recipe,
    train: async ({ model: { family } }, { fold }) => {
      now += seconds[family] ?? 1;
      after?.(++trained);
      if (scores[family] === undefined) throw new UnrollError('MODEL_UNSUITABLE', 'Too long.');
      return cell(scores[family] + 0.01 * fold!);
    },
    tell: (remark) => told.push(remark.code),
    signal: signal ?? new AbortController().signal,
    clock: () => now,
  };
  return { found: await search(input), told };
}

describe('the lab’s choice', () => {
  it('takes the best mean, and of equals the one that was tried first', async () => {
    const { found } = await searched({ scores: { statistics: 0.8, minirocket: 0.9, dtw: 0.9 } });
    expect(found.map(({ model }) => model.family)).toEqual(['minirocket', 'dtw', 'statistics']);
    expect(found[0]).toMatchObject({ folds: 3, seconds: 3 });
    expect(found[0]!.mean).toBeCloseTo(0.91, 10);
    expect(found[0]!.interval![0]).toBeLessThan(0.91);
  });

  it('leaves out what does not fit into the time, goes on with what does, and says so', async () => {
    const { found, told } = await searched({
      scores: { statistics: 0.8, minirocket: 0.99, dtw: 0.7 },
      seconds: { minirocket: 30 },
      budget: 60,
    });
    expect(found.map(({ model }) => model.family)).toEqual(['statistics', 'dtw']);
    expect(told).toEqual(['choice.measured', 'choice.skipped', 'choice.measured']);
  });

  it('ends when the time is over', async () => {
    const { found, told } = await searched({
      scores: { statistics: 0.8, minirocket: 0.99 },
      seconds: { statistics: 10 },
      budget: 29,
    });
    expect(told).toEqual(['choice.skipped', 'choice.measured', 'choice.failed']);
    expect(found.map(({ model }) => model.family)).toEqual(['minirocket']);
    const late = await searched({ scores: { statistics: 0.8 }, seconds: { statistics: 40 }, budget: 30 });
    expect(late.told).toEqual(['choice.skipped', 'choice.timeOver']);
    expect(late.found).toEqual([]);
  });

  it('keeps the best so far when somebody has seen enough', async () => {
    const enough = new AbortController();
    const { found, told } = await searched({
      scores: { statistics: 0.8, minirocket: 0.9, dtw: 0.95 },
      after: (trained) => trained === 6 && enough.abort(),
      signal: enough.signal,
    });
    expect(found.map(({ model }) => model.family)).toEqual(['minirocket', 'statistics']);
    expect(told.at(-1)).toBe('choice.enough');
  });

  it('goes on where a model refuses the data', async () => {
    const { found, told } = await searched({ scores: { minirocket: 0.9, dtw: 0.8 } });
    expect(told[0]).toBe('choice.failed');
    expect(found).toHaveLength(2);
  });

  it('has something to try for every task', () => {
    for (const task of taskNames) expect(candidatesFor(task).length).toBeGreaterThan(2);
  });
});

describe('its folds', () => {
  const n = 40;
  const data: Divided = {
    task: 'classify',
    splits: Uint8Array.from({ length: n }, (_, k) => (k < 24 ? 0 : k < 30 ? 1 : 2)),
    labels: Int32Array.from({ length: n }, (_, k) => k % 2),
    targets: new Float32Array(0),
  };
  const nobody = new Array<null>(n).fill(null);
  const isTest = (example: number): boolean => data.splits[example] === 2;

  it.each(['classify', 'forecast'] as const)('never look at the test part (%s)', (task) => {
    for (const { splits } of divideForChoice({ ...data, task }, nobody, 1))
      for (let example = 0; example < n; example++)
        if (isTest(example)) expect(splits![example]).toBe(UNUSED_SPLIT);
  });

  it('are the validation part where examples follow each other, with the end of the training part to stop by', () => {
    const [only, ...others] = divideForChoice({ ...data, task: 'forecast' }, nobody, 1);
    expect(others).toHaveLength(0);
    expect([...only!.splits!.slice(24, 30)]).toEqual(new Array(6).fill(2));
    expect([...only!.splits!.slice(0, 24)].indexOf(1)).toBe(21);
  });

  it('are fewer where there is little', () => {
    const few = { ...data, splits: data.splits.map((code, k) => (k % 5 === 0 ? code : 2)) };
    expect(divideForChoice(few, nobody, 1)).toHaveLength(3);
  });
});
