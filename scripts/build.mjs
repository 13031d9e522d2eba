// Builds the three faces into out/, or does nothing when no source has changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rootDir, sleep } from './common.mjs';
import { writeLicences } from './licences.mjs';
import { external } from './package/external.mjs';

const outDir = join(rootDir, 'out');
const stampFile = join(outDir, '.stamp');
const lockDir = join(rootDir, '.build-lock');
const STALE_LOCK_MS = 120_000;
/** What the bundle is made from. `paraglide` is itself made by the build. */
const sources = [
  'src',
  'messages',
  'project.inlang/settings.json',
  'electron.vite.config.ts',
  'package-lock.json',
  'scripts/licences.mjs',
  'scripts/licence-terms.mjs',
  'scripts/licences',
];
const generated = join(rootDir, 'src/renderer/paraglide');

function* filesIn(path) {
  if (!existsSync(path) || path === generated) return;
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    yield `${path} ${stat.size} ${stat.mtimeMs}`;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesIn(join(path, name));
}

/** A hash over names, sizes and times of all sources. */
function stampOfSources() {
  const hash = createHash('sha256');
  for (const source of sources) for (const line of filesIn(join(rootDir, source))) hash.update(line);
  return hash.digest('hex');
}

const isCurrent = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOfSources();

/** One build at a time per working tree; a lock left by a killed build is taken over. */
async function withLock(work) {
  for (;;) {
    try {
      mkdirSync(lockDir);
      break;
    } catch {
      const age = Date.now() - (statSync(lockDir, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > STALE_LOCK_MS) rmSync(lockDir, { recursive: true, force: true });
      else await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

/** Builds beside out/ and swaps the folders, so that a failed build leaves the last good one in place. */
function buildInto(nextDir) {
  const stamp = stampOfSources();
  const vite = join(rootDir, 'node_modules/electron-vite/bin/electron-vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', '--outDir', nextDir, '--logLevel', 'warn'], {
    cwd: rootDir,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    rmSync(nextDir, { recursive: true, force: true });
    throw new Error(`The build failed.\n${result.stdout}${result.stderr}`);
  }
  writeLicences(rootDir, nextDir, external);
  writeFileSync(join(nextDir, '.stamp'), stamp);
  const oldDir = `${outDir}.old-${process.pid}`;
  if (existsSync(outDir)) renameSync(outDir, oldDir);
  renameSync(nextDir, outDir);
  rmSync(oldDir, { recursive: true, force: true });
}

/** @returns whether something was built. */
export async function build() {
  if (isCurrent()) return false;
  return withLock(() => {
    if (isCurrent()) return false;
    buildInto(join(rootDir, `out.next-${process.pid}`));
    return true;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const started = Date.now();
    const built = await build();
    console.error(
      built ? `Built in ${((Date.now() - started) / 1000).toFixed(1)} s.` : 'The build is up to date.',
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
