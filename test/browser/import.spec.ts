import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { dropPaths } from '../journey/drop';
import {
  putEuropeanTable,
  putPhoneLogger,
  putPlainSeries,
  putPlan,
  putTwoColumns,
  putUrbanSounds,
} from '../journey/imports';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { go } from '../journey/steps';
import { expect, test } from './lab';

/** Protects: three usual layouts become the right data set in a real browser, corrections are followed and taken back. */

test.use({ home: 'import' });

async function drop(page: Page, dir: string) {
  await go(page, 'Data');
  await expect(page.getByRole('button', { name: /^(Choose a folder|Add)/ }).first()).toBeVisible();
  await dropPaths(page, [dir]);
  return page.getByRole('main');
}

async function use(page: Page, name: string): Promise<void> {
  const main = page.getByRole('main');
  await main.getByRole('button', { name: /^Use this/ }).click();
  // It leads to a recipe; the data set's own page is a view back.
  await expect(page.getByRole('heading', { level: 1, name: 'Train' })).toBeVisible({ timeout: 60_000 });
  await go(page, 'Data');
  await expect(main.getByRole('heading', { name, level: 2 })).toBeVisible();
}

test("a phone logger's folders, with a correction and its undo", async ({ page }) => {
  const main = await drop(page, putPhoneLogger());
  await expect(main.getByText(/8 examples/).first()).toBeVisible({ timeout: 60_000 });
  for (const label of ['walking', 'sitting'])
    await expect(main.getByText(label, { exact: true }).first()).toBeVisible();
  await expect(
    main.getByRole('group', { name: 'Time' }).getByText('seconds_elapsed', { exact: true }),
  ).toBeVisible();

  await main.getByRole('combobox', { name: 'Role of z' }).selectOption('Left out');
  await expect(main.getByRole('group', { name: 'Left out' }).getByText('z', { exact: true })).toBeVisible();
  await expect(main.getByText('2: x, y')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(main.getByText('3: x, y, z')).toBeVisible();
  await page.keyboard.press('Control+Shift+Z');
  await expect(main.getByText('2: x, y')).toBeVisible();
  await use(page, 'phone');

  // The plan of what was made can be opened, and still holds the correction.
  await main.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Open the plan' }).click();
  await expect(main.getByText('2: x, y')).toBeVisible({ timeout: 60_000 });
  await main.getByRole('button', { name: /^Discard/ }).click();
});

test('a European clock and decimal commas', async ({ page }) => {
  const main = await drop(page, putEuropeanTable());
  await expect(main.getByRole('group', { name: 'Time' }).getByText('Zeitpunkt', { exact: true })).toBeVisible(
    {
      timeout: 60_000,
    },
  );
  await expect(main.getByRole('combobox', { name: 'Task' })).toHaveValue('forecast');
  await main.getByRole('combobox', { name: 'Role of Temperatur [°C]' }).selectOption('Known ahead');
  await expect(
    main.getByRole('group', { name: 'Known ahead' }).getByText('Temperatur [°C]', { exact: true }),
  ).toBeVisible();
  await use(page, 'Verbrauch');
});

test("UrbanSound8K's folds and table", async ({ page }) => {
  const main = await drop(page, putUrbanSounds());
  await expect(main.getByText(/24 WAV → 24 examples/)).toBeVisible({ timeout: 60_000 });
  for (const label of ['air_conditioner', 'car_horn', 'dog_bark'])
    await expect(main.getByText(label, { exact: true }).first()).toBeVisible();
  await expect(main.getByRole('combobox', { name: 'Label' })).toHaveValue('labels-file:class');
  await use(page, 'UrbanSound8K');
});

test('two columns that could be the classes are asked about, each with a stretch of sound', async ({
  page,
}) => {
  const main = await drop(page, putTwoColumns());
  const question = main.getByRole('region', { name: /^Where do the classes come from/ });
  await expect(question.getByRole('img', { name: 'mono' })).toHaveCount(2, { timeout: 60_000 });
  await expect(question.getByText('meadow', { exact: true })).toBeVisible();
  await expect(main.getByRole('button', { name: /^Use this/ })).toBeDisabled();
  await question.getByRole('button', { name: 'Read it so', exact: true }).click();
  await expect(question).toBeHidden();
  await expect(main.getByRole('combobox', { name: 'Label' })).toHaveValue('labels-file:place');
  await use(page, 'field notes');
});

test('what cannot be read stays on screen until it is thrown away, without the path of the upload', async ({
  page,
}) => {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-unreadable-'));
  writeFileSync(join(dir, 'film.bin'), Buffer.from([0, 1, 2, 3, 250, 251]));
  const main = await drop(page, dir);
  const alert = main.getByRole('alert');
  await expect(alert.getByText('This could not be read')).toBeVisible({ timeout: 60_000 });
  await expect(alert).not.toContainText('/uploads/');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(alert.getByText('This could not be read')).toBeVisible({ timeout: 60_000 });
  await alert.getByRole('button', { name: /^Discard/ }).click();
  await expect(alert).toBeHidden();
});

test('a series of several quantities: two questions answered, each taken back and answered anew', async ({
  page,
}) => {
  const main = await drop(page, putPlainSeries());
  const time = main.getByRole('region', { name: /^Which column is the time/ });
  await expect(time.getByText('From 2024-01-01 00:00 to 2024-01-01 09:59.')).toBeVisible({ timeout: 60_000 });
  await expect(time.getByText('From 2024-01-01 00:00:04 to 2024-01-01 09:59:04.')).toBeVisible();
  await time
    .getByRole('button', { name: /^Read it so/ })
    .first()
    .click();
  await expect(time).toBeHidden();
  const target = main.getByRole('region', { name: /^Which column is to be forecast/ });
  // Each reading shows the quantity that it is about.
  await expect(target.getByRole('img', { name: 'inlet' }).first()).toBeVisible({ timeout: 60_000 });
  await expect(target.getByRole('img', { name: 'outlet' }).first()).toBeVisible();
  await target.getByRole('button', { name: 'Read it so', exact: true }).first().click();
  await expect(target).toBeHidden();
  await expect(
    main.getByRole('group', { name: 'Answer' }).getByText('outlet', { exact: true }),
  ).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(target).toBeVisible();
  await page.keyboard.press('Control+Shift+Z');
  await expect(target).toBeHidden();
  await use(page, 'boiler');
});

test('a role given by dragging a column, and by its menu', async ({ page }) => {
  const main = await drop(page, putEuropeanTable());
  const heat = main.getByRole('group', { name: 'Input' }).getByText('Temperatur [°C]', { exact: true });
  await expect(heat).toBeVisible({ timeout: 60_000 });
  await heat.hover();
  await page.mouse.down();
  // Groups that a column may go to come into view while it is dragged.
  const out = main.getByRole('group', { name: 'Left out' });
  await page.mouse.move(300, 300, { steps: 5 });
  await expect(out).toBeVisible();
  await out.hover();
  await page.mouse.up();
  await expect(out.getByText('Temperatur [°C]', { exact: true })).toBeVisible();
  await main.getByRole('combobox', { name: 'Role of Temperatur [°C]' }).selectOption('Input');
  await expect(heat).toBeVisible();
  await main.getByRole('button', { name: /^Discard/ }).click();
});

test('a plan that is dropped waits for its files, and is kept when those cannot be read', async ({
  page,
}) => {
  const plan = putPlan({ task: 'forecast', timeColumn: 'sent', targets: ['valve'] });
  const main = await drop(page, plan);
  await expect(main.getByText('This plan waits for its files')).toBeVisible();
  const dir = mkdtempSync(join(tmpdir(), 'unroll-unreadable-'));
  writeFileSync(join(dir, 'film.bin'), Buffer.from([0, 1, 2, 3, 250, 251]));
  await dropPaths(page, [dir]);
  await expect(main.getByRole('alert').getByText('This could not be read')).toBeVisible({ timeout: 60_000 });
  await dropPaths(page, [putPlainSeries()]);
  await expect(main.getByRole('group', { name: 'Answer' }).getByText('valve', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(main.getByRole('region', { name: /^Which column/ })).toHaveCount(0);
  await use(page, 'boiler');
});

test('the channels of sound are chosen', async ({ page }) => {
  const dir = join(mkdtempSync(join(tmpdir(), 'unroll-stereo-')), 'stereo');
  for (const [label, hz] of Object.entries({ low: 300, high: 1200 })) {
    mkdirSync(join(dir, label), { recursive: true });
    for (let take = 0; take < 4; take++) {
      const sound = Float32Array.from(
        { length: 16_000 },
        (_, k) => 0.3 * Math.sin((Math.floor(k / 2) * hz * (1 + (k % 2)) * 2 * Math.PI) / 8000 + take),
      );
      writeFileSync(join(dir, label, `${take}.wav`), encodeWav(sound, 8000, 2));
    }
  }
  const main = await drop(page, dir);
  const choice = main.getByRole('combobox', { name: 'Channels' });
  await expect(choice).toHaveValue('mono', { timeout: 60_000 });
  await choice.selectOption('2: the right one');
  await expect(choice).toHaveValue('ch2');
  await choice.selectOption('All 2, each an input');
  await expect(main.getByTitle('All 2, each an input')).toBeVisible();
  await use(page, 'stereo');
});
