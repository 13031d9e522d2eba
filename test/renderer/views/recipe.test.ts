import { beforeAll, describe, expect, it } from 'vitest';
import { followLanguage } from '../../../src/renderer/i18n';
import { assignSlots, MOST_OVERLAID } from '../../../src/renderer/charts/overlay';
import { Runs } from '../../../src/renderer/state/runs.svelte';
import { Engine } from '../../../src/renderer/state/engine.svelte';
import { readNumber } from '../../../src/renderer/ui/number-text';
import { recipeDifferences } from '../../../src/renderer/views/compare/recipe-differences';
import { settingText, settingTitle } from '../../../src/renderer/views/compare/setting-words';
import { networkShapes } from '../../../src/renderer/views/train/network-shapes';
import { offeredFormats } from '../../../src/shared/contract/exports';
import type { ModelChoices } from '../../../src/shared/domain/model';
import { connection, quick, until } from '../fake/connection';
import { fakeEngine } from '../fake/engine';
import { makeRecipe, makeRun } from '../fake/runs';
import { makeDataset, spokenLanguages } from '../fake/world';

/** Protects: how settings are typed, drawn and told apart. */

beforeAll(followLanguage);
const dataset = makeDataset('spoken', spokenLanguages(), 0);

describe('a number that is typed', () => {
  const units = { whole: true, min: 1, max: 4096 };

  it('is taken within its bounds, and refused with a sentence outside of them', () => {
    expect(readNumber(' 30 ', units, false)).toEqual({ value: 30 });
    expect(readNumber('-5', units, false).problem).toBe('It must be at least 1.');
    expect(readNumber('−5', units, false).problem).toBe('It must be at least 1.');
    expect(readNumber('30030', units, false).problem).toBe('It must be at most 4096.');
    expect(readNumber('1.5', units, false).problem).toBe('It must be a whole number.');
    expect(readNumber('many', units, false).problem).toBe('It is not a number.');
  });

  it('may be left empty only where that is an answer', () => {
    expect(readNumber('', units, true)).toEqual({ value: null });
    expect(readNumber('', units, false).problem).toBe('It is not a number.');
  });
});

describe('the drawing of a network', () => {
  it('shortens the time behind every strided convolution', () => {
    const { recipe } = { recipe: makeRecipe({ model: { cell: 'gru' } }) };
    const convolutions = [
      { filters: 32, width: 5, stride: 2 },
      { filters: 32, width: 5, stride: 2 },
    ];
    const layer = (name: string, outputShape: (number | null)[]) => ({
      name,
      inputShape: [null, 40],
      outputShape,
      parameters: 1,
    });
    const shapes = networkShapes({
      recipe: { ...recipe, model: { ...recipe.model, convolutions } as typeof recipe.model },
      layers: [
        layer('conv', [null, 32]),
        layer('conv_1', [null, 32]),
        layer('recurrent', [null, 128]),
        layer('pooling_mean', [128]),
      ],
    });
    expect(shapes).toEqual({ input: 'T × 40', outputs: ['T/2 × 32', 'T/4 × 32', 'T/4 × 128', '128'] });
  });
});

describe('what differs between runs', () => {
  const models: ModelChoices[] = [
    { cell: 'gru', units: 8 },
    { cell: 'lstm', units: 16, forgetInit: 'chrono' },
    { cell: 'rnn', activation: 'relu' },
    { family: 'transformer' },
    { family: 'naive' },
    { family: 'ar' },
    { family: 'markov' },
    { family: 'latent' },
    { family: 'dtw' },
    { family: 'statistics' },
    { family: 'minirocket' },
    { family: 'quant' },
  ];

  it('is said in words, whatever learns', () => {
    const runs = models.map((model, k) => makeRun(`run-${k}`, `${k}`, dataset, { model }, 0));
    const differences = recipeDifferences(runs);
    expect(differences.map(({ path }) => path)).toContain('model.family');
    for (const difference of differences) {
      expect(settingTitle(difference.path), difference.path).not.toMatch(
        /^[a-z]+(\.|[A-Z])|^model|^training/,
      );
      runs.forEach((run, k) => expect(settingText(difference, run, k)).not.toMatch(/\[|\{|object|undefined/));
    }
  });

  it('names a GRU and an LSTM once, as what learns', () => {
    const [gru, lstm] = [0, 1].map((k) => makeRun(`r${k}`, '', dataset, { model: models[k]! }, 0));
    const paths = recipeDifferences([gru!, lstm!]).map(({ path }) => path);
    expect(paths).toContain('model.family');
    expect(paths).not.toContain('model.cell');
  });
});

describe('the colour of a run', () => {
  it('is its own wherever it is drawn, alone or among others', () => {
    const own = (id: string): number => ({ a: 0, b: 1, c: 2 })[id] ?? 0;
    expect(assignSlots(new Map(), ['c'], own).get('c')).toBe(2);
    expect([...assignSlots(new Map(), ['c', 'a', 'b'], own).values()]).toEqual([2, 0, 1]);
    // Two of one colour are told apart while both are there.
    const far = (): number => MOST_OVERLAID + 2;
    expect([...assignSlots(new Map(), ['x', 'y'], far).values()]).toEqual([2, 0]);
  });

  it('goes by the order in which the runs of its data set came to be', async () => {
    const engine = new Engine();
    await engine.open(connection(fakeEngine(quick)).connect);
    const runs = new Runs(engine);
    runs.open();
    await until(() => runs.loaded);
    const own = [...runs.ofDataset('ds-a')].reverse();
    expect(own.map(({ id }) => runs.place(id))).toEqual(own.map((_, k) => k));
  });
});

describe('formats that are offered', () => {
  it('leave out a stream for what has to wait for the end', () => {
    const { model } = makeRecipe({ model: { cell: 'gru' } });
    expect(offeredFormats({ ...model, bidirectional: false } as typeof model, 'classify')).toContain(
      'onnx-stream',
    );
    expect(offeredFormats({ ...model, bidirectional: true } as typeof model, 'classify')).not.toContain(
      'onnx-stream',
    );
    expect(offeredFormats({ ...model, bidirectional: false } as typeof model, 'forecast')).not.toContain(
      'onnx-stream',
    );
    const { model: transformer } = makeRecipe({ model: { family: 'transformer' } });
    expect(offeredFormats(transformer, 'classify')).not.toContain('onnx-stream');
  });
});
