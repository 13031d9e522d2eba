import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { readWeights } from '../../../src/main/engine/models/network/weights-file';
import { plainVariants } from '../../../src/shared/domain/model';
import type { Run } from '../../../src/shared/domain/run';
import { openRuns } from './scripted';

const dir = mkdtempSync(join(tmpdir(), 'unroll-old-'));
afterEach(() => rmSync(dir, { recursive: true }));

/** Written by test/fixtures/runs/make.mjs with the first version. */
it('takes in the folder of a run that version 1 wrote: the run, its curves, its weights', async () => {
  const oldDir = fileURLToPath(new URL('../../fixtures/runs/run-v1', import.meta.url));
  const file = JSON.parse(readFileSync(join(oldDir, 'run.json'), 'utf8')) as { run: Run };
  cpSync(oldDir, join(dir, 'runs', file.run.id), { recursive: true });
  const { runs } = await openRuns(dir);
  const { recipe } = file.run;
  // Written before there were other models than recurrent networks.
  expect(recipe.model).not.toHaveProperty('family');
  const today = {
    ...recipe,
    model: { ...plainVariants, ...recipe.model, family: 'recurrent' },
    training: { ...recipe.training, quantiles: [] },
  };
  expect(runs.list()).toEqual([{ ...file.run, progress: null, recipe: today }]);
  const { steps, epochs } = runs.metrics(file.run.id);
  expect([...steps.step]).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
  expect([...epochs.epoch]).toEqual([1, 2, 3, 4]);
  const model = await readWeights(join(runs.runDir(file.run.id), 'weights.safetensors'));
  expect(model.outputs).toEqual(['1', '2', '3']);
  await runs.close();
});
