import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { go } from '../journey/steps';
import { expect, rootDir, test } from './lab';

/** Protects: a browser has no paths, so what is dropped or picked is sent to the engine and read there. */

const vowelsDir = join(rootDir, 'test/fixtures/engine/vowels');

async function dropFiles(page: Page, files: Record<string, Buffer>): Promise<void> {
  const texts = Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')] as const);
  const transfer = await page.evaluateHandle((items) => {
    const data = new DataTransfer();
    for (const [name, base64] of items)
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return data;
  }, texts);
  for (const event of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('main', event, { dataTransfer: transfer });
}

async function expectUnderstood(page: Page, examples: string): Promise<void> {
  await expect(page.getByRole('main').getByText(examples).first()).toBeVisible({ timeout: 30_000 });
}

test('dropped files are understood, with the refused ones named', async ({ page }) => {
  await go(page, 'Data');
  await dropFiles(page, {
    'Vowels_TRAIN.ts': readFileSync(join(vowelsDir, 'Vowels_TRAIN.ts')),
    'Vowels_TEST.ts': readFileSync(join(vowelsDir, 'Vowels_TEST.ts')),
    'broken.wav': Buffer.from('RIFF____WAVE this is no sound'),
  });
  await expectUnderstood(page, 'classes');
  await expect(page.getByRole('main').getByText('broken.wav').first()).toBeVisible();
});

test('a picked folder keeps its classes', async ({ page }) => {
  await go(page, 'Data');
  const choosing = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: /^Choose a folder/ })
    .first()
    .click();
  await (await choosing).setFiles(join(rootDir, 'resources/samples/drum-sounds'));
  await expectUnderstood(page, 'tabla');
});
