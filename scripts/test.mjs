// npm test: sets up what is missing and runs every check; ends with one line, `N passed, N failed`.
//
//   npm test                          everything
//   npm test -- unit browser          only these suites
//
// A suite that cannot run says why. With CI=true that is a failure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cliFile, electronFile, rootDir, say } from './common.mjs';
import { setUp } from './setup.mjs';

const ci = process.env.CI === 'true';
const reportsDir = mkdtempSync(join(tmpdir(), 'unroll-test-'));

/** Runs a package's command line with our terminal. Resolves with its exit code. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: rootDir, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const node = (args, env) => run(process.execPath, args, env);
const tool = (path, args, env) => node([join(rootDir, 'node_modules', path), ...args], env);

/** A check that passes or fails as a whole. */
const check = (work) => async () =>
  (await work()) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

async function vitest() {
  const report = join(reportsDir, 'vitest.json');
  const code = await tool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const skipped = ci ? numPendingTests : 0;
  if (skipped > 0) say(`${skipped} unit tests were skipped, which CI counts as failures.`);
  const failed = numFailedTests + skipped + (numFailedTests === 0 ? numFailedTestSuites : 0);
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function playwright(project, env, prefix = []) {
  const report = join(reportsDir, `${project}.json`);
  const command = [...prefix, process.execPath, join(rootDir, 'node_modules/@playwright/test/cli.js')];
  const code = await run(command[0], [...command.slice(1), 'test', `--project=${project}`], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = ci ? stats.skipped : 0;
  if (skipped > 0) say(`${skipped} ${project} tests were skipped, which CI counts as failures.`);
  const failed = stats.unexpected + skipped;
  return { passed: stats.expected + stats.flaky, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** Packs the lab around this Electron, and tests what dpkg installs of it. */
async function installed(electronDir, prefix) {
  const outDir = join(reportsDir, 'package');
  const script = join(rootDir, 'scripts/package.mjs');
  const options = ['--only', 'deb', '--test-app', '--electron', electronDir, '--out', outDir];
  if ((await node([script, ...options])) !== 0) return { passed: 0, failed: 1 };
  const deb = readdirSync(outDir).find((name) => name.endsWith('.deb'));
  return playwright('installed', { UNROLL_DEB: join(outDir, deb) }, prefix);
}

function chromiumFile() {
  const known = [
    process.env.UNROLL_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return known.find((file) => file && existsSync(file)) ?? null;
}

/** Electron's window needs a display: the one there is, or a virtual one. */
function displayPrefix() {
  if (process.platform !== 'linux' || process.env.DISPLAY) return [];
  return spawnSync('xvfb-run', ['--help']).error === undefined ? ['xvfb-run', '-a'] : null;
}

/** In CI: the TensorFlow runtime that its tests use, kept in the cache folder under a name that no other test looks at. */
async function setUpTensorflow() {
  const cacheDir = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  process.env.UNROLL_TEST_TENSORFLOW ??= join(cacheDir, 'unroll-tensorflow');
  const code = await node([cliFile, 'setup', 'tensorflow', '--home', join(reportsDir, 'home')], {
    UNROLL_TENSORFLOW: process.env.UNROLL_TEST_TENSORFLOW,
  });
  if (code !== 0) say('TensorFlow could not be set up; its tests will fail.');
}

const chosen = process.argv.slice(2);

const suites = {
  types: check(
    async () =>
      (await tool('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.node.json'])) ||
      (await tool('svelte-check/bin/svelte-check', [
        '--tsconfig',
        'tsconfig.web.json',
        '--fail-on-warnings',
        '--output',
        'human',
      ])),
  ),
  lint: check(() => tool('eslint/bin/eslint.js', ['.'])),
  walls: check(async () => {
    const walls = await node([join(rootDir, 'scripts/walls.mjs')]);
    const unused = await tool('knip/bin/knip.js', ['--no-progress']);
    return walls || unused;
  }),
  format: check(() => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])),
  unit: vitest,
  torture: check(() => node([join(rootDir, 'bench/torture/run.mjs')])),
  sanitizers: () => {
    if (!ci && chosen.length === 0) return 'takes minutes; npm test -- sanitizers';
    return check(() => node([join(rootDir, 'scripts/build-kernels.mjs'), '--sanitize']))();
  },
  browser: () => {
    const chromium = chromiumFile();
    if (chromium === null)
      return 'no Chromium; install it (Debian: apt-get install chromium) or set UNROLL_CHROMIUM';
    return playwright('browser', { UNROLL_CHROMIUM: chromium });
  },
  electron: () => {
    const electron = process.env.UNROLL_ELECTRON ?? electronFile();
    if (electron === null) return 'no Electron binary; `npm run setup` fetches it, or set UNROLL_ELECTRON';
    const prefix = displayPrefix();
    if (prefix === null) return 'no display and no xvfb-run (Debian: apt-get install xvfb)';
    return playwright('electron', { UNROLL_ELECTRON: electron }, prefix);
  },
  installed: () => {
    const electron = process.env.UNROLL_ELECTRON ?? electronFile();
    if (process.platform !== 'linux') return 'only for Debian packages';
    if (electron === null) return 'no Electron binary; `npm run setup` fetches it, or set UNROLL_ELECTRON';
    const missing = ['dpkg-deb', 'fakeroot'].filter((tool) => spawnSync(tool, ['--version']).error);
    if (missing.length > 0) return `no ${missing.join(', no ')} (Debian: apt-get install dpkg fakeroot)`;
    const prefix = displayPrefix();
    if (prefix === null) return 'no display and no xvfb-run (Debian: apt-get install xvfb)';
    return installed(dirname(electron), prefix);
  },
};

/** Suites that take long and are run by name alone. */
const nightly = {
  defences: () => {
    if (displayPrefix() === null) return 'no display and no xvfb-run (Debian: apt-get install xvfb)';
    return check(() => node([join(rootDir, 'scripts/defences.mjs')]))();
  },
};

const unknown = chosen.filter((name) => !(name in suites) && !(name in nightly));
if (unknown.length > 0) {
  say(
    `There is no suite ${unknown.join(', ')}; there are ${Object.keys({ ...suites, ...nightly }).join(', ')}.`,
  );
  process.exit(2);
}

try {
  await setUp();
  if (ci) await setUpTensorflow();
  let passed = 0;
  let failed = 0;
  const lines = [];
  for (const [name, suite] of Object.entries({ ...suites, ...nightly })) {
    if (chosen.length > 0 ? !chosen.includes(name) : name in nightly) continue;
    say(`\n── ${name} ──`);
    const startedMs = Date.now();
    const result = await suite();
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(0);
    if (typeof result === 'string') {
      lines.push(`${name}: not run, ${result}${ci ? ' (a failure in CI)' : ''}`);
      if (ci) failed += 1;
    } else {
      lines.push(`${name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
      passed += result.passed;
      failed += result.failed;
    }
  }
  say(`\n${lines.join('\n')}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  say(error.message);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
} finally {
  rmSync(reportsDir, { recursive: true, force: true });
}
