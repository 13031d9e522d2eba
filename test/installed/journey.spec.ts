import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import {
  expectCurvesToMove,
  go,
  lookInside,
  openSample,
  startTraining,
  stopTraining,
} from '../journey/steps';
import { launchElectron } from '../journey/launch';

/**
 * Protects: the installed app. The .deb of this machine (UNROLL_DEB, built by scripts/test.mjs) is installed with dpkg
 * on a clean root, goes through a whole journey there, and is removed again.
 */

const dir = mkdtempSync(join(tmpdir(), 'unroll-installed-'));
const cleanRoot = join(dir, 'root');
const homeDir = join(dir, 'home');
const appDir = join(cleanRoot, 'usr/lib/unroll');
const executablePath = join(appDir, 'unroll');
const bundle = fileURLToPath(new URL('../fixtures/bundles/gru-v1.unroll', import.meta.url));

/** Debian's own packages are not in the clean root, so what they bring is not asked for. */
function dpkg(...args: string[]): string {
  const options = [`--root=${cleanRoot}`, '--force-depends', '--force-script-chrootless'];
  const { status, stdout, stderr } = spawnSync('dpkg', [...options, ...args], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

async function launch(...files: string[]): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await launchElectron({
    executablePath,
    // Chromium's sandbox does not run as root, which CI is.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--lang=en-US', ...files],
    env: { ...(process.env as Record<string, string>), LANGUAGE: 'en', UNROLL_HOME: homeDir },
  });
  return { app, page: await app.firstWindow() };
}

/** As the system does with a file that was double-clicked while the lab is open. */
async function openWithApp(file: string): Promise<void> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(executablePath, [...sandbox, file], {
    env: { ...process.env, UNROLL_HOME: homeDir },
    stdio: 'ignore',
  });
  await once(second, 'exit');
}

test.beforeAll(() => {
  mkdirSync(join(cleanRoot, 'var/lib/dpkg/info'), { recursive: true });
  mkdirSync(join(cleanRoot, 'var/lib/dpkg/updates'), { recursive: true });
  writeFileSync(join(cleanRoot, 'var/lib/dpkg/status'), '');
  dpkg('-i', process.env['UNROLL_DEB']!);
});
test.afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('puts its files where they belong, with the fuses set', async () => {
  const files = dpkg('-L', 'unroll').split('\n');
  expect(files).toEqual(
    expect.arrayContaining([
      '/usr/bin/unroll',
      '/usr/lib/unroll/resources/app.asar',
      '/usr/share/applications/unroll.desktop',
      '/usr/share/icons/hicolor/512x512/mimetypes/application-vnd.unroll.model.png',
      '/usr/share/mime/packages/unroll.xml',
      '/usr/share/doc/unroll/copyright',
    ]),
  );
  expect(files.filter((file) => file !== '/.' && file !== '' && !file.startsWith('/usr'))).toEqual([]);
  const written = (path: string): string => readFileSync(join(cleanRoot, path), 'utf8');
  expect(written('usr/share/mime/packages/unroll.xml')).toContain('<glob pattern="*.unroll"/>');
  const opens = /^MimeType=(.*)$/m.exec(written('usr/share/applications/unroll.desktop'))?.[1]?.split(';');
  for (const type of ['application/vnd.unroll.model', 'audio/x-wav', 'inode/directory'])
    expect(opens).toContain(type);
  // Nothing that only developers need.
  expect(files.filter((file) => /\.(map|ts|svelte)$|vitest|playwright|typescript/.test(file))).toEqual([]);

  const fuses = await getCurrentFuseWire(executablePath);
  const isOn = (option: FuseV1Options): boolean => fuses[option] === '1'.charCodeAt(0);
  expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
  expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
  expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
  expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
});

test('a whole journey: sample, training, gates, licences, a file opened with it', async () => {
  const { app, page } = await launch();
  await openSample(page, /^Drum/);
  await startTraining(page);
  await expectCurvesToMove(page);
  await stopTraining(page);
  await lookInside(page, [/^Update gate z/]);

  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.webContents.send('menu.command', 'licences.show'),
  );
  await expect(page.getByRole('dialog').getByText('echarts', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  // A second start hands its files to the first and ends: data are looked at, a model is kept.
  const table = join(dir, 'walk.csv');
  const rows = Array.from({ length: 60 }, (_, t) => `${t / 10},${Math.sin(t / 3)}`);
  writeFileSync(table, ['time,x', ...rows].join('\n'));
  await openWithApp(table);
  await expect(page.getByRole('heading', { level: 1, name: 'Data' })).toBeVisible();
  await expect(page.getByRole('main').getByText('walk', { exact: false }).first()).toBeVisible();
  await openWithApp(bundle);
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Opened from files' }).getByText(/GRU/).first()).toBeVisible();
  await app.close();
});

test('starts again where it was, and its removal leaves the data alone', async () => {
  const { app, page } = await launch();
  await go(page, 'Compare');
  await expect(page.getByRole('grid', { name: 'All runs' }).getByText(/GRU/).first()).toBeVisible();
  await app.close();

  dpkg('--purge', 'unroll');
  expect(existsSync(appDir)).toBe(false);
  expect(existsSync(join(cleanRoot, 'usr/share/applications/unroll.desktop'))).toBe(false);
  expect(readdirSync(join(homeDir, 'runs')).length).toBeGreaterThan(0);
});
