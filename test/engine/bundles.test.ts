import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import type { Dataset } from '../../src/shared/domain/dataset';
import type { RecipeChoices } from '../../src/shared/domain/model';
import { importFolder, Lab, vowelsDir } from './lab';

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
