import { describe, expect, it } from 'vitest';
import { Commands } from '../../../src/renderer/state/commands.svelte';
import { DropTakers } from '../../../src/renderer/state/drop-taker.svelte';
import { ExamplePreview } from '../../../src/renderer/state/example-preview.svelte';
import { Licences } from '../../../src/renderer/state/licences.svelte';
import { PlanHistory } from '../../../src/renderer/state/plan-history.svelte';
import { toasts } from '../../../src/renderer/state/toasts.svelte';
import { UnrollError } from '../../../src/shared/domain/error';
import { Playhead } from '../../../src/renderer/state/playhead.svelte';
import { CurveSettings } from '../../../src/renderer/charts/curve-view.svelte';
import type { EngineClient } from '../../../src/shared/contract';
import { fakeEngine } from '../fake/engine';
import { handed, quick, until } from '../fake/connection';
import { Frames, Speaker, storage } from '../sound-globals';

storage();

describe('commands', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const press = (key: string): KeyboardEvent =>
    ({ ...none, key, target: null, preventDefault: () => {} }) as unknown as KeyboardEvent;
  const command = (id: string, run: () => void, enabled = true) => ({
    id,
    label: () => id,
    group: () => '',
    shortcut: 'x',
    enabled: () => enabled,
    run,
  });

  it('of a view win over earlier ones while it is shown, unless they cannot be run now', () => {
    const commands = new Commands();
    const done: string[] = [];
    commands.add([command('below', () => done.push('below'))]);
    const away = commands.add([command('above', () => done.push('above'))]);
    commands.handleKey(press('x'));
    away();
    commands.handleKey(press('x'));
    commands.add([command('off', () => done.push('off'), false)]);
    commands.handleKey(press('x'));
    commands.run('off');
    expect(done).toEqual(['above', 'below', 'below']);
    expect([commands.find('above'), commands.find('below')?.id]).toEqual([undefined, 'below']);
  });

  it('leave a key alone that was taken or is part of a word being composed', () => {
    const commands = new Commands();
    let times = 0;
    commands.add([command('one', () => (times += 1))]);
    commands.handleKey({ ...press('x'), defaultPrevented: true });
    commands.handleKey({ ...press('x'), isComposing: true });
    expect(times).toBe(0);
    commands.handleKey(press('x'));
    expect(times).toBe(1);
  });
});

it('drops go to the view that asked last, and back when it is gone', () => {
  const takers = new DropTakers();
  const taker = (name: string) => ({ title: () => name, text: () => '', take: () => Promise.resolve() });
  const first = takers.set(taker('first'));
  const second = takers.set(taker('second'));
  first();
  expect(takers.current?.title()).toBe('second');
  second();
  expect(takers.current).toBeNull();
});

it('licences are read once, when they are wanted', async () => {
  let times = 0;
  const client = {
    system: { licences: async () => (times++, [{ name: 'tfjs' }]) },
  } as unknown as EngineClient;
  const licences = new Licences(handed(client));
  expect(times).toBe(0);
  await licences.load();
  await licences.load();
  expect([times, licences.list.length]).toEqual([1, 1]);
});

describe('the history of a plan', () => {
  it('tells the engine what was opened and what was set, the latter in place of the former', () => {
    const history = new PlanHistory();
    history.restart({ plan: { name: 'Opened', task: 'classify' }, chosen: ['task'] });
    expect(history.edits).toEqual({ task: 'classify' });
    history.change({ name: 'Mine' });
    expect(history.whole).toMatchObject({ name: 'Mine', task: 'classify' });
    history.undo();
    expect([history.whole.name, history.canUndo, history.canRedo]).toEqual(['Opened', false, true]);
    history.change({ task: undefined });
    expect([history.edits, history.canRedo]).toEqual([{}, false]);
  });
});

describe('the playhead', () => {
  it('goes by the clock, stops at the end, and plays a stretch over and over', () => {
    const frames = new Frames();
    const playhead = new Playhead();
    playhead.load(100, 0.1, null);
    playhead.play();
    frames.pass(2);
    expect(playhead.step).toBeCloseTo(20, 6);
    playhead.seek(90);
    frames.pass(5);
    expect([playhead.step, playhead.playing]).toEqual([100, false]);
    playhead.select({ from: 10, to: 20 });
    playhead.play();
    frames.pass(0.5);
    expect(playhead.step).toBeCloseTo(15, 6);
    frames.pass(0.6);
    expect([playhead.step, playhead.playing]).toEqual([10, true]);
    playhead.move(-3);
    expect([playhead.index, playhead.playing]).toEqual([7, false]);
  });

  it('follows the sound card while there is sound', () => {
    const frames = new Frames();
    const speaker = new Speaker();
    const playhead = new Playhead();
    playhead.load(10, 1, { samples: new Float32Array(1000), rateHz: 100 });
    playhead.seek(4);
    playhead.play();
    expect(speaker.started).toEqual([4]);
    speaker.context.currentTime = 3;
    frames.pass(1000);
    expect(playhead.step).toBeCloseTo(7, 6);
    playhead.dispose();
    expect(speaker.sounding).toBe(0);
  });
});

describe('the preview of an example', () => {
  const source = () => {
    const { datasets } = fakeEngine(quick);
    return {
      signal: (example: number, columns: number) => datasets.signal({ dataset: 'ds-a', example, columns }),
      sound: (example: number) => datasets.audio({ dataset: 'ds-a', example }),
    };
  };

  it('shows what was asked for last, whatever comes first', async () => {
    const preview = new ExamplePreview();
    const own = source();
    let release = (): void => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    const held = {
      ...own,
      signal: async (example: number, columns: number) => (await slow, own.signal(example, columns)),
    };
    const first = preview.show(held, 1);
    await preview.show(own, 2);
    release();
    await first;
    expect([preview.signal?.example.index, preview.loading]).toEqual([2, false]);
    preview.clear();
    expect([preview.signal, preview.playhead.steps]).toEqual([null, 0]);
  });

  it('says in its own place why an example could not be opened, and shows none then', async () => {
    const preview = new ExamplePreview();
    const own = source();
    await preview.show(own, 1);
    const gone = async (): Promise<never> => {
      throw new UnrollError('FILE_UNREADABLE', 'x.wav is no longer there.');
    };
    await preview.show({ ...own, signal: gone }, 2);
    expect([preview.signal, preview.failure]).toEqual([null, 'x.wav is no longer there.']);
    expect(toasts.list.map(({ text }) => text)).not.toContain(preview.failure);
    await preview.show(own, 3);
    expect([preview.signal?.example.index, preview.failure]).toEqual([3, null]);
  });

  it('fetches its sound when it is first played, once, and keeps the place', async () => {
    new Frames();
    const speaker = new Speaker();
    const own = source();
    let times = 0;
    const preview = new ExamplePreview();
    await preview.show({ ...own, sound: async (example) => (times++, own.sound(example)) }, 3);
    preview.playhead.seek(2);
    await preview.toggle(true);
    await until(() => preview.playhead.playing);
    expect(preview.playhead.step).toBe(2);
    await preview.toggle(true);
    await preview.toggle(true);
    expect([times, speaker.started.length]).toEqual([1, 2]);
    preview.dispose();
  });
});

it('curves on another axis lose the stretch that was chosen on the last', () => {
  const settings = new CurveSettings();
  settings.window = { from: 1, to: 2 };
  settings.hover = 1.5;
  settings.chooseAxis('epoch');
  expect([settings.view.axis, settings.view.window, settings.hover]).toEqual(['epoch', null, null]);
});
