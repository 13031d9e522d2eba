import { beforeEach, describe, expect, it, vi } from 'vitest';
import { bestRun } from '../../../src/renderer/state/best-run';
import { Datasets } from '../../../src/renderer/state/datasets.svelte';
import { Engine } from '../../../src/renderer/state/engine.svelte';
import { Runs } from '../../../src/renderer/state/runs.svelte';
import { Activities } from '../../../src/renderer/state/activities.svelte';
import { toasts } from '../../../src/renderer/state/toasts.svelte';
import { UnrollError } from '../../../src/shared/domain/error';
import { connection, quick, until } from '../fake/connection';
import { fakeEngine } from '../fake/engine';

beforeEach(() => toasts.list.forEach((toast) => toasts.dismiss(toast.id)));

describe('the engine', () => {
  it('is gone until it answers, and tells its readers each time it is back', async () => {
    const engine = new Engine();
    const { connect, lose, restore } = connection();
    let times = 0;
    engine.onReady(() => (times += 1));
    expect(() => engine.client).toThrow(UnrollError);
    await engine.open(connect);
    expect([engine.status, times]).toEqual(['ready', 1]);
    lose();
    expect(engine.status).toBe('gone');
    restore();
    await until(() => engine.status === 'ready');
    expect(times).toBe(2);
  });

  it('that stays away is one that has ended: nobody starts it again by himself', async () => {
    // Nothing else: what stores of earlier files still wait for in this process would never come.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      const engine = new Engine();
      const { connect, lose, restore } = connection();
      await engine.open(connect);
      lose();
      await vi.advanceTimersByTimeAsync(5_000);
      expect([engine.status, engine.lost]).toEqual(['gone', false]);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(engine.lost).toBe(true);
      restore();
      await vi.advanceTimersByTimeAsync(10_000);
      expect([engine.status, engine.lost]).toEqual(['ready', false]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('says why it could not be reached', async () => {
    const engine = new Engine();
    await engine.open(() => Promise.reject(new UnrollError('ENGINE_GONE', 'No port came.')));
    expect(engine.status).toBe('gone');
    expect(engine.failure?.message).toBe('No port came.');
  });
});

describe('runs', () => {
  it('follow a training run from events alone', async () => {
    const engine = new Engine();
    const runs = new Runs(engine);
    runs.open();
    await engine.open(connection().connect);
    await until(() => runs.loaded);
    expect(runs.list.map((run) => run.id)).toEqual(['run-lstm', 'run-gru', 'run-rnn']);
    const { id } = await runs.start('ds-a', { training: { epochs: 3 } });
    expect(runs.active.map((run) => run.id)).toEqual([id]);
    const series = runs.series(id);
    await until(() => runs.get(id)?.status === 'completed');
    expect([...series.epochs.epoch]).toEqual([1, 2, 3]);
    expect([...series.steps.step]).toEqual(Array.from({ length: 54 }, (_, at) => at + 1));
    expect(runs.active).toEqual([]);
  });

  it('are deleted at once and come back by undo', async () => {
    const engine = new Engine();
    const runs = new Runs(engine);
    runs.open();
    await engine.open(connection().connect);
    await until(() => runs.loaded);
    await runs.delete('run-gru');
    expect(runs.get('run-gru')).toBeUndefined();
    toasts.undoLatest();
    await until(() => runs.get('run-gru') !== undefined);
  });

  it('are ranked by validation, never by test', async () => {
    const all = await fakeEngine(quick).runs.list({});
    expect(bestRun(all)?.id).toBe('run-lstm');
    expect(bestRun(all.map((run) => ({ ...run, validation: null })))).toBeNull();
  });
});

describe('activities', () => {
  it('show running work until it ends, and give back what was made', async () => {
    const engine = new Engine();
    const activities = new Activities(engine);
    activities.open();
    await engine.open(connection().connect);
    const { scan } = await engine.client.scans.start({ paths: ['/data/speech'] });
    await until(() => activities.get(scan)?.status === 'done');
    const { activity } = await engine.client.scans.commit({ scan });
    expect(await activities.result(activity)).toMatch(/^ds-/);
    await until(() => activities.running.length === 0);
  });

  it('hold work of the window itself, which is cancelled where it runs', async () => {
    const activities = new Activities(new Engine());
    let cancelled = false;
    activities.put(
      {
        id: 'upload-1',
        kind: 'upload',
        subject: 'speech',
        status: 'running',
        progress: 0.5,
        done: 1,
        total: 2,
        startedMs: 0,
        secondsLeft: null,
        error: null,
      },
      () => (cancelled = true),
    );
    expect(activities.running.length).toBe(1);
    await activities.cancel('upload-1');
    activities.end('upload-1');
    expect([cancelled, activities.running.length]).toEqual([true, 0]);
  });
});

describe('data sets', () => {
  it('are listed newest first, renamed, deleted and restored', async () => {
    const engine = new Engine();
    const datasets = new Datasets(engine, new Runs(engine));
    datasets.open();
    await engine.open(connection().connect);
    await until(() => datasets.loaded);
    expect(datasets.list.map((dataset) => dataset.id)).toEqual(['ds-a', 'ds-b']);
    await datasets.rename('ds-b', 'Gestures');
    expect(datasets.get('ds-b')?.understanding.plan.name).toBe('Gestures');
    await datasets.delete('ds-b');
    expect(datasets.get('ds-b')).toBeUndefined();
    toasts.undoLatest();
    await until(() => datasets.get('ds-b') !== undefined);
  });
});
