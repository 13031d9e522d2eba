import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import type { Dataset } from '../../src/shared/domain/dataset';
import type { RecipeChoices } from '../../src/shared/domain/model';
import { importFolder, Lab, vowelsDir } from './lab';

const fixturesDir = fileURLToPath(new URL('../fixtures/bundles', import.meta.url));
/** Probabilities of the first recordings, by model. */
type Answers = Record<string, Record<string, number>[]>;

const models: NonNullable<RecipeChoices['model']>[] = [
  { family: 'transformer', width: 8, heads: 2, layers: 1, feedForward: 8 },
  { cell: 'lstm', units: 4, peepholes: true, layerNorm: true, pooling: 'attention' },
  { family: 'statistics' },
  { family: 'dtw', band: 0.1 },
  { family: 'naive' },
  { family: 'ar', order: 1 },
  { family: 'markov', states: 4 },
  { family: 'latent', states: 2 },
];

/** Bundles that earlier versions wrote must open for ever, and say what they said (test/fixtures/bundles/make.mjs). */
describe('an old bundle', () => {
  const lab = new Lab();
  afterAll(() => lab.remove());

  it.each(['gru', 'statistics'])('%s-v1 predicts what it did', async (name) => {
    const { client } = await lab.open();
    const answers = JSON.parse(readFileSync(join(fixturesDir, 'answers-v1.json'), 'utf8')) as Answers;
    const { predictions } = await client.predict.files({
      model: join(fixturesDir, `${name}-v1.unroll`),
      paths: [join(vowelsDir, 'Vowels_TEST.ts')],
    });
    answers[name]!.forEach((expected, k) => {
      const prediction = predictions[k]!;
      if (prediction.kind !== 'label') throw new Error('a class was expected');
      for (const [label, share] of Object.entries(expected))
        expect(prediction.probabilities[label]).toBeCloseTo(share, 5);
    });
  });
});

/** Protects: a model of any family leaves one lab as a file, and says the same in another that has never seen its data. */
describe('bundles of every family', () => {
  const home = new Lab();
  const elsewhere = new Lab();
  let engine: Engine;
  let other: Engine;
  let dataset: Dataset;

  beforeAll(async () => {
    engine = await home.open();
    other = await elsewhere.open();
    dataset = await importFolder(engine, vowelsDir);
  });
  afterAll(async () => {
    await home.remove();
    await elsewhere.remove();
  });

  it.each(models)('$family $cell', async (model) => {
    const { id } = await engine.client.runs.start({
      dataset: dataset.id,
      choices: { model, training: { epochs: 2, seed: 1 } },
    });
    const run = await engine.client.runs.wait({ run: id });
    expect(run.status).toBe('completed');
    const file = join(home.homeDir, `${id}.unroll`);
    const { proof } = await engine.client.exports.create({ run: id, format: 'unroll', outDir: file });
    expect(proof?.largestDifference).toBe(0);

    const paths = (
      await engine.client.datasets.examples({ dataset: dataset.id, offset: 0, limit: 1 })
    ).examples.map((example) => join(vowelsDir, example.file));
    const here = await engine.client.predict.files({ model: id, paths });
    expect(here.refused).toEqual([]);
    expect(here.predictions.length).toBeGreaterThan(0);
    const kept = await other.client.models.add({ path: file });
    for (const name of [kept.id, file])
      expect(await other.client.predict.files({ model: name, paths })).toEqual(here);
    const { stream, outputs } = await other.client.streams.open({
      model: kept.id,
      rateHz: null,
      channels: 12,
    });
    expect(outputs).toEqual(kept.card.outputs);
    await other.client.streams.close({ stream });
  });
});
