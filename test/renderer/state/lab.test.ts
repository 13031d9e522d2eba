import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { app } from '../../../src/renderer/state/app.svelte';
import { Engine } from '../../../src/renderer/state/engine.svelte';
import { Examples } from '../../../src/renderer/state/examples.svelte';
import { createLab } from '../../../src/renderer/state/lab';
import { language } from '../../../src/renderer/language.svelte';
import { theme } from '../../../src/renderer/state/theme.svelte';
import { toasts } from '../../../src/renderer/state/toasts.svelte';
import type { EngineClient } from '../../../src/shared/contract';
import type { KeptModel } from '../../../src/shared/contract/models';
import { UnrollError } from '../../../src/shared/domain/error';
import { connection, quick, until, withDomain } from '../fake/connection';
import { fakeEngine } from '../fake/engine';

/** Protects: a store works with the engine it was handed, whichever that is, and with no other. */

const stored = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  },
});

async function openLab(client: EngineClient = fakeEngine(quick)) {
  const lab = createLab(new Engine());
  for (const store of [lab.datasets, lab.runs, lab.activities, lab.experiments, lab.keptModels]) store.open();
  await lab.engine.open(connection(client).connect);
  await until(() => lab.runs.loaded && lab.datasets.loaded);
  return lab;
}

beforeEach(() => {
  toasts.list.forEach((toast) => toasts.dismiss(toast.id));
  app.go('data', { dataset: null, run: null, model: null });
});

it('two labs do not know of each other', async () => {
  const [one, other] = [await openLab(), await openLab()];
  await one.datasets.rename('ds-a', 'Mine');
  await other.datasets.refresh();
  expect(other.datasets.get('ds-a')?.understanding.plan.name).not.toBe('Mine');
});

describe('a scan', () => {
  it('follows its files, is revised by what was edited last, and becomes a data set', async () => {
    const { scan, datasets } = await openLab();
    await scan.start((client) => client.scans.start({ paths: ['/data/speech'] }));
    expect([scan.open, scan.complete]).toEqual([true, true]);
    scan.edit({ name: 'First' });
    scan.edit({ name: 'Speech' });
    await until(() => scan.understanding?.plan.name === 'Speech');
    const made = await scan.commit();
    expect(datasets.get(made)?.understanding.plan.name).toBe('Speech');
    expect(scan.open).toBe(false);
  });

  it('that cannot be read stays to say why, keeps the plan, and can be tried again', async () => {
    const { scan } = await openLab();
    let tries = 0;
    const told: unknown[] = [];
    const plan = {
      formatVersion: 1 as const,
      places: [],
      plan: { name: 'Mine', task: 'classify' as const },
      chosen: ['name'],
      why: {},
    };
    await scan.start(
      (client, edits) => {
        told.push(edits);
        if (tries++ === 0) throw new UnrollError('FILE_UNREADABLE', 'It cannot be read.');
        return client.scans.start({ paths: ['/data/speech'], edits });
      },
      { plan },
    );
    expect([scan.open, scan.id, scan.failure?.code]).toEqual([true, null, 'FILE_UNREADABLE']);
    expect(scan.edits).toEqual({ name: 'Mine' });
    await scan.retry();
    expect(told).toEqual([plan.plan, plan.plan]);
    expect([scan.failure, scan.complete, scan.edits]).toEqual([null, true, { name: 'Mine' }]);
    scan.discard();
    expect([scan.open, scan.edits]).toEqual([false, {}]);
  });

  it('that goes straight on throws why it cannot be started, and leaves nothing open', async () => {
    const { scan } = await openLab();
    const refused = scan.start(() => Promise.reject(new UnrollError('DATASET_EMPTY', 'Nothing there.')), {
      straight: true,
    });
    await expect(refused).rejects.toThrow('Nothing there.');
    expect([scan.open, scan.id]).toEqual([false, null]);
  });

  it('whose import fails says why, keeps the plan, and can be used again', async () => {
    const fake = fakeEngine(quick);
    let fails = true;
    const client = withDomain(fake, 'activities', {
      wait: async (input: { activity: string }) => {
        const ended = await fake.activities.wait(input);
        if (ended.activity.kind !== 'import' || !fails) return ended;
        const error = { code: 'DISK_FULL' as const, message: 'The disk is full.', details: {} };
        return { result: null, activity: { ...ended.activity, status: 'failed' as const, error } };
      },
    });
    const { scan } = await openLab(client);
    await scan.start((engine) => engine.scans.start({ paths: ['/data/speech'] }));
    scan.edit({ name: 'Kept' });
    await expect(scan.commit()).rejects.toThrow('The disk is full.');
    expect([scan.open, scan.refusal?.code, scan.problem]).toEqual([true, 'DISK_FULL', null]);
    expect(scan.edits).toEqual({ name: 'Kept' });
    fails = false;
    await scan.commit();
    expect(scan.open).toBe(false);
  });

  it('takes corrections back and gives them again', async () => {
    const { scan } = await openLab();
    await scan.start((client) => client.scans.start({ paths: ['/data/speech'] }));
    scan.edit({ name: 'One' });
    scan.edit({ name: 'Two' });
    scan.undo();
    expect([scan.edits, scan.canUndo, scan.canRedo]).toEqual([{ name: 'One' }, true, true]);
    await until(() => scan.understanding?.plan.name === 'One');
    scan.redo();
    await until(() => scan.understanding?.plan.name === 'Two');
    scan.undo();
    scan.edit({ name: 'Three' });
    expect([scan.edits, scan.canRedo]).toEqual([{ name: 'Three' }, false]);
  });

  it('says why a plan cannot be carried out, and keeps the last one that could', async () => {
    const fake = fakeEngine(quick);
    const client = withDomain(fake, 'scans', {
      revise: () => Promise.reject(new UnrollError('COLUMN_UNKNOWN', 'There is no such column.')),
    });
    const { scan } = await openLab(client);
    await scan.start(() => fake.scans.start({ paths: ['/data/speech'] }));
    const before = scan.understanding;
    scan.edit({ label: { kind: 'none' } });
    await until(() => scan.problem !== null);
    expect([scan.problem?.code, scan.understanding]).toEqual(['COLUMN_UNKNOWN', before]);
  });
});

it('examples come in pages and pass a filter', async () => {
  const { engine } = await openLab();
  const examples = new Examples(engine);
  await examples.load('ds-a');
  expect(examples.shown.length).toBe(examples.total);
  examples.split = 'test';
  expect(examples.shown.length).toBeGreaterThan(0);
  expect(examples.shown.every(({ split }) => split === 'test')).toBe(true);
});

it('an example with several labels is found by each of them, where a task gives several', async () => {
  const fake = fakeEngine(quick);
  const { examples } = await fake.datasets.examples({ dataset: 'ds-a', offset: 0, limit: 2 });
  const labelled = examples.map((example, k) => ({ ...example, label: k === 0 ? 'dog|siren' : 'siren' }));
  const client = withDomain(fake, 'datasets', {
    examples: () => Promise.resolve({ examples: labelled, total: labelled.length }),
  });
  const { engine } = await openLab(client);
  const shown = new Examples(engine);
  await shown.load('ds-a', 'tag');
  shown.label = 'dog';
  expect(shown.shown.map(({ label }) => label)).toEqual(['dog|siren']);
  await shown.load('ds-a', 'classify');
  shown.label = 'dog';
  expect(shown.shown).toEqual([]);
});

it('settings are kept by the engine, and applied when they come from it', async () => {
  const fake = fakeEngine(quick);
  const { preferences } = await openLab(fake);
  await preferences.chooseTheme('dark');
  await preferences.chooseKernel('wasm');
  expect(await fake.system.settings({})).toMatchObject({ theme: 'dark', kernel: 'wasm' });
  await fake.system.saveSettings({ theme: 'light', language: 'ko' });
  await preferences.load();
  expect([theme.choice, language.locale, preferences.kernel]).toEqual(['light', 'ko', 'wasm']);
  language.choose('en');
});

describe('kept models', () => {
  const { card } = JSON.parse(readFileSync('test/fixtures/bundles/answers-v1.json', 'utf8')) as {
    card?: KeptModel['card'];
  };
  const model = (id: string): KeptModel => ({
    id,
    addedMs: 0,
    bytes: 1,
    card: card ?? ({ name: id } as KeptModel['card']),
  });

  function shelf(): EngineClient {
    const kept = new Map<string, KeptModel>();
    return withDomain(fakeEngine(quick), 'models', {
      list: async () => [...kept.values()],
      add: async ({ path }) => {
        if (path === 'broken.unroll') throw new UnrollError('MODEL_UNREADABLE', 'broken.unroll is damaged.');
        kept.set(path, model(path));
        return model(path);
      },
      remove: async ({ model: id }) => {
        kept.delete(id);
        return { done: true };
      },
      restore: async ({ model: id }) => {
        kept.set(id, model(id));
        return model(id);
      },
    });
  }

  it('are added past one that is damaged, shown, let go and brought back', async () => {
    const { keptModels, chosenModel } = await openLab(shelf());
    await keptModels.add(['a.unroll', 'broken.unroll', 'b.unroll']);
    expect(keptModels.list.map(({ id }) => id)).toEqual(['a.unroll', 'b.unroll']);
    expect(toasts.list.map(({ text }) => text)).toEqual(['broken.unroll is damaged.']);
    expect([app.modelId, chosenModel.file?.id]).toEqual(['b.unroll', 'b.unroll']);
    await keptModels.remove(model('b.unroll'));
    expect(chosenModel.file?.id).toBe('a.unroll');
    toasts.undoLatest();
    await until(() => keptModels.get('b.unroll') !== undefined);
  });

  it('step back behind a run that is kept, until one of them is chosen', async () => {
    const { keptModels, chosenModel, runs } = await openLab(shelf());
    await keptModels.add(['a.unroll']);
    await runs.edit('run-gru', { kept: true });
    app.go('models', { run: null });
    expect([chosenModel.run?.id, chosenModel.file]).toEqual(['run-gru', undefined]);
    expect(chosenModel.live?.id).toBe('run-gru');
    app.goModel('a.unroll');
    expect(chosenModel.file?.id).toBe('a.unroll');
  });
});

it('a model made elsewhere waits for its data set and becomes a run of it', async () => {
  const asked: unknown[] = [];
  const fake = fakeEngine(quick);
  const client = withDomain(fake, 'models', {
    import: async (input) => {
      asked.push(input);
      const [run] = await fake.runs.list({});
      return { run: run!, warnings: [] } as unknown as Awaited<ReturnType<EngineClient['models']['import']>>;
    },
  });
  const { foreignModel } = await openLab(client);
  await foreignModel.takeIn('ds-a', false);
  expect(asked).toEqual([]);
  foreignModel.ask('C:\\models\\net.keras');
  expect(foreignModel.waiting?.name).toBe('net.keras');
  await foreignModel.takeIn('ds-a', true);
  expect(asked).toEqual([{ path: 'C:\\models\\net.keras', dataset: 'ds-a', unscaled: true }]);
  expect([foreignModel.waiting, app.view, app.datasetId]).toEqual([null, 'look', 'ds-a']);
});

it('files go up in pieces, in order, and what is shown of it ends with it', async () => {
  const written: { path: string; offset: number; bytes: number }[] = [];
  const shown: number[] = [];
  const client = withDomain(fakeEngine(quick), 'uploads', {
    write: async ({ path, offset, bytes }) => {
      shown.push(activities.running.length);
      written.push({ path, offset, bytes: bytes.length });
      return { done: true };
    },
  });
  const { uploads, activities } = await openLab(client);
  const file = new File([new Uint8Array(2.5 * 2 ** 20)], 'a.wav');
  const going = uploads.upload('a', [
    { path: 'a/a.wav', file },
    { path: 'a/empty.wav', file: new File([], 'empty.wav') },
  ]);
  expect(await going).toEqual(['/tmp/upload']);
  expect(
    written.filter(({ path }) => path === 'a/a.wav').map(({ offset, bytes }) => [offset, bytes]),
  ).toEqual([
    [0, 2 ** 20],
    [2 ** 20, 2 ** 20],
    [2 ** 21, 2 ** 19],
  ]);
  expect(written.filter(({ path }) => path === 'a/empty.wav').length).toBe(1);
  expect([new Set(shown), activities.running]).toEqual([new Set([1]), []]);
});

describe('experiments', () => {
  it('run once at a time, again with what was set meanwhile, and keep their report', async () => {
    const info = {
      name: 'vanishing',
      quick: false,
      settings: [{ key: 'length', kind: 'number', value: 10 }],
    };
    const settings: unknown[] = [];
    let release = (): void => {};
    const client = withDomain(
      withDomain(fakeEngine(quick), 'experiments', {
        list: (async () => [info]) as unknown as EngineClient['experiments']['list'],
        start: (async (input: { settings: unknown }) => {
          settings.push(input.settings);
          return { activity: `experiment-${settings.length}` };
        }) as unknown as EngineClient['experiments']['start'],
        watch: (async () =>
          (async function* () {
            await new Promise<void>((resolve) => (release = resolve));
            yield { report: { name: 'vanishing', settings: settings.at(-1) } };
          })()) as unknown as EngineClient['experiments']['watch'],
      }),
      'activities',
      {
        wait: (async () => ({
          activity: { error: null, status: 'done' },
          result: null,
        })) as unknown as EngineClient['activities']['wait'],
      },
    );
    const { experiments } = await openLab(client);
    const name = 'vanishing' as Parameters<typeof experiments.run>[0];
    await until(() => experiments.infos.length === 1);
    const running = experiments.run(name);
    experiments.set(name, 'length', 20);
    await experiments.run(name);
    expect(experiments.isRunning(name)).toBe(true);
    await until(() => settings.length === 1);
    release();
    await until(() => settings.length === 2);
    release();
    await running;
    expect(settings).toEqual([{ length: 10 }, { length: 20 }]);
    expect(experiments.report(name)?.settings).toEqual({ length: 20 });
    expect(experiments.isRunning(name)).toBe(false);
  });
});
