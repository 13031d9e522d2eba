// Brings a fresh clone to where the lab runs: dependencies, Electron's binary, native kernels, the build.
// Does only what is missing, and says so in one line each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { electronFile, rootDir, say } from './common.mjs';

const modulesDir = join(rootDir, 'node_modules');
const electronFailure = join(modulesDir, '.cache/unroll-electron-failed');
const OLDEST_NODE = [20, 19];
const DOWNLOAD_MS = 180_000;
/** After a failed download the next attempt comes a day later, so that every start is not slow. */
const RETRY_MS = 24 * 3_600_000;

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(`Unroll needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** npm leaves a list of what it installed, written last; other systems' optional packages may be absent from it. */
function isInstalled() {
  const listFile = join(modulesDir, '.package-lock.json');
  if (!existsSync(listFile)) return false;
  const installed = packagesIn(listFile);
  return Object.entries(packagesIn(join(rootDir, 'package-lock.json'))).every(
    ([place, { version, optional }]) =>
      place === '' || installed[place]?.version === version || (optional && !installed[place]),
  );
}

/** Like `npm ci`, but without any package's own scripts; again only when the lock file asks for other versions. */
function installDependencies() {
  if (isInstalled()) return;
  say('Installing dependencies (a few minutes the first time) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: rootDir,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0)
    throw new Error(`The dependencies could not be installed.\n${result.stderr ?? result.error?.message}`);
}

/** Tries Electron's own download once; without it the lab opens in the browser. */
function fetchElectron() {
  const installer = join(modulesDir, 'electron/install.js');
  if (electronFile() !== null || !existsSync(installer)) return;
  const failedMs = statSync(electronFailure, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failedMs < RETRY_MS) return;
  say("Fetching Electron's binary …");
  const result = spawnSync(process.execPath, [installer], {
    cwd: rootDir,
    timeout: DOWNLOAD_MS,
    stdio: 'ignore',
  });
  if (result.status === 0 && electronFile() !== null) {
    rmSync(electronFailure, { force: true });
    return;
  }
  mkdirSync(dirname(electronFailure), { recursive: true });
  writeFileSync(electronFailure, '');
  say(
    "Electron's binary could not be downloaded; the lab opens in the browser. `npm run setup` tries again.",
  );
}

async function buildKernels() {
  const { buildNativeKernels } = await import('./build-kernels.mjs');
  const line = await buildNativeKernels();
  if (!line.endsWith('up to date.')) say(line);
}

async function buildFaces() {
  const { build } = await import('./build.mjs');
  const started = Date.now();
  if (await build()) say(`Built the lab in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** @throws Error with one sentence when the lab cannot run */
export async function setUp({ electron = false } = {}) {
  checkNode();
  installDependencies();
  if (electron) fetchElectron();
  await buildKernels();
  await buildFaces();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  rmSync(electronFailure, { force: true });
  setUp({ electron: true }).catch((error) => {
    say(error.message);
    process.exitCode = 1;
  });
}
