import { join } from 'node:path';
import { dropPaths } from '../journey/drop';
import { go } from '../journey/steps';
import { expect, rootDir, test } from './lab';

/** Protects: a model comes as a file and needs neither run nor data; a foreign one asks for the data that it is of. */

test.use({ home: 'models' });

const fixture = (path: string): string => join(rootDir, 'test/fixtures', path);

test('a bundle that is dropped anywhere is kept, asked about files, and let go', async ({ page }) => {
  await go(page, 'Experiments');
  await dropPaths(page, [fixture('bundles/gru-v1.unroll')]);
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  const main = page.getByRole('main');
  const files = main.getByRole('list', { name: 'Opened from files' });
  await expect(files.getByRole('button', { name: /GRU 3/ })).toBeVisible();

  await dropPaths(page, [fixture('engine/vowels/Vowels_TEST.ts')]);
  await expect(main.getByRole('row', { name: /Vowels_TEST\.ts#0/ })).toBeVisible();

  await main.getByRole('tab', { name: 'Model card' }).click();
  await expect(main.getByText('channel 1, channel 2', { exact: false })).toBeVisible();
  await main.getByRole('tab', { name: 'From the command line' }).click();
  await expect(main.getByText(/serve-model gru-/)).toBeVisible();

  await main.getByRole('button', { name: /^Listen live/ }).click();
  await expect(main.getByRole('button', { name: /^Listen(?! live)/ })).toBeVisible();
  await page.goBack();

  await main.getByRole('button', { name: 'Let go' }).click();
  await expect(files).toBeHidden();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(files).toBeVisible();
  await page.reload();
  await expect(files.getByRole('button', { name: /GRU 3/ })).toBeVisible();
});

test('a model made elsewhere asks for its data, wherever it is dropped', async ({ page }) => {
  await go(page, 'Data');
  await dropPaths(page, [fixture('foreign/stacked.keras')]);
  const dialog = page.getByRole('dialog', { name: 'Take in stacked.keras' });
  await expect(dialog.getByText(/there is none yet/)).toBeVisible();
  await dialog.getByRole('button', { name: /^Add a data set/ }).click();
  await dropPaths(page, [fixture('engine/vowels')]);
  const main = page.getByRole('main');
  await main.getByRole('button', { name: /^Use this/ }).click({ timeout: 60_000 });
  // Not before the data set is there: its page says the same name while it is being made.
  await expect(main.getByRole('button', { name: /^Train/ }).first()).toBeVisible({ timeout: 60_000 });

  await dropPaths(page, [fixture('foreign/stacked.keras')]);
  await dialog.getByRole('button', { name: 'Look inside' }).click();
  // It has three inputs, and these recordings have twelve channels.
  await expect(dialog.getByRole('alert')).toContainText('features');
});
