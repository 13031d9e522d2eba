import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BackendName, KernelName } from '../../src/shared/domain/model';
import type { RecipeChoices } from '../../src/shared/domain/model';
import { importFolder, Lab, vowelsDir } from './lab';

const lab = new Lab();
afterAll(() => lab.remove());

it('says what it computes with', async () => {
  const { client } = await lab.open();
  const info = await client.system.info({});
  expect(info).toMatchObject({ home: lab.homeDir, notices: [] });
  expect(await client.system.compute({})).toMatchObject({ backend: 'wasm' });
  expect(info.threads).toBeGreaterThan(0);
});

it('names every backend, kernel and tool with one line on each', async () => {
  const { client } = await lab.open();
  const report = await client.system.doctor({});
  expect(report.backends.map(({ name }) => name)).toEqual(BackendName.options);
  expect(report.kernels.map(({ name }) => name)).toEqual(KernelName.options);
  expect(report.kernels.find(({ name }) => name === 'reference')?.available).toBe(true);
  expect(report.home).toMatchObject({ path: lab.homeDir, writable: true });
  for (const { name, detail } of [...report.backends, ...report.kernels, ...report.tools])
    expect(detail, name).toMatch(/^\S[^\n]*\S$/);
});

const auto = { backend: 'auto', kernel: 'auto' } as const;

it('remembers settings, and starts afresh where their file makes no sense', async () => {
  const engine = await lab.open();
  await Promise.all([
    engine.client.system.saveSettings({ theme: 'dark' }),
    engine.client.system.saveSettings({ language: 'ko' }),
  ]);
  const again = await lab.reopen();
  expect(await again.client.system.settings({})).toEqual({ theme: 'dark', language: 'ko', ...auto });
  writeFileSync(again.home.settingsFile, '{"theme": "plaid", "language": "ko"}');
  expect(await again.client.system.settings({})).toEqual({ theme: 'system', language: 'ko', ...auto });
  writeFileSync(again.home.settingsFile, '{"theme": "da');
  expect(await again.client.system.settings({})).toEqual({ theme: 'system', language: 'system', ...auto });
});

it('plans new runs for the kernel that was set, unless a run is given another', async () => {
  const engine = await lab.reopen();
  const { id: dataset } = await importFolder(engine, vowelsDir);
  const computeOf = async (choices: RecipeChoices) =>
    (await engine.client.runs.propose({ dataset, choices })).recipe.compute;
  await engine.client.system.saveSettings({ kernel: 'wasm' });
  expect(await computeOf({})).toEqual({ backend: 'auto', kernel: 'wasm' });
  expect(await computeOf({ compute: { kernel: 'auto' } })).toEqual(auto);
  await engine.client.system.saveSettings({ kernel: 'auto' });
});

it('has a worker ready after warming up', async () => {
  const { client } = await lab.open();
  expect(await client.system.warmUp({})).toEqual({ done: true });
});

it('says that a damaged catalog was rebuilt', async () => {
  await lab.close();
  writeFileSync(join(lab.homeDir, 'catalog.sqlite'), 'this is no catalog');
  const engine = await lab.open();
  expect(engine.notices).toMatchObject([{ code: 'STATE_CORRUPT' }]);
  expect((await engine.client.system.info({})).notices).toMatchObject([{ code: 'STATE_CORRUPT' }]);
  const { notices } = await lab.reopen();
  expect(notices).toEqual([]);
});
