import { dropPaths } from '../journey/drop';
import { putMarkedSounds } from '../journey/imports';
import { go } from '../journey/steps';
import { expect, test } from './lab';

/** Protects: marks beside recordings are seen on them before anything is computed, and become examples by the rule that is chosen. */

test.use({ home: 'marks' });

test('recordings with Raven tables', async ({ page }) => {
  await go(page, 'Data');
  await expect(page.getByRole('button', { name: /^(Choose a folder|Add)/ }).first()).toBeVisible();
  await dropPaths(page, [putMarkedSounds()]);
  const main = page.getByRole('main');
  const rule = main.getByRole('combobox', { name: 'Marks become' });
  await expect(rule).toHaveValue('windows', { timeout: 60_000 });
  for (const label of ['low call', 'high call', 'background'])
    await expect(main.getByText(label, { exact: true }).first()).toBeVisible();

  const around = main.getByRole('region', { name: 'On the recording' });
  await expect(around).toBeVisible({ timeout: 30_000 });
  await expect(around.getByText('Marks', { exact: true })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('windows.png') });

  await rule.selectOption('Cuts, one for each mark');
  await expect(main.getByText(/^1 of 32$|32 examples/).first()).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: test.info().outputPath('cuts.png') });
  await rule.selectOption('A label for every step');
  await expect(main.getByRole('combobox', { name: 'Task' })).toHaveValue('label', { timeout: 30_000 });
  await expect(around).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('steps.png') });

  await rule.selectOption('Windows, by what is marked in them');
  await expect(main.getByRole('combobox', { name: 'Task' })).toHaveValue('classify', { timeout: 30_000 });
  await main.getByRole('button', { name: /^Use this/ }).click();
  await expect(main.getByRole('heading', { name: 'nights', level: 2 })).toBeVisible({ timeout: 60_000 });
});
