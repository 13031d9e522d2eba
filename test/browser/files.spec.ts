import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropPaths } from '../journey/drop';
import { expectPhoneRecordings, hasAac, putPhoneRecordings } from '../journey/phone';
import { go } from '../journey/steps';
import { expect, rootDir, test } from './lab';

/** Protects: a browser has no paths, so what is dropped or picked is sent to the engine and read there. */

test.use({ home: 'files' });

const drumsDir = join(rootDir, 'resources/samples/drum-sounds');

test('a picked folder keeps its classes', async ({ page }) => {
  await go(page, 'Data');
  const choosing = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: /^Choose a folder/ })
    .first()
    .click();
  await (await choosing).setFiles(drumsDir);
  await expect(page.getByRole('main').getByText('tabla').first()).toBeVisible({ timeout: 60_000 });
});

test('a dropped folder is understood, with the refused file named', async ({ page }) => {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-drop-'));
  cpSync(drumsDir, join(dir, 'drums'), { recursive: true });
  writeFileSync(join(dir, 'drums/tabla/broken.wav'), 'RIFF____WAVE this is no sound');
  await go(page, 'Data');
  await expect(page.getByRole('button', { name: /^Choose a folder/ }).first()).toBeVisible();
  await dropPaths(page, [join(dir, 'drums')]);
  const main = page.getByRole('main');
  await expect(main.getByText(/broken\.wav/).first()).toBeVisible({ timeout: 60_000 });
  for (const label of ['bass-drum', 'electronic', 'tabla'])
    await expect(main.getByText(label, { exact: true }).first()).toBeVisible();
  await main.getByRole('button', { name: /^Use this/ }).click();
  await expect(main.getByRole('heading', { name: 'drums' })).toBeVisible({ timeout: 60_000 });
  rmSync(dir, { recursive: true });
});

test('what a phone recorded is decoded by the browser, under its own name', async ({ page }) => {
  const { dir, recordingsDir } = putPhoneRecordings();
  await go(page, 'Data');
  await dropPaths(page, [recordingsDir]);
  await expectPhoneRecordings(page, await hasAac(page));
  rmSync(dir, { recursive: true });
});
