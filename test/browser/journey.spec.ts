import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import {
  expectCurvesToMove,
  go,
  keepModel,
  lookInside,
  openSample,
  startTraining,
  stopTraining,
} from '../journey/steps';
import { expect, test } from './lab';

/** Protects: a newcomer gets from the first page to an exported model in a real browser. */

test.use({ home: 'journey' });

test('sample, training, curves, gates, export', async ({ page }) => {
  await openSample(page, /^Drum sounds/);
  await startTraining(page);
  await expectCurvesToMove(page);
  await stopTraining(page);
  const results = page.getByRole('complementary', { name: 'Results' });
  await expect(results.getByRole('table', { name: 'Confusion matrix' })).toBeVisible();
  await expect(results.getByText(/95% interval/)).toBeVisible();

  await lookInside(page, [/^Update gate z/, /^Reset gate r/]);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the numbers…' }).click();
  const trace = unzipSync(readFileSync(await (await saving).path()));
  expect(Object.keys(trace).length).toBeGreaterThan(3);

  await keepModel(page);
  const exporting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as TensorFlow.js' }).click();
  const download = await exporting;
  const files = unzipSync(readFileSync(await download.path()));
  const names = Object.keys(files).map((name) => name.split('/').at(-1));
  expect(names).toEqual(expect.arrayContaining(['model.json', 'model-card.json']));

  await page.reload();
  await go(page, 'Compare');
  await expect(page.getByRole('grid', { name: 'All runs' }).getByText(/GRU .* drum-sounds/)).toBeVisible();
});
