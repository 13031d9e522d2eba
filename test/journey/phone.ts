import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

const soundDir = fileURLToPath(new URL('../fixtures/sound', import.meta.url));

/** A folder of recordings as a phone makes them, a class per folder, one of them damaged and one a film. */
export function putPhoneRecordings(): { dir: string; recordingsDir: string } {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-phone-'));
  const recordingsDir = join(dir, 'voice memos');
  const put = (name: string, from: string): void => {
    mkdirSync(dirname(join(recordingsDir, name)), { recursive: true });
    cpSync(join(soundDir, from), join(recordingsDir, name));
  };
  for (let k = 1; k <= 4; k++) {
    put(`low/${k}.m4a`, 'low.m4a');
    put(`high/${k}.m4a`, 'high.m4a');
  }
  put('high/5.aac', 'high.aac');
  put('low/film.mp4', 'film.mp4');
  writeFileSync(join(recordingsDir, 'low/broken.m4a'), '\0\0\0\x1cftypM4A this is no sound');
  return { dir, recordingsDir };
}

/** Whether this browser brings a decoder of AAC: builds without the patented codecs have none. */
export function hasAac(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.createElement('audio').canPlayType('audio/mp4; codecs="mp4a.40.2"') !== '',
  );
}

/** After the folder was dropped: what the window shows where it can decode, and where it cannot. */
export async function expectPhoneRecordings(page: Page, canDecode: boolean): Promise<void> {
  const main = page.getByRole('main');
  if (!canDecode) {
    await expect(page.getByText(/holds AAC sound|none of its 11 files can be read/).first()).toBeVisible({
      timeout: 60_000,
    });
    return;
  }
  await expect(main.getByText(/9 AAC files were decoded by the window/)).toBeVisible({ timeout: 60_000 });
  for (const label of ['low', 'high'])
    await expect(main.getByText(label, { exact: true }).first()).toBeVisible();
  await expect(main.getByText(/^9 AAC → 9 /)).toBeVisible();
  for (const refused of ['low/broken.m4a', 'low/film.mp4'])
    await expect(main.getByText(new RegExp(refused)).first()).toBeVisible();
  await main.getByRole('button', { name: /^Use this/ }).click();
  await expect(main.getByRole('heading', { name: 'voice memos' })).toBeVisible({ timeout: 60_000 });
}
