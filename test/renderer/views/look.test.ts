import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/renderer/charts/tracks/timeline.svelte';
import { Inspection } from '../../../src/renderer/views/look/inspection.svelte';
import { lookRun } from '../../../src/renderer/views/look/look-run';
import { UnitPin } from '../../../src/renderer/views/look/unit-pin.svelte';
import { orderUnits, unitCells } from '../../../src/renderer/views/look/units';
import type { EngineClient } from '../../../src/shared/contract';
import type { Scores } from '../../../src/shared/domain/run';
import type { LayerTrace } from '../../../src/shared/domain/trace';
import type { ExperimentResult } from '../../../src/shared/domain/experiment-results';
import { experimentFigure } from '../../../src/shared/figures';
import { tensorCategories } from '../../../src/shared/figures/tensor-categories';
import { handed, quick, withDomain } from '../fake/connection';
import { fakeEngine } from '../fake/engine';
import { makeRun } from '../fake/runs';
import { basicMotions, makeDataset, spokenLanguages } from '../fake/world';

/** Protects: which run, unit and stretch *Look* shows. */

const [spoken, motions] = [
  makeDataset('spoken', spokenLanguages(), 0),
  makeDataset('motions', basicMotions(), 0),
];
const finished = (id: string, dataset: typeof spoken) => ({
  ...makeRun(id, id, dataset, {}, 0),
  test: { task: 'classify' } as Scores,
});
const known = (): boolean => true;

describe('the run that is opened', () => {
  const runs = [finished('new', motions), finished('old', spoken), makeRun('untested', 'u', spoken, {}, 0)];

  it('is of the chosen data set, and never of another one in its place', () => {
    expect(lookRun(runs, { runId: null, datasetId: 'spoken' }, known)?.id).toBe('old');
    expect(lookRun(runs, { runId: 'new', datasetId: 'spoken' }, known)?.id).toBe('old');
    expect(lookRun(runs.slice(0, 1), { runId: null, datasetId: 'spoken' }, known)).toBeNull();
    // A run that cannot be looked into yet has a data set too.
    expect(
      lookRun(runs.slice(0, 1).concat(runs[2]!), { runId: 'untested', datasetId: null }, known),
    ).toBeNull();
  });

  it('is the newest where no data set is chosen, or the chosen one is gone', () => {
    expect(lookRun(runs, { runId: null, datasetId: null }, known)?.id).toBe('new');
    expect(lookRun(runs, { runId: null, datasetId: 'gone' }, () => false)?.id).toBe('new');
  });
});

/** A layer whose liveliest unit is `lively`. */
function layer(units: number, lively: number, steps = 4): LayerTrace {
  const h = new Float32Array(units * steps);
  h[lively] = 1;
  return {
    layer: 0,
    direction: 'forward',
    cell: 'gru',
    units,
    stride: 1,
    tensors: { h },
    gradientNorm: new Float32Array(steps),
    spectralRadius: null,
  };
}

describe('the unit that is followed', () => {
  it('is never that of another run, which may have fewer', () => {
    let place = { run: 'a', layer: layer(48, 40) };
    const pin = new UnitPin(() => place);
    expect(pin.unit).toBe(40);
    pin.pin(47);
    expect(pin.unit).toBe(47);
    place = { run: 'b', layer: layer(8, 3) };
    expect(pin.unit).toBe(3);
    place = { run: 'a', layer: layer(48, 1) };
    expect(pin.unit).toBe(47);
  });

  it('stays the same from example to example', () => {
    let place = { run: 'a', layer: layer(8, 2) };
    const pin = new UnitPin(() => place);
    expect(pin.unit).toBe(2);
    place = { run: 'a', layer: layer(8, 5) };
    expect(pin.unit).toBe(2);
    pin.move(1, Int32Array.of(2, 7, 5));
    expect(pin.unit).toBe(7);
    pin.move(-5, Int32Array.of(2, 7, 5));
    expect(pin.unit).toBe(2);
  });
});

describe('units as a map', () => {
  it('are put into rows when the map is drawn, not before', () => {
    const tensor = Float32Array.of(1, 2, 3, 4);
    const cells = unitCells(tensor, 2, Int32Array.of(1, 0));
    tensor[0] = 9;
    expect([...cells.values]).toEqual([2, 4, 9, 3]);
    expect(cells.values).toBe(cells.values);
  });

  it('lie beside those that move alike, however many steps there are', () => {
    const [units, steps] = [4, 3000];
    const h = new Float32Array(units * steps);
    for (let t = 0; t < steps; t++) {
      h[t * units] = 2 * Math.sin(t / 200);
      h[t * units + 1] = Math.cos(t / 70);
      h[t * units + 2] = Math.sin(t / 200) + 0.01;
      h[t * units + 3] = Math.cos(t / 70) / 2;
    }
    const order = orderUnits({ ...layer(units, 0), tensors: { h } }, 'similarity');
    expect([...order].map((unit) => unit % 2)).toEqual([0, 0, 1, 1]);
  });
});

describe('two examples beside one another', () => {
  it('are seen through one window that reaches to the end of the longer', () => {
    const main = new Timeline();
    const beside = main.another();
    main.load({ steps: 40, stepSeconds: null }, null);
    beside.show({ steps: 100, stepSeconds: null });
    flushSync();
    expect(main.window).toEqual({ from: 0, to: 100 });
    beside.zoom(0.5, 0);
    expect(main.window).toEqual({ from: 0, to: 50 });
    expect(beside.window).toBe(main.window);
    beside.pointer = 60;
    expect([main.shown, beside.shown]).toEqual([39, 60]);
    beside.show({ steps: 0, stepSeconds: null });
    expect(main.window).toEqual({ from: 0, to: 40 });
  });

  it('do not call each other off while they are opened', async () => {
    const waiting = new Map<number, () => void>();
    const trace = async ({ example }: { example: number }) => {
      await new Promise<void>((resolve) => waiting.set(example, resolve));
      return { run: 'run-gru', example: { index: example }, steps: 1, layers: [], poolingWeights: null };
    };
    const predictions = async () => ({
      classes: [],
      example: Int32Array.of(1, 2),
      truth: Int32Array.of(0, 0),
      predicted: Int32Array.of(0, 0),
      confidence: Float32Array.of(1, 1),
      loss: Float32Array.of(2, 1),
    });
    const client = withDomain(
      withDomain(fakeEngine(quick), 'inspection', { trace } as unknown as EngineClient['inspection']),
      'runs',
      { predictions } as unknown as EngineClient['runs'],
    );
    const signals = {
      signal: async () => ({}),
      get: async () => motions,
    } as unknown as EngineClient['datasets'];
    const inspection = new Inspection(handed(withDomain(client, 'datasets', signals)));
    const shown = inspection.show(finished('run-gru', motions), 'test', 1);
    while (!waiting.has(1)) await new Promise((resolve) => setTimeout(resolve, 1));
    const compared = inspection.compare(2);
    waiting.get(2)!();
    await compared;
    waiting.get(1)!();
    await shown;
    expect([inspection.main?.trace.example.index, inspection.beside?.trace.example.index]).toEqual([1, 2]);
  });
});

describe('the curves of gates', () => {
  it('have one colour in Look and in the experiment, and nothing else has it', () => {
    const gates = ['i', 'f', 'o', 'c', 'h'] as const;
    expect(new Set(gates.map((name) => tensorCategories[name])).size).toBe(gates.length);
    const zero = [0, 0];
    const unit = { i: zero, f: zero, o: zero, c: zero, h: zero };
    const result = {
      experiment: 'gates',
      signal: zero,
      hand: unit,
      trained: { target: zero, output: zero, trace: unit },
    } as unknown as ExperimentResult;
    const categories = Array.from({ length: 8 }, (_, k) => `colour-${k}`);
    const theme = { ink: '', quiet: '', line: '', panel: '', accent: '', categories, font: '' };
    const { series } = experimentFigure(result, {
      width: 900,
      height: 500,
      theme,
      dark: false,
      text: String,
    });
    const colourOf = new Map(
      (series as { name: string; lineStyle: { color: string } }[]).map((one) => [
        one.name,
        one.lineStyle.color,
      ]),
    );
    for (const name of gates) expect(colourOf.get(name)).toBe(`colour-${tensorCategories[name]}`);
    expect(new Set(colourOf.values()).size).toBe(colourOf.size);
  });
});
