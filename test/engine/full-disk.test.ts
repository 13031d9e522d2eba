import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerFile } from '../../src/main/engine/files/worker-file';
import { runFiles } from '../../src/shared/run-files';
import { vowelsDir } from './lab';

/** Protects: a disk that is full or broken costs no run; it says so, and goes on once it is well. */

const dir = mkdtempSync(join(tmpdir(), 'unroll-full-'));
const shim = join(dir, 'refuse-writes.so');
const source = fileURLToPath(new URL('refuse-writes.c', import.meta.url));
const compiler = process.platform === 'linux' ? spawnSync('cc', ['--version']).status : null;
const options =
  '--model gru --units 8 --epochs 6 --patience 6 --seed 3 --kernel wasm --no-floors --json'.split(' ');
/** A home that holds the data set, copied for each case. */
const preparedDir = join(dir, 'prepared');
let dataset: string;
let weights: Buffer;

interface Refusal {
  readonly path: string;
  readonly calls: string;
  readonly from: number;
  readonly count: number;
  readonly errno: number;
}

interface Ended {
  readonly status: number | null;
  readonly json: Record<string, unknown> & { readonly error?: { code: string; message: string } };
  readonly stderr: string;
}

function lab(homeDir: string, words: readonly string[], refusal?: Refusal): Ended {
  const env: NodeJS.ProcessEnv = { ...process.env, UNROLL_HOME: homeDir };
  if (refusal !== undefined) {
    env['LD_PRELOAD'] = shim;
    for (const [name, value] of Object.entries(refusal)) env[`REFUSE_${name.toUpperCase()}`] = String(value);
  }
  const child = spawnSync(process.execPath, [workerFile('cli'), ...words], { env, encoding: 'utf8' });
  return {
    status: child.status,
    json: child.stdout === '' ? {} : (JSON.parse(child.stdout) as Ended['json']),
    stderr: child.stderr,
  };
}

let homes = 0;
const newHome = (name: string): string => {
  const homeDir = join(dir, name);
  cpSync(preparedDir, homeDir, { recursive: true });
  return homeDir;
};
const weightsOf = (homeDir: string): Buffer => {
  const [run] = readdirSync(join(homeDir, 'runs'));
  return readFileSync(join(homeDir, 'runs', run!, runFiles.weights));
};

describe.skipIf(compiler !== 0)('a disk that refuses (skipped without Linux and a C compiler)', () => {
  beforeAll(() => {
    const { status, stderr } = spawnSync(
      'cc',
      ['-shared', '-fPIC', '-O1', '-w', '-o', shim, source, '-ldl'],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const { json } = lab(preparedDir, ['import', vowelsDir, '--json']);
    dataset = String(json['dataset']);
    const whole = newHome('whole');
    expect(lab(whole, ['train', dataset, ...options]).status).toBe(0);
    weights = weightsOf(whole);
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const [ENOSPC, EIO, EROFS] = [28, 5, 30];
  const once = 1;
  const forEver = 1_000_000;
  it.each([
    ['the first checkpoint', '.checkpoint', 'w', 1, once, ENOSPC, 'DISK_FULL'],
    ['the second checkpoint', '.checkpoint', 'w', 5, forEver, ENOSPC, 'DISK_FULL'],
    ['flushing a checkpoint', '.checkpoint', 's', 2, once, EIO, 'OUTPUT_UNWRITABLE'],
    ['renaming a checkpoint', '/checkpoint', 'r', 2, once, EROFS, 'OUTPUT_UNWRITABLE'],
    ['the weights', '.weights', 'w', 1, once, ENOSPC, 'DISK_FULL'],
    ['the catalog, at its first write', 'catalog.sqlite', 'w', 1, forEver, ENOSPC, 'OUTPUT_UNWRITABLE'],
    ['the catalog, later and for ever', 'catalog.sqlite', 'w', 40, forEver, ENOSPC, 'DISK_FULL'],
    ['everything, later and for ever', '/runs/', 'wsr', 12, forEver, ENOSPC, 'DISK_FULL'],
  ] as const)(
    'at %s: a sentence, no exit with 0, and the same weights once there is room',
    { timeout: 120_000 },
    (_, path, calls, from, count, errno, code) => {
      const homeDir = newHome(`home-${homes++}`);
      const refused = lab(homeDir, ['train', dataset, ...options], { path, calls, from, count, errno });
      expect(refused.status, refused.stderr).not.toBe(0);
      expect(refused.json.error?.code, JSON.stringify(refused.json)).toBe(code);
      expect(refused.json.error?.message).not.toContain('rollback');
      const { runs } = lab(homeDir, ['runs', '--json']).json as unknown as {
        runs: { id: string; status: string }[];
      };
      // Refused before it began: nothing is left of it, and it begins anew.
      const [run] = runs;
      if (run !== undefined) expect(run.status).toBe('interrupted');
      const again = run === undefined ? ['train', dataset, ...options] : ['resume', run.id, '--json'];
      const resumed = lab(homeDir, again);
      expect(resumed.status, resumed.stderr).toBe(0);
      expect(resumed.json).toMatchObject({ status: 'completed', epochs: 6 });
      expect(weightsOf(homeDir).equals(weights)).toBe(true);
    },
  );
});
