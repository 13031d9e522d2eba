import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { decodeBytes } from '../unit/readers/decode-bytes';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { go } from '../journey/steps';
import { seriousFindings } from './axe';
import { expect, rootDir, test } from './lab';

/**
 * Protects: a model that was trained hears the right class through a microphone, and what it misheard becomes part of the
 * data set, from where it is learnt.
 */

const run = promisify(execFile);
const drumsDir = join(rootDir, 'resources/samples/drum-sounds');
const dir = mkdtempSync(join(tmpdir(), 'unroll-live-'));
const soundFile = join(dir, 'microphone.wav');

test.describe.configure({ timeout: 300_000 });

/** Chromium plays this file to the page instead of a microphone, again and again. */
test.use({
  home: 'live',
  permissions: ['microphone'],
  launchOptions: {
    executablePath: process.env['UNROLL_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${soundFile}`,
    ],
  },
});

async function unroll(home: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [
    join(rootDir, 'bin/unroll'),
    ...args,
    '--json',
    '--home',
    home,
  ]);
  return JSON.parse(stdout);
}

test.beforeAll(async ({ lab }) => {
  const { samples, rateHz } = await decodeBytes(
    readFileSync(join(drumsDir, 'tabla/tabla_ghe1.flac')),
    'tabla',
  );
  const withSilence = new Float32Array(samples.length + rateHz / 2);
  withSilence.set(samples);
  writeFileSync(soundFile, encodeWav(withSilence, rateHz));
  await unroll(lab.homeDir, 'import', drumsDir);
  await unroll(lab.homeDir, 'train', 'drum-sounds', '--no-bidirectional', '--epochs', '40', '--name', 'ear');
});

test.afterAll(() => rmSync(dir, { recursive: true }));

const main = (page: Page): Locator => page.getByRole('main');
const decision = (page: Page): Locator => page.getByTestId('decision');

async function openLive(page: Page): Promise<void> {
  await go(page, 'Models');
  const keep = main(page).getByRole('button', { name: 'Keep ear' });
  await expect(keep.or(main(page).getByRole('button', { name: /^Listen live/ }))).toBeVisible();
  if (await keep.isVisible()) await keep.click();
  await main(page)
    .getByRole('button', { name: /^Listen live/ })
    .click();
  await expect(decision(page)).toHaveText('Not listening');
}

/** Colours in a track: one for an empty one. */
function coloursOf(page: Page, name: RegExp): Promise<number> {
  return main(page)
    .getByRole('region', { name })
    .locator('canvas')
    .first()
    .evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels.buffer)).size;
    });
}

test('hears through the microphone, and learns what it misheard', async ({ page, lab }) => {
  await openLive(page);
  const findings = await seriousFindings(page, 'before');
  await main(page)
    .getByRole('button', { name: /^Listen Space/ })
    .click();
  await expect(decision(page)).toContainText('tabla', { timeout: 60_000 });
  for (const track of [/^Input/, /^Hidden state/])
    await expect.poll(() => coloursOf(page, track), { timeout: 30_000 }).toBeGreaterThan(10);
  findings.push(...(await seriousFindings(page, 'listening')));

  // Only the last minute is kept, and a busy machine may take longer for what follows.
  await main(page).getByRole('button', { name: /^Stop/ }).click();
  await expect(main(page).getByRole('button', { name: /^Listen Space/ })).toBeEnabled({ timeout: 60_000 });
  await page.keyboard.press('m');
  const label = main(page).getByRole('combobox', { name: 'What it really was' });
  await expect(label).toBeVisible();
  findings.push(...(await seriousFindings(page, 'marked')));
  expect(findings).toEqual([]);
  await main(page).getByRole('button', { name: 'electronic', exact: true }).click();
  await main(page).getByRole('button', { name: 'Add to data set' }).click();
  await expect(main(page).getByRole('button', { name: 'drum-sounds + 1' })).toBeVisible({ timeout: 60_000 });
  // What was heard stays to be taken from, also under a name that there was not.
  await label.fill('tabla deep');
  await label.press('Enter');
  await expect(main(page).getByRole('button', { name: 'drum-sounds + 2' })).toBeVisible({ timeout: 60_000 });

  const list = (await unroll(lab.homeDir, 'datasets')) as { name: string; examples: number }[];
  expect(JSON.stringify(list)).not.toContain('drum-sounds + 1');
  await main(page).getByRole('button', { name: 'Train again with them' }).click();
  await expect(page).toHaveURL(/#\/train\?dataset=drum-sounds-2-[0-9a-f]+&run=/, { timeout: 60_000 });
  await go(page, 'Data');
  await expect(main(page).getByRole('heading', { name: 'drum-sounds + 2' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^tabla deep Training 1, Validation 0/ })).toBeVisible();
});

test('plays a recording as if it were live, and says what predict says', async ({ page, lab }) => {
  await openLive(page);
  await main(page).getByRole('combobox', { name: 'What to listen to' }).selectOption('recording');
  const choice = main(page).getByRole('combobox', { name: 'Recording', exact: true });
  await expect(choice).toBeEnabled();
  const name = await choice.evaluate(
    (select) => (select as HTMLSelectElement).selectedOptions[0]!.textContent,
  );
  const file = join(drumsDir, name.split(' · ')[1]!);
  const { predictions } = (await unroll(lab.homeDir, 'predict', 'ear', file)) as {
    predictions: { label: string }[];
  };
  await main(page)
    .getByRole('button', { name: /^Play Space/ })
    .click();
  await expect(decision(page)).toContainText('as a whole', { timeout: 60_000 });
  await expect(decision(page)).toContainText(predictions[0]!.label);
});

test('sounds are recorded on the first page and read as a data set', async ({ page }) => {
  await page.keyboard.press('a');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: 'Record sounds' }).click();
  const dialog = page.getByRole('dialog', { name: 'Record sounds' });
  const use = dialog.getByRole('button', { name: /^Use these/ });
  for (const label of ['clap', 'silence']) {
    await dialog.getByRole('textbox', { name: 'Label' }).fill(label);
    for (let takes = 1; takes <= 2; takes++) {
      await dialog.getByRole('button', { name: 'Record', exact: true }).click();
      await expect(dialog.getByRole('timer')).toHaveText(/^0\.[2-9]|^[1-9][\d.]* s/);
      await dialog.getByRole('button', { name: 'Stop' }).click();
      await expect(dialog.getByRole('region', { name: label }).getByRole('listitem')).toHaveCount(takes);
    }
    if (label === 'clap') await expect(use).toBeDisabled();
  }
  await use.click();
  await expect(main.getByText(/4 WAV|4 examples/).first()).toBeVisible({ timeout: 60_000 });
  await expect(main.getByText('silence').first()).toBeVisible();
});
