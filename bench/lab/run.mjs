// The lab's speed as a person meets it, in a real Electron and in the browser face.
//
//   node bench/lab/run.mjs [--only startup,firstStep,…] [--faces electron,browser] [--runs N] [--minutes N] [--root DIR]
//
// Writes bench/lab/results.json and its part of docs/benchmarks.md. Without a screen it starts itself under xvfb-run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium, findElectron, openBrowser, openElectron } from './faces.mjs';
import { prepareHome } from './homes.mjs';
import { writeReport } from './report.mjs';
import * as scenarios from './scenarios.mjs';
import { load, machine } from './stats.mjs';

const benchDir = dirname(fileURLToPath(import.meta.url));
const repoDir = resolve(benchDir, '../..');
const resultsFile = join(benchDir, 'results.json');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'startup,firstStep,longTrace,millionPoints,smoothness,memory' },
    faces: { type: 'string', default: 'electron,browser' },
    runs: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '5' },
    root: { type: 'string', default: repoDir },
  },
});

/** Electron needs a screen. */
function underScreen() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return false;
  const result = spawnSync(
    'xvfb-run',
    ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, ...process.argv.slice(1)],
    {
      stdio: 'inherit',
    },
  );
  if (result.error) return false;
  process.exitCode = result.status ?? 1;
  return true;
}

async function measure() {
  const rootDir = resolve(options.root);
  const executables = { electron: findElectron(rootDir), browser: findChromium() };
  const openers = { electron: openElectron, browser: openBrowser };
  const results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const workDir = mkdtempSync(join(tmpdir(), 'unroll-bench-'));
  try {
    const home = await prepareHome(rootDir, workDir);
    for (const face of options.faces.split(',')) {
      const file = executables[face];
      if (file === null) {
        console.error(`${face}: no executable here; left out.`);
        continue;
      }
      let last = null;
      const open = async () => {
        const lab = await openers[face](rootDir, home.homeDir, file);
        last = lab;
        results[face] = { ...results[face], version: lab.version };
        return lab;
      };
      for (const name of options.only.split(',')) {
        const loadBefore = load();
        const found = await scenarios[name]({
          open,
          home,
          runs: Number(options.runs),
          minutes: Number(options.minutes),
        }).catch((error) => {
          console.error(`${face} ${name}: ${error.message}`);
          process.exitCode = 1;
        });
        await last?.close();
        if (found === undefined) continue;
        const measured = { ...found, load: [loadBefore, load()], date: new Date().toISOString() };
        results[face] = { ...results[face], [name]: measured };
        results.machine = machine();
        writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
        console.log(face, name, JSON.stringify(measured));
      }
    }
  } finally {
    rmSync(workDir, { recursive: true, force: true, maxRetries: 20 });
  }
  await writeReport(results, join(repoDir, 'docs/benchmarks.md'));
}

if (!underScreen()) await measure();
