import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropPaths } from '../journey/drop';
import { expectCurvesToMove, go, keepModel, lookInside, startTraining, stopTraining } from '../journey/steps';
import { expect, test } from './lab';

/** Protects: the whole way in a real Electron, on real file paths, and what happens when the engine dies. */

test('drop, train, look inside, export, and all of it again after a restart', async ({ lab }) => {
  let page = await lab.open();
  const folder = lab.copy('resources/samples/drum-sounds', 'my drums 드럼');
  await expect(page.getByRole('heading', { level: 2, name: /Drop a folder/ })).toBeVisible();
  await dropPaths(page, [folder]);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: /^Use this/ }).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await startTraining(page);
  await expectCurvesToMove(page);
  await stopTraining(page);
  await lookInside(page, [/^Update gate z/, /^Reset gate r/]);

  await keepModel(page);
  const outDir = join(lab.dir, 'exported');
  await lab.app.evaluate(({ dialog }, dir) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [dir] });
  }, outDir);
  await main.getByRole('button', { name: 'Save as TensorFlow.js' }).click();
  await expect.poll(() => existsSync(join(outDir, 'model-card.json')), { timeout: 20_000 }).toBe(true);
  const { modelTopology } = JSON.parse(readFileSync(join(outDir, 'model.json'), 'utf8')) as {
    modelTopology: unknown;
  };
  expect(modelTopology).toBeTruthy();

  // The dialog that asks where to is the system's; what is written there is ours.
  const saveTo = (file: string): Promise<void> =>
    lab.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
  const pdfFile = join(lab.dir, 'report.pdf');
  await saveTo(pdfFile);
  await main.getByRole('button', { name: 'PDF …' }).click();
  await expect.poll(() => existsSync(pdfFile), { timeout: 30_000 }).toBe(true);
  const pdf = readFileSync(pdfFile, 'latin1');
  expect(pdf.slice(0, 5)).toBe('%PDF-');
  expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(2);

  const bundleFile = join(lab.dir, 'drums.unroll');
  await saveTo(bundleFile);
  await main.getByRole('button', { name: 'Save as Unroll (.unroll)' }).click();
  await expect.poll(() => existsSync(bundleFile), { timeout: 20_000 }).toBe(true);
  await dropPaths(page, [bundleFile]);
  await expect(main.getByRole('list', { name: 'Opened from files' }).getByText(/GRU/).first()).toBeVisible();

  await lab.close();
  page = await lab.open();
  await go(page, 'Compare');
  await expect(page.getByRole('grid', { name: 'All runs' }).getByText(/GRU .* my drums/)).toBeVisible();
});

test('the window survives an engine that is killed, says so, and the run goes on', async ({ lab }) => {
  const page = await lab.open();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Shoulder/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await startTraining(page);
  await expectCurvesToMove(page);

  const [pid] = await lab.enginePids();
  process.kill(pid!, 'SIGKILL');
  await expect(page.getByRole('alert').getByText('The engine stopped.')).toBeVisible();
  await expect(page.getByRole('alert').getByText('The engine stopped.')).toBeHidden({ timeout: 60_000 });
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Resume' }).first().click({ timeout: 60_000 });
  await expectCurvesToMove(page);
  await stopTraining(page);
});
