// What it takes to have an implementation: space on disk, and for the lab the time from a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootDir = join(dirname(fileURLToPath(import.meta.url)), '../..');

function bytesIn(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

const megabytes = (paths) => Math.round(paths.reduce((sum, path) => sum + bytesIn(path), 0) / 1e6);

/** Folders of what runs, without what only builds and tests. */
function productionPackages() {
  const list = spawnSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: rootDir,
    encoding: 'utf8',
  });
  return (list.stdout ?? '').split('\n').filter((path) => path.includes('node_modules'));
}

/** Megabytes on disk by implementation. */
export function installSizes() {
  const packages = productionPackages();
  const lab = megabytes([
    ...packages,
    ...['out', 'build/kernels', 'resources/kernels'].map((dir) => join(rootDir, dir)),
  ]);
  const tfjs = megabytes(packages.filter((path) => path.includes('@tensorflow')));
  const libDir = join(rootDir, 'bench/peers/venv/lib');
  const python = existsSync(libDir) ? readdirSync(libDir).find((name) => name.startsWith('python')) : null;
  const sitePackages = (names) =>
    python ? megabytes(names.map((name) => join(libDir, python, 'site-packages', name))) : null;
  return {
    'unroll-native': lab,
    'unroll-wasm': lab,
    'tfjs-wasm': tfjs,
    pytorch: sitePackages(['torch', 'nvidia', 'triton', 'numpy', 'numpy.libs']),
    keras: sitePackages(['tensorflow', 'keras', 'h5py', 'numpy', 'numpy.libs']),
  };
}

/** Seconds from a fresh clone of what is committed until the lab is ready to start. */
export async function setUpSeconds() {
  const dir = mkdtempSync(join(tmpdir(), 'unroll-setup-'));
  const clone = spawnSync('git', ['clone', '-q', '--depth', '1', `file://${rootDir}`, dir]);
  try {
    const started = performance.now();
    const setUp = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: dir, encoding: 'utf8' });
    if (clone.status !== 0 || setUp.status !== 0) throw new Error(`The set-up failed.\n${setUp.stderr}`);
    return { seconds: Math.round((performance.now() - started) / 1000) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
