import { describe, expect, it } from 'vitest';
import { AlikeSearch } from '../../../src/renderer/views/look/alike.svelte';
import { Insight } from '../../../src/renderer/views/look/insight.svelte';
import { memoryCurvesOption } from '../../../src/renderer/views/look/memory-option';
import { forgottenAt, medianOf } from '../../../src/renderer/views/look/memory-words';
import { perStep, spreadOver } from '../../../src/renderer/views/look/saliency';
import { kindOf, slowestSteps, statesOption } from '../../../src/renderer/views/look/states-option';
import type { EngineClient } from '../../../src/shared/contract';
import { addsUp, missingShare } from '../../../src/shared/domain/insight';
import type { FixedPoint, Memory, StateSpace } from '../../../src/shared/domain/insight';
import { handed, quick, withDomain } from '../fake/connection';
import { fakeEngine } from '../fake/engine';

/** Protects: what Look asks of a network, and what it makes of the answers. */

type Waiting = { input: object; answer: (value: unknown) => void; fail: (error: Error) => void };

function asked(): { insight: Insight; waiting: Waiting[] } {
  const waiting: Waiting[] = [];
  const ask = (input: object): Promise<unknown> =>
    new Promise((answer, fail) => waiting.push({ input, answer, fail }));
  const inspection = { saliency: ask, memory: ask, stateSpace: ask };
  const client = withDomain(
    fakeEngine(quick),
    'inspection',
    inspection as unknown as EngineClient['inspection'],
  );
  return { insight: new Insight(handed(client)), waiting };
}

describe('integrated gradients', () => {
  it('are shown where they add up to what they explain, and not where a path has cliffs', () => {
    expect(missingShare({ gap: 0.05, value: 3, baselineValue: 2 })).toBeCloseTo(0.05, 12);
    expect(addsUp({ gap: -0.05, value: 3, baselineValue: 2 })).toBe(true);
    expect(addsUp({ gap: 540, value: 11, baselineValue: 0 })).toBe(false);
  });
});

describe('what is asked of a network', () => {
  it('is asked once, and an answer to an older question is dropped', async () => {
    const { insight, waiting } = asked();
    const first = insight.why('run', 3, null);
    const again = insight.why('run', 3, null);
    const other = insight.why('run', 4, 1);
    expect(waiting.map(({ input }) => input)).toEqual([
      { run: 'run', example: 3 },
      { run: 'run', example: 4, output: 1 },
    ]);
    expect(insight.busy).toBe(true);
    waiting[1]!.answer({ example: 4 });
    waiting[0]!.answer({ example: 3 });
    await Promise.all([first, again, other]);
    expect(insight.saliency).toEqual({ example: 4 });
    expect(insight.busy).toBe(false);
  });

  it('is asked again after it failed', async () => {
    const { insight, waiting } = asked();
    const failing = insight.remember('run');
    waiting[0]!.fail(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    expect([insight.memory, insight.busy]).toEqual([null, false]);
    const second = insight.remember('run');
    waiting[1]!.answer({ layers: [] });
    await second;
    expect(insight.memory).toEqual({ layers: [] });
  });

  it('is asked anew of another layer and of more starts', async () => {
    const { insight, waiting } = asked();
    const layer = { layer: 0, direction: 'forward' } as const;
    void insight.settle('run', layer, 200);
    void insight.settle('run', layer, 1000);
    void insight.settle('run', { ...layer, direction: 'backward' }, 1000);
    expect(waiting).toHaveLength(3);
  });
});

describe('what Look makes of the answers', () => {
  it('adds up by step, and spreads a stretch over its own steps', () => {
    expect([...perStep(Float32Array.of(1, 2, 3, 4), 2)]).toEqual([3, 7]);
    expect([...spreadOver(Float32Array.of(6, 3, 4), 3, 8)]).toEqual([2, 2, 2, 1, 1, 1, 2, 2]);
  });

  it('says when a curve is forgotten for good, and which unit stands in the middle', () => {
    const lags = Int32Array.of(0, 1, 2, 4);
    expect(forgottenAt({ lags, left: Float32Array.of(1, 0.2, 0.5, 0.1) })).toBe(4);
    expect(forgottenAt({ lags, left: Float32Array.of(1, 1, 1, 0.9) })).toBeNull();
    expect(medianOf(Float32Array.of(NaN, 3, 1, 8))).toBe(3);
    expect(medianOf(Float32Array.of(NaN))).toBeNull();
  });

  const point = (real: number, kind: FixedPoint['kind'] = 'fixed'): FixedPoint => ({
    ...{ kind, speed: 0, starts: 4, unstable: Number(real > 1) },
    state: new Float32Array(2),
    eigenvalues: { real: Float32Array.of(real, 0.5), imaginary: new Float32Array(2) },
    place: Float32Array.of(1, 2, 3),
  });
  const context = {
    ...{ width: 400, height: 300 },
    theme: {
      ...{ ink: '#000', quiet: '#666', line: '#ddd', panel: '#fff', accent: '#b40', font: 'sans' },
      categories: ['#111', '#222'],
    },
  };

  it('tells stable points from saddles and slow ones, with the slowest change of each', () => {
    expect([point(0.9), point(1.1), point(0.99, 'slow')].map(kindOf)).toEqual(['stable', 'saddle', 'slow']);
    expect(slowestSteps(point(0.9))).toBeCloseTo(9.49, 2);
  });

  it('draws the open example above the others, and the playhead on it', () => {
    const way = (example: number, label: number): StateSpace['trajectories'][number] => ({
      ...{ example, label, every: 2 },
      path: Float32Array.of(0, 0, 0, 1, 2, 3, 4, 5, 6),
    });
    const states: StateSpace = {
      ...{ layer: 0, direction: 'forward', cell: 'gru', units: 2, stepSeconds: null, starts: 8, outside: 0 },
      ...{ explained: [0.5, 0.3, 0.1], points: [point(0.9)], input: null },
      trajectories: [way(7, 0), way(9, 1)],
    };
    const words = { stable: 's', saddle: 'd', slow: 'w', component: (k: number) => `C${k}` };
    const option = statesOption({ states, axes: [0, 2], example: 9, step: 3, words }, context);
    const series = option.series as { id: string; z: number; data: number[][] }[];
    const of = (id: string): { z: number; data: number[][] } => series.find((one) => one.id === id)!;
    expect(of('way-9').z).toBeGreaterThan(of('way-7').z);
    expect(of('here').data).toEqual([[1, 3]]);
    expect(of('stable').data).toEqual([[1, 3]]);
  });

  it('draws curves over seconds where the data have a clock', () => {
    const curve = { lags: Int32Array.of(0, 10), left: Float32Array.of(1, 0.5) };
    const memory: Memory = {
      ...{ stepSeconds: 0.02, examples: [0], layers: [], states: curve, answer: curve },
      need: {
        lags: Int32Array.of(0, 10),
        information: Float32Array.of(0.2, 0.1),
        chance: 0.05,
        lag: 10,
      },
    };
    const words = { gates: 'g', measured: 'm', states: 's', answer: 'a', need: 'n', time: 'seconds' };
    const [states, , need] = memoryCurvesOption({ memory, words }, context).series as {
      data: number[][];
    }[];
    expect(states!.data[1]).toEqual([0.2, 0.5]);
    expect(need!.data.map(([, y]) => y)).toEqual([1, 0.5]);
  });
});

describe('stretches that are alike', () => {
  it('stay until others are looked for, and an answer to an older question is dropped', async () => {
    const waiting: Waiting[] = [];
    const examples = (input: object): Promise<unknown> =>
      new Promise((answer, fail) => waiting.push({ input, answer, fail }));
    const client = withDomain(fakeEngine(quick), 'alike', { examples } as unknown as EngineClient['alike']);
    const search = new AlikeSearch(handed(client));
    const first = search.look({ run: 'run', example: 3, stretch: { from: 2.6, to: 7.2 }, unit: null });
    const second = search.look({ run: 'run', example: 4, stretch: null, unit: 17 });
    expect(waiting.map(({ input }) => input)).toEqual([
      { run: 'run', example: 3, from: 2, to: 8, count: 100 },
      { run: 'run', example: 4, units: [17], count: 100 },
    ]);
    const moments = [{ example: 9 }, { example: 5 }];
    waiting[1]!.answer({ moments });
    await second;
    expect([search.busy, search.question?.example, search.chosen]).toEqual([false, 4, null]);
    waiting[0]!.answer({ moments: [] });
    await first;
    expect(search.found).toEqual({ moments });
    expect(search.choose(1)).toEqual({ example: 5 });
    expect(search.chosen).toBe(1);
  });
});
