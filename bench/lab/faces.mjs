// Opens the built lab in its two windows: a real Electron, and the browser face in a Chromium.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, _electron } from 'playwright';
import { family } from './processes.mjs';

const SIZE = { width: 1440, height: 900 };
const browserFiles = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Electron's executable: `UNROLL_ELECTRON`, else that of the package. One without a default app (a packaged build) runs
 * what lies in resources/app, which is made to be the tests' harness.
 */
export function findElectron(rootDir) {
  const packageDir = join(rootDir, 'node_modules/electron');
  const pathFile = join(packageDir, 'path.txt');
  const own = existsSync(pathFile) ? join(packageDir, 'dist', readFileSync(pathFile, 'utf8')) : null;
  const file = process.env.UNROLL_ELECTRON ?? own;
  return file !== null && existsSync(file) ? file : null;
}

export const findChromium = () =>
  process.env.UNROLL_CHROMIUM ?? browserFiles.find((file) => existsSync(file)) ?? null;

/**
 * A lab in a window.
 * @typedef {{ page: import('playwright').Page, devtools: import('playwright').CDPSession, startedMs: number,
 *   readyMs: number, pids(): number[], version: string, enginePid(): number, close(): Promise<void> }} Lab
 */

/** Milliseconds since 1970 at which the shell said that the engine is there and its buttons could be pressed. */
async function usable(page) {
  await page.locator('header .engine.idle').waitFor({ timeout: 60_000 });
  await page.locator('nav button, nav a').first().click({ trial: true });
  return Date.now();
}

/** A scenario that fails leaves its window open; whoever runs it closes it again. */
function once(close) {
  let closing = null;
  return () => (closing ??= close());
}

const LAUNCH_MS = 30_000;
const LAUNCHES = 3;

/** Playwright now and then misses that an old Electron has started. */
async function launch(options, attempts = LAUNCHES) {
  try {
    const startedMs = Date.now();
    return { startedMs, app: await _electron.launch({ ...options, timeout: LAUNCH_MS }) };
  } catch (error) {
    if (attempts === 1) throw error;
    return launch(options, attempts - 1);
  }
}

/** @returns {Promise<Lab>} */
export async function openElectron(rootDir, homeDir, executablePath) {
  const harnessDir = join(rootDir, 'test/electron/harness');
  const isBare = !existsSync(join(dirname(executablePath), 'resources/default_app.asar'));
  const appDir = join(dirname(executablePath), 'resources/app');
  if (isBare && !existsSync(appDir)) symlinkSync(harnessDir, appDir);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const env = {
    ...process.env,
    UNROLL_MAIN_FILE: join(rootDir, 'out/main/index.cjs'),
    UNROLL_HOME: homeDir,
  };
  const args = [...sandbox, '--lang=en-US', ...(isBare ? [] : [harnessDir])];
  const { app, startedMs } = await launch({ executablePath, args, env });
  const page = await app.firstWindow();
  const readyMs = await usable(page);
  const main = app.process().pid;
  return {
    page,
    startedMs,
    readyMs,
    devtools: await page.context().newCDPSession(page),
    version: await app.evaluate(
      () => `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
    ),
    pids: () => family(main),
    enginePid: () => withWord(family(main), 'node.mojom.NodeService'),
    close: once(() => app.close()),
  };
}

/** The one of `pids` whose command line has `word`. */
function withWord(pids, word) {
  const found = pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word));
  if (found === undefined) throw new Error(`None of the processes ${pids.join()} has ${word}.`);
  return found;
}

/** @returns {Promise<Lab>} */
export async function openBrowser(rootDir, homeDir, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: SIZE, locale: 'en-US' });
  const page = await context.newPage();
  const startedMs = Date.now();
  const cli = join(rootDir, 'out/main/cli.cjs');
  const server = spawn(process.execPath, [cli, 'serve', '--home', homeDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise((resolve, reject) => {
    let text = '';
    const read = (bytes) => {
      text += bytes;
      const [found] = /http:\/\/\S+/.exec(text) ?? [];
      if (found) resolve(found);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', () => reject(new Error(`serve ended: ${text}`)));
  });
  await page.goto(url);
  const readyMs = await usable(page);
  return {
    page,
    startedMs,
    readyMs,
    devtools: await context.newCDPSession(page),
    version: `Chromium ${browser.version()}`,
    pids: () => [server.pid],
    enginePid: () => server.pid,
    close: once(async () => {
      await browser.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
    }),
  };
}
