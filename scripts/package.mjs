// npm run package: an installer for the system that this runs on, in dist/.
//
//   npm run package                          Linux: .deb, AppImage and zip; Windows: installer; macOS: dmg
//   npm run package -- --only deb            one of them; `dir` is the app's folder alone
//   npm run package -- --electron DIR        around an unpacked Electron instead of the downloaded one
//   npm run package -- --test-app            for test/installed: starts through the tests' shim of Node 16 and can be inspected
//
// UNROLL_UPDATE_FEED and UNROLL_UPDATE_KEY (a file with an Ed25519 public key, PEM) give the package a feed of updates;
// without them it never looks for any.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rootDir, say } from './common.mjs';
import { setUp } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    electron: { type: 'string' },
    out: { type: 'string', default: 'dist' },
    'test-app': { type: 'boolean', default: false },
  },
});
const outDir = resolve(rootDir, options.out);
const partsDir = join(rootDir, 'build/package');
const targetsOf = { linux: ['deb', 'AppImage', 'zip'], win32: ['nsis'], darwin: ['dmg'] };
/** What a person downloads and what lies on their disk; more wants a reason. */
const BUDGET_MIB = { installer: 180, installed: 480 };
const MIB = 2 ** 20;
const debianArch = process.arch === 'x64' ? 'amd64' : process.arch;

/** What goes into the package beside the bundle. */
function writeParts() {
  rmSync(partsDir, { recursive: true, force: true });
  mkdirSync(partsDir, { recursive: true });
  const { UNROLL_UPDATE_FEED: url, UNROLL_UPDATE_KEY: keyFile } = process.env;
  if (url && keyFile)
    writeFileSync(
      join(partsDir, 'update-feed.json'),
      JSON.stringify({ url, publicKey: readFileSync(keyFile, 'utf8') }),
    );
  if (options['test-app'])
    cpSync(join(rootDir, 'test/electron/harness'), join(partsDir, 'harness'), { recursive: true });
}

/** An unpacked Electron without an app of its own, and its version. */
function unpackedElectron() {
  if (options.electron === undefined) {
    const { version } = JSON.parse(readFileSync(join(rootDir, 'node_modules/electron/package.json'), 'utf8'));
    return { electronDist: null, electronVersion: version };
  }
  const electronDist = join(outDir, 'electron');
  cpSync(resolve(options.electron), electronDist, {
    recursive: true,
    filter: (path) => !/resources[\\/]app$/.test(path),
  });
  const [, electronVersion] = /Electron\/(\d+\.\d+\.\d+)/.exec(
    readFileSync(join(electronDist, 'electron'), 'latin1'),
  );
  return { electronDist, electronVersion };
}

function bytesIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

const inMib = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;

/** What takes the most, largest first. */
function sizes(appDir) {
  const modulesDir = join(appDir, 'resources/app.asar.unpacked/node_modules');
  const parts = [
    ...readdirSync(appDir)
      .filter((name) => name !== 'resources')
      .map((name) => [name, join(appDir, name)]),
    ['resources/app.asar', join(appDir, 'resources/app.asar')],
    ...(existsSync(modulesDir) ? readdirSync(modulesDir).map((name) => [name, join(modulesDir, name)]) : []),
  ].map(([name, path]) => [name, bytesIn(path)]);
  return parts.sort((a, b) => b[1] - a[1]).slice(0, 8);
}

function reportSizes(appDir, installers) {
  const installed = bytesIn(appDir);
  say(`Installed: ${inMib(installed)} (budget ${BUDGET_MIB.installed} MiB). The largest parts:`);
  for (const [name, bytes] of sizes(appDir)) say(`  ${inMib(bytes).padStart(8)}  ${name}`);
  let within = installed <= BUDGET_MIB.installed * MIB;
  for (const file of installers) {
    say(`${file}: ${inMib(bytesIn(file))} (budget ${BUDGET_MIB.installer} MiB)`);
    within &&= bytesIn(file) <= BUDGET_MIB.installer * MIB;
  }
  if (!within) throw new Error('The package is larger than its budget (scripts/package.mjs).');
}

async function packAll() {
  await setUp({ electron: options.electron === undefined });
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  writeParts();
  const { configuration } = await import('./package/config.mjs');
  const { makeDeb } = await import('./package/deb.mjs');
  const { Platform, build } = createRequire(join(rootDir, 'package.json'))('electron-builder');
  const electron = unpackedElectron();
  const config = configuration({ ...electron, outDir, testApp: options['test-app'] });
  const targets = Platform.current().createTarget('dir');
  await build({ projectDir: rootDir, publish: 'never', targets, config });
  const appDir = readdirSync(outDir)
    .filter((name) => /unpacked$|^mac/.test(name))
    .map((name) => join(outDir, name))[0];
  if (electron.electronDist) rmSync(electron.electronDist, { recursive: true });

  const installers = [];
  for (const name of options.only?.split(',') ?? targetsOf[process.platform]) {
    if (name === 'dir') continue;
    try {
      installers.push(
        ...(name === 'deb'
          ? [
              await makeDeb(appDir, outDir, {
                electronVersion: electron.electronVersion,
                arch: debianArch,
                compression: options['test-app'] ? 'gzip' : 'xz',
              }),
            ]
          : await build({
              ...{ projectDir: rootDir, publish: 'never', prepackaged: appDir, config },
              targets: Platform.current().createTarget(name),
            })),
      );
    } catch (error) {
      // The tools of one target may be out of reach; the others are made all the same.
      say(`${name}: not made, ${error.message.split('\n')[0]}`);
      if (options.only) throw error;
    }
  }
  reportSizes(appDir, installers);
}

try {
  await packAll();
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
