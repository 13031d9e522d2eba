import { beforeEach, describe, expect, it } from 'vitest';
import { Runs } from '../../../src/renderer/state/runs.svelte';
import { toasts } from '../../../src/renderer/state/toasts.svelte';
import { MOST_OVERLAID } from '../../../src/renderer/charts/overlay';
import { Comparison } from '../../../src/renderer/views/compare/chosen.svelte';
import { LiveSources } from '../../../src/renderer/views/live/live-sources.svelte';
import { Continuing } from '../../../src/renderer/views/look/continuing.svelte';
import { TrainDesk } from '../../../src/renderer/views/train/desk.svelte';
import { Floors } from '../../../src/renderer/state/floors.svelte';
import { Sound } from '../../../src/renderer/views/train/sound.svelte';
import type { EngineClient } from '../../../src/shared/contract';
import type { Trace } from '../../../src/shared/domain/trace';
import { liveRun } from '../../../src/renderer/state/live-model';
import { handed, quick, withDomain } from '../fake/connection';
import { fakeEngine } from '../fake/engine';
import { Speaker, storage } from '../sound-globals';

/** Protects: what the views keep between two visits, each with the engine that it was handed. */

let kept: Map<string, string>;
beforeEach(() => {
  kept = storage();
  toasts.list.forEach((toast) => toasts.dismiss(toast.id));
});

describe('the comparison', () => {
  it('keeps its columns for the next time, and sorts the other way when asked twice', () => {
    const comparison = new Comparison(handed(fakeEngine(quick)));
    const [first] = comparison.columns;
    comparison.toggleColumn(first!);
    expect(new Comparison(handed(fakeEngine(quick))).columns).not.toContain(first);
    comparison.sortBy('loss');
    comparison.sortBy('loss');
    expect(comparison.sorting).toEqual({ key: 'loss', descending: false });
    kept.set('unroll.compare.columns', '{"no": "list"}');
    expect(new Comparison(handed(fakeEngine(quick))).columns).toContain(first);
  });

  it('holds as many runs as there are colours, and lets those go that are gone', () => {
    const comparison = new Comparison(handed(fakeEngine(quick)));
    for (let k = 0; k <= MOST_OVERLAID; k++) comparison.toggle(`run-${k}`);
    expect([comparison.full, comparison.slots.size]).toEqual([true, MOST_OVERLAID]);
    const colour = comparison.slots.get('run-3');
    comparison.keepOnly((id) => id === 'run-3' || id === 'run-5');
    expect([...comparison.slots.keys()]).toEqual(['run-3', 'run-5']);
    expect(comparison.slots.get('run-3')).toBe(colour);
  });

  it('asks for the answers of a run once, and again when that failed', async () => {
    let times = 0;
    const predictions = async () => {
      if (++times === 1) throw new Error('gone');
      return { split: 'test' };
    };
    const client = withDomain(fakeEngine(quick), 'runs', { predictions } as unknown as EngineClient['runs']);
    const comparison = new Comparison(handed(client));
    await expect(comparison.testPredictions('run-gru')).rejects.toThrow('gone');
    await comparison.testPredictions('run-gru');
    await comparison.testPredictions('run-gru');
    expect(times).toBe(2);
  });
});

describe('the training desk', () => {
  const deskOf = (client: EngineClient): TrainDesk => new TrainDesk(handed(client), new Runs(handed(client)));

  it('keeps the choices of each data set apart, and the answer to its last question', async () => {
    const client = fakeEngine(quick);
    const waiting: (() => void)[] = [];
    const propose = async (input: { dataset: string; choices: object }) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { asked: input.choices };
    };
    const desk = deskOf(withDomain(client, 'runs', { propose } as unknown as EngineClient['runs']));
    desk.choose('ds-a', { model: { units: 8 } });
    expect(desk.choicesFor('ds-b')).toEqual({});
    const first = desk.propose('ds-a', { model: { units: 8 } });
    const last = desk.propose('ds-a', { model: { units: 9 } });
    waiting[1]!();
    await last;
    waiting[0]!();
    await first;
    expect(desk.proposalFor('ds-a')).toEqual({ asked: { model: { units: 9 } } });
    expect(desk.proposalFor('ds-b')).toBeNull();
  });

  it('draws the chosen run last, over the newest of those beside it', () => {
    const desk = deskOf(fakeEngine(quick));
    for (let k = 0; k < MOST_OVERLAID; k++) desk.toggleOverlay(`run-${k}`);
    expect(desk.overlaid).toEqual(Array.from({ length: MOST_OVERLAID - 1 }, (_, k) => `run-${k + 1}`));
    desk.arrange('run-1', (id) => id !== 'run-2');
    const drawn = [...desk.slots.keys()];
    expect([drawn.at(-1), drawn.includes('run-2')]).toEqual(['run-1', false]);
    desk.toggleOverlay('run-1');
    expect(desk.overlaid).not.toContain('run-1');
  });
});

describe('floors', () => {
  it('stand at once as far as they are known, and whole when they were measured', async () => {
    const asked: string[] = [];
    let measured = (): void => {};
    const client = {
      datasets: {
        floors: async ({ start }: { start: string }) => {
          asked.push(start);
          const name = start === 'nothing' ? ['majority', 'dtw'] : ['majority'];
          return {
            table: { floors: name.map((each) => ({ name: each, value: 0.5 })), refused: [] },
            waiting: [],
            activity: start === 'nothing' ? null : 'measuring',
          };
        },
      },
      activities: { wait: () => new Promise<void>((resolve) => (measured = resolve)) },
    } as unknown as EngineClient;
    const floors = new Floors(handed(client));
    const loading = floors.load('ds-a', 'quick');
    await expect.poll(() => [floors.measuring, floors.table.floors.length]).toEqual([true, 1]);
    measured();
    await loading;
    expect([asked, floors.measuring, floors.table.floors.length]).toEqual([['quick', 'nothing'], false, 2]);
    const given = floors.load('ds-a', 'all');
    floors.dispose();
    await given;
    expect(floors.measuring).toBe(false);
  });
});

it('what goes on after a trace is asked for with its settings, and stays when the next try fails', async () => {
  const asked: unknown[] = [];
  const generate = async (input: { steps: number }) => {
    asked.push(input);
    if (input.steps > 9) throw new Error('too long');
    return { seedSteps: 4 };
  };
  const client = withDomain(fakeEngine(quick), 'inspection', {
    generate,
  } as unknown as EngineClient['inspection']);
  const continuing = new Continuing(handed(client));
  const trace = { run: 'run-gru', example: { index: 2 } } as Trace;
  await continuing.write(trace, { steps: 9, temperature: 0.5, seed: 3 });
  expect(asked).toEqual([{ run: 'run-gru', example: 2, steps: 9, temperature: 0.5, seed: 3 }]);
  await expect(continuing.write(trace, { steps: 10, temperature: 0, seed: 1 })).rejects.toThrow('too long');
  expect([continuing.busy, continuing.written]).toEqual([false, { seedSteps: 4 }]);
});

describe('the sound of an example', () => {
  it('is one at a time, stops when it is asked for again, and at its end', async () => {
    const speaker = new Speaker();
    const sound = new Sound(handed(fakeEngine(quick)));
    await sound.toggle('ds-a', 1);
    await sound.toggle('ds-a', 2);
    expect([sound.playing, speaker.sounding]).toEqual([2, 1]);
    await sound.toggle('ds-a', 2);
    expect([sound.playing, speaker.sounding]).toEqual([null, 0]);
    await sound.toggle('ds-a', 3);
    speaker.end();
    expect(sound.playing).toBeNull();
    sound.dispose();
    expect(speaker.closed).toBe(true);
  });

  it('that never came is not called playing', async () => {
    new Speaker();
    const audio = async () => {
      throw new Error('gone');
    };
    const client = withDomain(fakeEngine(quick), 'datasets', {
      audio,
    } as unknown as EngineClient['datasets']);
    const sound = new Sound(handed(client));
    await sound.toggle('ds-a', 1);
    expect([sound.playing, toasts.list.length]).toEqual([null, 1]);
  });
});

describe('what can be listened to', () => {
  async function sourcesOf(dataset: string): Promise<LiveSources> {
    const client = fakeEngine(quick);
    const [run] = await client.runs.list({});
    const of = (await client.datasets.list({})).find(({ id }) => id === dataset)!;
    return new LiveSources(handed(client), liveRun(run!, of));
  }

  it('depends on the model, and begins with the examples that it never learnt from', async () => {
    Object.assign(navigator, { mediaDevices: { enumerateDevices: async () => [] } });
    const sound = await sourcesOf('ds-a');
    expect([sound.kinds, sound.kind]).toEqual([['microphone', 'recording'], 'microphone']);
    expect((await sourcesOf('ds-b')).kinds).toEqual(['recording']);
    await sound.look();
    expect(sound.choices.length).toBeGreaterThan(0);
    expect(sound.choice).toBe(sound.choices[0]);
    const played = await sound.choices[0]!.load();
    expect(played.rateHz).toBeGreaterThan(0);
  });

  it('puts files that were given first, and keeps them when it looks again', async () => {
    Object.assign(navigator, { mediaDevices: { enumerateDevices: async () => [] } });
    const sources = await sourcesOf('ds-a');
    const file = { key: 'file a.wav', name: 'a.wav', load: () => Promise.reject(new Error('unused')) };
    sources.give([file]);
    await sources.look();
    sources.give([file]);
    expect(sources.choices.filter(({ key }) => key === file.key).length).toBe(1);
    expect([sources.choice?.key, sources.kind]).toEqual(['file a.wav', 'recording']);
    sources.chooseKind('recording');
    sources.choose(sources.choices[1]!.key);
    expect(sources.choice?.key).toBe(sources.choices[1]!.key);
  });
});
