import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanEdits } from '../../../src/shared/domain/dataset';
import { changedPlan } from '../../../src/shared/domain/plan-file';
import { csv, Workshop } from './workshop';

/** Protects: a plan that was kept makes the very same data set, and a change to it moves only what follows from it. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const classes = (): void => {
  for (const [k, name] of ['sit', 'sit', 'sit', 'run', 'run', 'run', 'run', 'sit'].entries())
    shop.put({ [`${name}/${k}.csv`]: csv(20 + k, { x: (t) => Math.sin(t + k), y: Math.cos }) });
};
const series = (): void =>
  shop.put({ 'load.csv': csv(400, { load: (t) => Math.sin(t / 4), heat: (t) => t % 9 }) });
const states = (): void =>
  shop.put({
    'long.csv': csv(300, { x: Math.sin, y: Math.cos, activity: (t) => (t % 60 < 45 ? 'rest' : 'walk') }),
  });

describe('a plan that is kept', () => {
  it.each<[string, () => void, PlanEdits]>([
    ['classes by folder', classes, {}],
    ['a forecast', series, { targets: ['load'] }],
    ['labels of steps', states, { task: 'label', windows: { steps: 40 } }],
    ['generation', states, { task: 'generate' }],
  ])('makes the same data set again: %s', async (_, put, edits) => {
    put();
    const { dataset } = await shop.import(edits);
    const kept = shop.service.plan(dataset.id);
    expect(kept.places).toEqual([shop.dataDir]);
    const again = await shop.scan(kept.plan, kept.places[0]);
    expect(again.understanding.plan).toEqual(dataset.understanding.plan);
    expect((await shop.import(kept.plan)).dataset.id).toBe(dataset.id);
  });

  it('can say where the folds are written', async () => {
    for (const fold of [1, 2, 10])
      for (const name of ['sit', 'run'])
        for (const n of [0, 1])
          shop.put({ [`${fold}/${name}/${n}.csv`]: csv(20 + n + fold, { x: Math.sin, y: Math.cos }) });
    const split = { kind: 'given', seed: 1, validationFraction: 0.2, testFraction: 0.2 } as const;
    const { dataset } = await shop.import({ split: { ...split, from: { kind: 'folder', level: -2 } } });
    expect(dataset.understanding.splits).toEqual({ train: 4, validation: 4, test: 4 });
    const tests = (await shop.service.examples(dataset.id, 'test', 0, 9)).examples;
    expect(tests.every(({ file }) => file.startsWith('10/'))).toBe(true);
  });

  it('names what is none of the classes, and makes the same data set with it', async () => {
    classes();
    shop.put({ '../other/street.csv': csv(20, { x: (t) => t, y: Math.sin }) });
    const background = [join(dirname(shop.dataDir), 'other')];
    const made = async (edits: PlanEdits, kept?: readonly string[]): Promise<string> => {
      const scan = shop.scans.start([shop.dataDir], edits, { background: kept });
      await shop.activities.wait(scan);
      return (await shop.activities.wait(shop.scans.commit(scan))).result!;
    };
    const id = await made({}, background);
    const kept = shop.service.plan(id);
    expect(kept).toMatchObject({ places: [shop.dataDir], background });
    expect(shop.service.get(id).understanding.classes.map(({ label }) => label)).toContain('background');
    expect(await made(kept.plan, kept.background)).toBe(id);
    expect(await made(kept.plan)).not.toBe(id);
  });

  it('says which fields a person set', async () => {
    series();
    const { scan } = await shop.scan({ targets: ['load'], rateHz: 2 });
    expect((await shop.scans.plan(scan)).chosen.sort()).toEqual(['rateHz', 'targets']);
  });

  it('guesses anew what followed from a changed field, and keeps what was chosen', async () => {
    states();
    const { scan } = await shop.scan({ task: 'label', name: 'Mine' });
    const kept = await shop.scans.plan(scan);
    const edits = changedPlan(kept, { task: 'forecast' });
    expect(edits).toMatchObject({ name: 'Mine', task: 'forecast' });
    expect(edits).not.toHaveProperty('forecast');
    const { plan } = await shop.scans.revise(scan, edits);
    expect(plan).toMatchObject({ name: 'Mine', task: 'forecast', windows: null });
    expect(plan.forecast).not.toBeNull();
  });
});
