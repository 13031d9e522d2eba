import { mkdirSync } from 'node:fs';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bin } from '../../../src/main/engine/files/bin';
import { KeptModels } from '../../../src/main/engine/imports/kept-models';
import { ExportService } from '../../../src/main/engine/exports/service';
import type { Lab } from '../exports/fixture';
import { makeLab } from '../exports/fixture';

let lab: Lab;
let kept: KeptModels;
let modelsDir: string;
let bin: Bin;
let file: string;
beforeEach(async () => {
  lab = await makeLab({ cell: 'gru' });
  modelsDir = join(lab.workDir, 'models');
  mkdirSync(modelsDir);
  bin = new Bin(join(lab.workDir, 'bin'));
  kept = new KeptModels({ modelsDir }, bin);
  file = join(lab.workDir, 'a name.unroll');
  await new ExportService(lab.options).create('run-1', 'unroll', file);
});
afterEach(() => rm(lab.workDir, { recursive: true }));

it('keeps a bundle once, and lists it for whoever opens the same home', async () => {
  const model = await kept.add(file);
  expect(await kept.add(file)).toEqual(model);
  expect(await new KeptModels({ modelsDir }, bin).list()).toEqual([model]);
  expect(model.card.outputs).toEqual(lab.model.outputs);
  expect(kept.fileOf(model.id)).toBe(join(modelsDir, `${model.id}.unroll`));
});

it('removes a model so that it can be brought back from the bin', async () => {
  const { id } = await kept.add(file);
  await kept.remove(id);
  expect(await kept.list()).toEqual([]);
  expect(kept.fileOf(id)).toBe(null);
  expect((await kept.restore(id)).id).toBe(id);
  await kept.remove(id);
  await new KeptModels({ modelsDir }, bin).tidy();
  expect(await readdir(modelsDir)).toEqual([]);
  bin.empty(Date.now(), true);
  await expect(kept.restore(id)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
});

it('takes in nothing that is no bundle, and lists the others beside one that was damaged', async () => {
  const bad = join(lab.workDir, 'bad.unroll');
  await writeFile(bad, 'PK, but no more than that');
  await expect(kept.add(bad)).rejects.toMatchObject({ code: 'MODEL_UNREADABLE' });
  expect(await readdir(modelsDir)).toEqual([]);
  const { id } = await kept.add(file);
  await copyFile(bad, join(modelsDir, 'newer.unroll'));
  expect((await kept.list()).map((model) => model.id)).toEqual([id]);
  expect(await kept.unreadable()).toMatchObject([
    { id: 'newer', reason: { code: expect.stringMatching(/^MODEL_UNREADABLE\b/) as unknown } },
  ]);
  await kept.remove('newer');
  expect(await kept.unreadable()).toEqual([]);
});

it.each(['..', '../x', 'a/b', '', 'A', 'a.unroll'])('has no model called %s', async (id) => {
  expect(kept.fileOf(id)).toBe(null);
  await expect(kept.remove(id)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
  await expect(kept.restore(id)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
});
