// Tortures homes: kills, failing disks, power cuts, flipped bits, many runs, long work. Each row says its figure.
//
//   npm run torture                             the small size, as in npm test
//   npm run torture -- --size nightly --write   the whole, into docs/reliability.md (hours)
//   npm run torture -- --only flips,power --seed 7 --scale 0.1
//
// --scale multiplies the counts of the size; --part 2/8 takes the second eighth of the refusals, --epochs 4 a shorter run. Exit code 1 when a row is not good. Needs a build, and for most rows Linux with cc.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { randomOf } from '../random.mjs';
import { damage } from './damage.mjs';
import { aimedKills, exportKills, randomKills } from './kills.mjs';
import { canWatch, Looker, prepare, trainFor, workDir } from './lab.mjs';
import { powerCuts } from './power.mjs';
import { refusals, smallDisk } from './refusals.mjs';
import { mutants } from './mutants.mjs';
import { manyRuns, mixedWork } from './size.mjs';

const reportFile = join(dirname(fileURLToPath(import.meta.url)), '../../docs/reliability.md');

/** name → what is done, what it must show, sizes, and whether the disk is watched. Counts are scaled, `fixed` is not. */
const rows = {
  kills: {
    run: randomKills,
    says: 'SIGKILL at random',
    must: '0 committed epochs lost, 0 differing weights, 0 unopenable homes',
    small: { count: 4 },
    nightly: { count: 300 },
  },
  aimed: {
    run: aimedKills,
    says: 'SIGKILL inside checkpoint, catalog, weights, run.json',
    must: 'the same',
    watched: true,
    small: { count: 5 },
    nightly: { count: 100 },
  },
  exports: {
    run: exportKills,
    says: 'SIGKILL inside the writing of an export',
    must: 'the home as it was, the next export whole',
    watched: true,
    small: { count: 2 },
    nightly: { count: 25 },
  },
  refusals: {
    run: refusals,
    says: 'ENOSPC and EIO at writes, flushes and renames of a run',
    must: '0 corruptions, 0 runs that cannot go on, 0 exits with 0 where something is missing',
    watched: true,
    small: { count: 6 },
    nightly: { count: 1e6 },
  },
  disk: {
    run: smallDisk,
    says: 'a tmpfs that fills while a run trains',
    must: 'the same',
    small: { count: 2 },
    nightly: { count: 40 },
  },
  power: {
    run: powerCuts,
    says: 'unflushed writes and names lost, torn and reordered (power cuts)',
    must: 'the last flushed state, equal weights at the end',
    watched: true,
    small: { count: 25, resumed: 2 },
    nightly: { count: 500, resumed: 50 },
  },
  flips: {
    run: damage,
    says: 'flipped bits and cuts in every file of a home',
    must: '0 silent, 0 homes closed',
    small: { flips: 2, cuts: 1 },
    nightly: { flips: 2000, cuts: 200 },
  },
  mutants: {
    run: mutants,
    says: 'damaged files of every format and damaged models, half with hashes made right',
    must: '0 crashes, 0 over 5 s of processor time, RSS < 1 GB, nothing written outside',
    small: { data: 100, models: 40 },
    nightly: { data: 10_000, models: 2000 },
  },
  many: {
    run: manyRuns,
    says: 'many runs in one home',
    must: 'opens < 1 s, 20 curves < 500 ms',
    small: { fixed: { runs: 100, points: 100_000 } },
    nightly: { fixed: { runs: 1000, points: 1_000_000 } },
  },
  work: {
    run: mixedWork,
    says: 'mixed work in one engine over its socket (import, train, look, mark, export, delete, join again)',
    must: 'RSS +5 % at most after warming up; handles and threads constant',
    small: null,
    nightly: { minutes: 60 },
  },
};

const { values: given } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    part: { type: 'string', default: '1/1' },
    epochs: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const scaled = ({ fixed = {}, ...counts }) => ({
  ...Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [
      name,
      Math.max(1, Math.round(count * Number(given.scale))),
    ]),
  ),
  ...fixed,
});

const chosen = given.only?.split(',') ?? Object.keys(rows);
const unknown = chosen.filter((name) => !(name in rows));
if (unknown.length > 0 || !['small', 'nightly'].includes(given.size)) {
  console.error(`There are the rows ${Object.keys(rows).join(', ')}, and the sizes small and nightly.`);
  process.exit(2);
}

/** Puts a row's line into the report, in place of the one before. */
function write(name, { says, must }, command, figure) {
  const line = `| ${says} | ${must} | ${figure} | \`${command}\` |`;
  const text = readFileSync(reportFile, 'utf8');
  const old = new RegExp(`^\\| ${says.replace(/[()+*?.]/g, '\\$&')} \\|.*$`, 'm');
  if (!old.test(text)) throw new Error(`docs/reliability.md has no row for ${name}.`);
  writeFileSync(
    reportFile,
    text.replace(old, () => line),
  );
}

const part = given.part.split('/').map(Number);
if (given.epochs !== undefined) trainFor(Number(given.epochs));
const looker = new Looker();
let bad = 0;
try {
  const base = prepare();
  for (const name of chosen) {
    const row = rows[name];
    const size = row[given.size];
    if (size === null) continue;
    if (row.watched && !canWatch()) {
      console.log(`${name}: not run, needs Linux and a C compiler`);
      continue;
    }
    const startMs = Date.now();
    const result = await row
      .run({ base, looker, part, random: randomOf(Number(given.seed)), ...scaled(size) })
      .catch((error) => ({
        figure: `broke off: ${error.message}`,
        isGood: false,
        failures: [],
      }));
    const seconds = Math.round((Date.now() - startMs) / 1000);
    console.log(`${result.isGood ? 'good' : 'BAD '} ${name}: ${result.figure} (${seconds} s)`);
    for (const failure of result.failures.slice(0, 20)) console.log(`       ${failure}`);
    if (!result.isGood) bad++;
    const scale = ['scale', 'part', 'epochs']
      .filter((name) => !['1', '1/1', undefined].includes(given[name]))
      .map((name) => ` --${name} ${given[name]}`)
      .join('');
    const command = `npm run torture -- --size ${given.size} --only ${name}${scale} --seed ${given.seed}`;
    if (given.write) write(name, row, command, `${result.figure}${result.isGood ? '' : ' **missed**'}`);
  }
} finally {
  looker.close();
  rmSync(workDir, { recursive: true, force: true });
}
process.exitCode = bad > 0 ? 1 : 0;
