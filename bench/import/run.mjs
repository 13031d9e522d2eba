// Imports of made files by the lab beside pandas and DuckDB, in turns, in one run: time, processor time, memory.
//
//   npm run build && node bench/import/run.mjs             a million rows, and 5,000 short files (a minute or two)
//   node bench/import/run.mjs --size full                  also 530 MB and, the lab alone, 4 GB (needs 12 GB on disk)
//   node bench/import/run.mjs --only csv-530mb --rounds 1  some rows of the table; the others keep their last figures
//   node bench/import/run.mjs --python FILE                with a Python that has pandas and duckdb already
//   node bench/import/run.mjs --dir DIR --write            where files are made; figures into docs/benchmarks.md
//
// Linux alone: memory is read in /proc. Without --python the peers are installed in bench/peers/import once. Files and
// homes are deleted at the end. The lab does the whole of `unroll import`: it reads, finds out what the columns are,
// takes features, writes a sealed data set and its catalog. A peer reads the same files into memory and ends.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine, summary } from '../lab/stats.mjs';
import { writeClips, writeSeries } from './files.mjs';
import { measured } from './measure.mjs';
import { table, writeReport } from './report.mjs';

const rootDir = join(dirname(fileURLToPath(import.meta.url)), '../..');
const resultsFile = join(rootDir, 'bench/import/results.json');
const PEERS = ['pandas', 'duckdb'];

/** `most` is how often the time of that peer the lab may take, `mostMb` how much memory. */
const cases = [
  {
    name: 'csv-1m',
    title: 'CSV, 1,000,000 rows × 7',
    make: (path) => writeSeries(`${path}.csv`, { rows: 1_000_000 }),
    path: '.csv',
    peers: PEERS,
    most: { duckdb: 2 },
    mostMb: 500,
    rounds: 3,
  },
  {
    name: 'csv-5000',
    title: '5,000 CSV files of 100 to 199 rows × 4',
    make: (path) => writeClips(path, { files: 5000 }),
    path: '',
    peers: PEERS,
    most: { pandas: 1.5 },
    rounds: 3,
  },
  {
    name: 'csv-530mb',
    title: 'CSV, 9,600,000 rows × 7',
    make: (path) => writeSeries(`${path}.csv`, { rows: 9_600_000 }),
    path: '.csv',
    peers: PEERS,
    most: { duckdb: 2.5 },
    mostMb: 1000,
    rounds: 3,
    isLarge: true,
  },
  {
    name: 'csv-4gb',
    title: 'CSV × 7, the lab alone',
    make: (path) => writeSeries(`${path}.csv`, { bytes: 4e9 }),
    path: '.csv',
    peers: [],
    most: {},
    mostMb: 1500,
    rounds: 1,
    isLarge: true,
  },
];

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string', default: tmpdir() },
    only: { type: 'string' },
    python: { type: 'string' },
    rounds: { type: 'string' },
    /** small or full */
    size: { type: 'string', default: 'small' },
    write: { type: 'boolean', default: false },
  },
});

/** A Python that has the peers. */
function python() {
  if (options.python !== undefined) return options.python;
  const venv = join(rootDir, 'bench/peers/import');
  const own = join(venv, 'bin/python');
  if (existsSync(own)) return own;
  const steps = [
    ['python3', ['-m', 'venv', venv]],
    [own, ['-m', 'pip', 'install', '--quiet', 'pandas', 'duckdb']],
  ];
  for (const [command, args] of steps)
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) throw new Error(`${command} failed.`);
  return own;
}

/** How many rows of the files came into the data set: the steps of prepared.safetensors (docs/file-formats.md). */
function preparedRows(file) {
  const descriptor = openSync(file, 'r');
  const size = Buffer.alloc(8);
  readSync(descriptor, size, 0, 8, 0);
  const header = Buffer.alloc(Number(size.readBigUInt64LE()));
  readSync(descriptor, header, 0, header.length, 8);
  closeSync(descriptor);
  return JSON.parse(header.toString()).features.shape[0];
}

async function importOnce(dir, path) {
  const home = join(dir, 'home');
  const args = ['--home', home, 'import', '--questions', 'strongest', '--json', path];
  try {
    const { stdout, ...taken } = await measured(join(rootDir, 'bin/unroll'), args);
    const { dataset, warnings } = JSON.parse(stdout);
    const rows = preparedRows(join(home, 'datasets', dataset, 'prepared.safetensors'));
    return { ...taken, rows, warnings: warnings.length, version: `Node ${process.versions.node}` };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function readOnce(who, path) {
  const script = join(rootDir, 'bench/import/peer.py');
  const { stdout, ...taken } = await measured(python(), [script, who, path]);
  return { ...taken, ...JSON.parse(stdout) };
}

async function measureCase({ name, title, make, path: ending, peers, most, mostMb, rounds }) {
  const dir = mkdtempSync(join(options.dir, 'unroll-bench-import-'));
  try {
    const { bytes, rows } = make(join(dir, name));
    console.error(`${name}: ${(bytes / 1e6).toFixed(0)} MB, ${rows} rows`);
    const path = join(dir, name + ending);
    const taken = new Map(['lab', ...peers].map((who) => [who, []]));
    const loads = [load()];
    for (let round = 0; round < Number(options.rounds ?? rounds); round++)
      for (const [who, all] of taken) {
        const once = await (who === 'lab' ? importOnce(dir, path) : readOnce(who, path));
        if (once.rows !== rows) throw new Error(`${who} read ${once.rows} of ${rows} rows of ${name}.`);
        console.error(
          `  ${who}: ${once.seconds} s, ${once.cpuSeconds.toFixed(2)} s of processor time, ${(once.peakBytes / 1e6).toFixed(0)} MB`,
        );
        all.push(once);
        loads.push(load());
      }
    const of = (all, key) => summary(all.map((once) => once[key]));
    const contenders = [...taken].map(([who, all]) => ({
      who,
      version: all[0].version,
      seconds: of(all, 'seconds'),
      cpuSeconds: of(all, 'cpuSeconds'),
      peakMb: summary(all.map(({ peakBytes }) => peakBytes / 1e6)),
      ...(who !== 'lab' && { readSeconds: of(all, 'readSeconds') }),
    }));
    const loadRange = [Math.min(...loads), Math.max(...loads)];
    return { name, title, bytes, rows, most, mostMb, machine: machine(), loadRange, contenders };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const chosen = cases.filter(({ name, isLarge }) =>
  options.only === undefined ? options.size === 'full' || !isLarge : options.only.split(',').includes(name),
);
if (chosen.length === 0) throw new Error(`--only is one of ${cases.map(({ name }) => name).join(', ')}.`);
const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
// Figures of another machine do not stand in one table with ours.
const isOurs = ([, each]) => JSON.stringify(each.machine) === JSON.stringify(machine());
const results = Object.fromEntries(Object.entries(before).filter(isOurs));
for (const each of chosen) results[each.name] = await measureCase(each);
const kept = cases.map(({ name }) => results[name]).filter(Boolean);
console.log(table(kept));
if (options.write) {
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  writeReport(kept, join(rootDir, 'docs/benchmarks.md'));
}
