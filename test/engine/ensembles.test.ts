import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import type { RecipeChoices } from '../../src/shared/domain/model';
import type { Run } from '../../src/shared/domain/run';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: finished runs of one data set become one, which outlives them; others are refused with a sentence. */

const lab = new Lab();
let engine: Engine;
let dataset: string;

beforeAll(async () => {
  engine = await lab.open();
  dataset = (await importFolder(engine, vowelsDir)).id;
});
afterAll(() => lab.remove());

async function finished(model: RecipeChoices['model'], of = dataset): Promise<Run> {
  const { id } = await engine.client.runs.start({ dataset: of, choices: { model, training: { epochs: 2 } } });
  return engine.client.runs.wait({ run: id });
}

const accuracy = ({ test }: Run): number => (test?.task === 'classify' ? test.accuracy : NaN);

it('joins runs, is judged by what they say together, and goes on without them', async () => {
  const quant = await finished({ family: 'quant', trees: 20 });
  const gru = await finished({ cell: 'gru', units: 4 });
  const members = [quant.id, gru.id];
  const joined = await finished({ family: 'ensemble', members });
  expect([joined.status, joined.recipe.model]).toEqual(['completed', { family: 'ensemble', members }]);
  expect(accuracy(joined)).toBeGreaterThan(0.6);
  await engine.client.runs.delete({ run: gru.id });
  const { predicted, truth } = await engine.client.runs.predictions({ run: joined.id, split: 'test' });
  const hits = predicted.filter((label, k) => label === truth[k]).length;
  expect(hits / truth.length).toBeCloseTo(accuracy(joined), 12);
});

it('refuses what cannot answer together', async () => {
  const one = await finished({ family: 'statistics' });
  const nested = await finished({
    family: 'ensemble',
    members: [one.id, (await finished({ family: 'dtw' })).id],
  });
  const other = await importFolder(engine, vowelsDir, {
    name: 'again',
    features: { kind: 'raw', standardise: true, differences: false },
  });
  const elsewhere = await finished({ family: 'statistics' }, other.id);
  for (const members of [[one.id], [one.id, one.id], [one.id, nested.id], [one.id, elsewhere.id]])
    await expect(finished({ family: 'ensemble', members })).rejects.toMatchObject({
      data: { code: 'ARGUMENT_INVALID' },
    });
  await expect(finished({ family: 'ensemble', members: [one.id, 'nowhere'] })).rejects.toMatchObject({
    data: { code: 'RUN_UNKNOWN' },
  });
});
