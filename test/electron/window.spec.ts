import { rmSync } from 'node:fs';
import { dropPaths } from '../journey/drop';
import { expectPhoneRecordings, hasAac, putPhoneRecordings } from '../journey/phone';
import type { UnrollBridge } from '../../src/shared/bridge';
import { expect, test } from './lab';

/** Protects: Electron's security checklist, as the running app has it (SECURITY.md). */

test('the page is sandboxed, isolated and confined', async ({ lab }) => {
  const page = await lab.open();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const preferences = await lab.app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    const all = (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = all;
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });

  const seen = await page.evaluate(async () => ({
    node:
      typeof (globalThis as { process?: unknown }).process +
      typeof (globalThis as { require?: unknown }).require,
    bridge: Object.keys((globalThis as unknown as { unroll: object }).unroll).sort(),
    popup: window.open('https://example.com') === null,
    inline: (() => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      return 'inlineRan' in window;
    })(),
    // In a timer, because the debugger's own calls may evaluate.
    evaluated: await new Promise((resolve) =>
      setTimeout(() => {
        try {
          resolve(new Function('return 1')());
        } catch {
          resolve('refused');
        }
      }),
    ),
    fetched: await fetch('https://example.com').then(
      () => 'answered',
      () => 'refused',
    ),
    outside: await fetch('app://lab/../../package.json').then(({ status }) => status),
  }));
  expect(seen).toEqual({
    node: 'undefinedundefined',
    bridge: [
      'allowMicrophone',
      'notify',
      'onCommand',
      'onEngineGone',
      'onOpenPaths',
      'pathFor',
      'pickFolder',
      'pickPaths',
      'platform',
      'requestEngine',
      'reveal',
      'saveFile',
      'savePdf',
      'setLanguage',
      'setProgress',
      'setRecent',
    ],
    popup: true,
    inline: false,
    evaluated: 'refused',
    fetched: 'refused',
    outside: 404,
  });

  await page.evaluate(() => void (location.href = 'https://example.com'));
  await page.waitForTimeout(300);
  expect(page.url()).toMatch(/^app:\/\/lab\//);
});

test('the microphone is there while a person listens, and the camera never', async ({ lab }) => {
  const page = await lab.open();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const ask = (wanted: MediaStreamConstraints): Promise<string> =>
    page.evaluate(async (constraints) => {
      try {
        const media = await navigator.mediaDevices.getUserMedia(constraints);
        media.getTracks().forEach((track) => track.stop());
        return 'granted';
      } catch (thrown) {
        return (thrown as DOMException).name;
      }
    }, wanted);
  const allow = (wanted: boolean): Promise<boolean> =>
    page.evaluate((is) => (window as unknown as { unroll: UnrollBridge }).unroll.allowMicrophone(is), wanted);
  expect(await ask({ audio: true })).toBe('NotAllowedError');
  expect(await allow(true)).toBe(true);
  expect(await ask({ audio: true })).toBe('granted');
  expect(await ask({ audio: true, video: true })).toBe('NotAllowedError');
  expect(await ask({ video: true })).toBe('NotAllowedError');
  await allow(false);
  expect(await ask({ audio: true })).toBe('NotAllowedError');
  await allow(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await ask({ audio: true })).toBe('NotAllowedError');
});

test('the window opens where it was', async ({ lab }) => {
  await lab.open();
  const place = { x: 40, y: 50, width: 1100, height: 720 };
  await lab.app.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds),
    place,
  );
  await lab.close();
  await lab.open();
  const size = await lab.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getSize());
  expect(size).toEqual([place.width, place.height]);
});

test('what a phone recorded is decoded by the window where Electron brings a decoder, else refused', async ({
  lab,
}) => {
  const page = await lab.open();
  const { dir, recordingsDir } = putPhoneRecordings();
  await expect(page.getByRole('heading', { level: 2, name: /Drop a folder/ })).toBeVisible();
  await dropPaths(page, [recordingsDir]);
  await expectPhoneRecordings(page, await hasAac(page));
  rmSync(dir, { recursive: true });
});
