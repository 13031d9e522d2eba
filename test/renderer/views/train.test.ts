import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Recipe, RecipeChoices, RecipeProposal } from '../../../src/shared/domain/model';
import type { Run } from '../../../src/shared/domain/run';
import { followLanguage } from '../../../src/renderer/i18n';
import { language } from '../../../src/renderer/language.svelte';
import { choicesOf } from '../../../src/renderer/ui/recipe/again';
import { confusionCells } from '../../../src/renderer/views/train/confusion';
import { epochProgress } from '../../../src/renderer/views/train/epoch-progress';
import { majorityFloor } from '../../../src/renderer/views/train/floor';
import { assignSlots } from '../../../src/renderer/charts/overlay';
import {
  addChoice,
  dropChoice,
  isChosen,
  recipeField,
  fieldApplies,
  recipeFields,
} from '../../../src/renderer/ui/recipe/recipe-fields';
import { recipeLines } from '../../../src/renderer/views/train/recipe-lines';
import { sentenceParts, slots } from '../../../src/renderer/views/train/sentence';
import { makeRecipe } from '../fake/runs';

/** The sentence as it is read, each slot filled with its field's word. */
function read(recipe: Recipe, task: 'classify' | 'forecast' = 'classify'): string[] {
  return recipeLines(recipe, task).map((line) =>
    line.map((part) => ('text' in part ? part.text : recipeField(part.slot)!.word(recipe))).join(''),
  );
}

beforeAll(followLanguage);
afterEach(() => language.choose('en'));

describe('the recipe as a sentence', () => {
  it('reads naturally in English', () => {
    const [network, training] = read(makeRecipe({}));
    expect(network).toBe(
      'GRU with 64 units in 1 layer, reading in both directions, answering from the mean over time.',
    );
    expect(training).toBe(
      'Adam at 0.003, lowered when progress stalls, in batches of 32, for at most 60 epochs; stops after 25 epochs without progress.',
    );
  });

  it('keeps the word order of Korean', () => {
    language.choose('ko');
    expect(read(makeRecipe({ model: { layers: 2 } }))[0]).toBe(
      '2개 층, 층마다 유닛 64개의 GRU. 입력을 양방향으로 읽고 시간 평균에서 답을 냅니다.',
    );
  });

  it('chooses the Korean particle by the word in the slot', () => {
    language.choose('ko');
    const model = { family: 'markov', states: 8, discretise: 'kmeans', order: 1, smoothing: 1 } as const;
    expect(read({ ...makeRecipe({}), model })[0]).toContain('k-means로 나눈');
    expect(read({ ...makeRecipe({}), model: { ...model, discretise: 'quantiles' } })[0]).toContain(
      '분위수로 나눈',
    );
  });

  it('names the activation of a plain RNN only, and class matters only when classifying', () => {
    const isAsked = (recipe: Recipe, task: 'classify' | 'forecast', slot: string): boolean =>
      recipeLines(recipe, task).some((line) => line.some((part) => 'slot' in part && part.slot === slot));
    const rnn = makeRecipe({ model: { cell: 'rnn' } });
    expect(isAsked(rnn, 'classify', 'activation')).toBe(true);
    expect(isAsked(makeRecipe({}), 'classify', 'activation')).toBe(false);
    expect(isAsked(rnn, 'classify', 'classWeights')).toBe(true);
    expect(isAsked(rnn, 'forecast', 'classWeights')).toBe(false);
  });

  it.each(['en', 'ko'] as const)('lets every field be changed in %s', (locale) => {
    language.choose(locale);
    const families: readonly Recipe['model'][] = [
      makeRecipe({ model: { cell: 'rnn' } }).model,
      makeRecipe({ model: { cell: 'lstm' } }).model,
      makeRecipe({ model: { cell: 'lstm', forgetInit: 'chrono' } }).model,
      makeRecipe({}).model,
      {
        ...{ family: 'transformer', convolutions: [], width: 64, heads: 4, layers: 2, feedForward: 128 },
        ...{ dropout: 0.2, causal: false, pooling: 'mean' },
      },
      { family: 'naive', ridge: null },
      { family: 'ar', order: null, criterion: 'bic', ridge: 0, hidden: 8 },
      { family: 'ar', order: 4, criterion: 'bic', ridge: 0, hidden: 0 },
      { family: 'markov', states: 8, discretise: 'kmeans', order: 1, smoothing: 1 },
      { family: 'latent', transition: 'linear', states: 2, fit: 'em' },
      { family: 'latent', transition: 'linear', states: 2, fit: 'subspace' },
      { family: 'latent', transition: 'gru', states: 2, fit: 'em' },
      { family: 'dtw', band: null, neighbours: 1 },
      { family: 'statistics', ridge: 1 },
    ];
    for (const model of families) {
      const recipe = { ...makeRecipe({}), model };
      const named = recipeLines(recipe, 'classify')
        .flat()
        .flatMap((part) => ('slot' in part ? [part.slot] : []));
      const asked = recipeFields.filter((field) => fieldApplies(field, recipe));
      expect([...named].sort()).toEqual(asked.map(({ name }) => name).sort());
    }
  });

  it('cuts a message at its slots wherever they stand', () => {
    const { a, b } = slots(['a', 'b']);
    expect(sentenceParts(`${b}, not ${a}.`)).toEqual([
      { slot: 'b' },
      { text: ', not ' },
      { slot: 'a' },
      { text: '.' },
    ]);
  });
});

const unitsOf = ({ model }: RecipeChoices): number | undefined =>
  model !== undefined && 'units' in model ? model.units : undefined;

describe('choices', () => {
  it('leave another family behind whole', () => {
    const ar = addChoice({ model: { units: 9 } }, { model: { family: 'ar' } });
    const order = addChoice(ar, { model: { order: 3 } as RecipeChoices['model'] & object });
    expect(order).toEqual({ model: { family: 'ar', order: 3 } });
    expect(addChoice(order, { model: { family: 'recurrent', cell: 'lstm' } })).toEqual({
      model: { family: 'recurrent', cell: 'lstm' },
    });
  });

  it('are added field by field and can be let go one by one', () => {
    const units = recipeField('units')!;
    const both = addChoice({ model: { cell: 'lstm' } }, { model: { units: 9 }, training: { seed: 3 } });
    expect(both).toEqual({ model: { cell: 'lstm', units: 9 }, training: { seed: 3 } });
    expect(isChosen(both, units)).toBe(true);
    expect(isChosen(dropChoice(both, units), units)).toBe(false);
  });

  it('that lead to a recipe again are found although one moves the default of another', async () => {
    const propose = (choices: RecipeChoices): Promise<RecipeProposal> => {
      const recipe = makeRecipe({
        ...choices,
        // As the lab does: the learning rate follows from the units unless it is chosen.
        training: { learningRate: 0.1 / (unitsOf(choices) ?? 64), ...choices.training },
      });
      return Promise.resolve({ recipe, reasons: {}, layers: [], parameters: 0, cost: null });
    };
    const wanted = makeRecipe({
      model: { cell: 'lstm', units: 10 },
      training: { learningRate: 0.01, seed: 7 },
    });
    const choices = await choicesOf(wanted, propose);
    expect((await propose(choices)).recipe).toEqual(wanted);
    expect(choices.training?.batch).toBeUndefined();
  });
});

describe('what stands beside the curves', () => {
  it('knows the floor before anything is trained', () => {
    const count = (label: string, train: number, test: number) => ({ label, train, validation: 0, test });
    const plan = { task: 'classify' } as Parameters<typeof majorityFloor>[0]['plan'];
    // Always "a", the most frequent class of the training part, although "b" is that of the test part.
    expect(majorityFloor({ plan, classes: [count('a', 5, 2), count('b', 4, 8)] })?.value).toBe(0.2);
    expect(majorityFloor({ plan, classes: [count('a', 5, 0)] })).toBeNull();
  });

  it('keeps a run its colour while others come and go', () => {
    const first = assignSlots(new Map(), ['a', 'b', 'c']);
    const second = assignSlots(first, ['c', 'd', 'a']);
    // The last is drawn on top.
    expect([...second]).toEqual([
      ['c', 2],
      ['d', 1],
      ['a', 0],
    ]);
  });

  it('shows how far the epoch in progress is', () => {
    const run = { status: 'running', stepsPerEpoch: 10 } as Run;
    expect(epochProgress(run, Int32Array.of(1, 2, 20), 'step')).toEqual({ from: 10, at: 20, to: 20 });
    expect(epochProgress(run, Int32Array.of(21), 'epoch')).toEqual({ from: 2, at: 2.1, to: 3 });
    expect(epochProgress({ ...run, status: 'completed' }, Int32Array.of(21), 'step')).toBeNull();
  });

  it('gives each cell of a confusion matrix its share of the true class', () => {
    const cells = confusionCells([
      [3, 1],
      [0, 0],
    ]);
    expect(cells[0]!.map(({ share }) => share)).toEqual([0.75, 0.25]);
    expect(cells[1]!.map(({ share }) => share)).toEqual([0, 0]);
  });
});
