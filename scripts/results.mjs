// Trains on the project's data sets through the command line, with nothing chosen but model and seed, and writes the
// table of docs/results.md: node scripts/results.mjs --data DIR [--only NAME,…] [--seeds 1,2,…] [--home DIR] [--write]
// Runs that are already in the home folder are not trained again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { rootDir } from './common.mjs';

const rows = [
  {
    name: 'japanesevowels',
    path: 'varlen-japanesevowels',
    models: ['lstm', 'gru'],
    wanted: 0.96,
    beside: '1-NN DTW 0.949; FCN 0.993',
  },
  {
    name: 'basicmotions',
    path: 'sensor-basicmotions',
    models: ['lstm', 'gru'],
    wanted: 0.95,
    beside: 'DTW 0.975; Euclid 0.600',
  },
  {
    name: 'spoken-language',
    path: 'audio-spoken-language',
    models: ['gru'],
    wanted: 0.95,
    beside: 'MFCC statistics + logistic regression 0.950',
  },
  {
    name: 'watch-shoulder',
    path: 'sensor-watch-shoulder',
    models: ['gru'],
    wanted: 0.83,
    beside: 'statistics + logistic regression 0.833',
  },
  {
    name: 'airline',
    path: 'forecast/airline.csv',
    models: ['lstm', 'gru'],
    wanted: 47.6,
    beside: 'same month last year 47.6',
  },
  {
    name: 'italypowerdemand',
    path: 'ucr-univariate/ItalyPowerDemand_TRAIN.ts ucr-univariate/ItalyPowerDemand_TEST.ts',
    models: ['lstm', 'gru'],
    wanted: null,
    beside: 'DTW 0.950; FCN 0.961',
  },
  {
    name: 'arrowhead',
    path: 'ucr-univariate/ArrowHead_TRAIN.ts ucr-univariate/ArrowHead_TEST.ts',
    models: ['lstm', 'gru'],
    wanted: null,
    beside: 'DTW 0.703; FCN 0.843',
  },
];

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3,4,5' },
    home: { type: 'string', default: join(rootDir, 'build', 'results') },
    write: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('Say where the data sets are: --data DIR');
  process.exit(2);
}

const seeds = options.seeds.split(',').map(Number);
const chosen = rows.filter(
  ({ name }) => options.only === undefined || options.only.split(',').includes(name),
);
mkdirSync(options.home, { recursive: true });
const cacheFile = join(options.home, 'results.json');
const cache = existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : {};

/** Runs the command line and answers with its JSON. */
function unroll(...args) {
  const all = [join(rootDir, 'bin', 'unroll'), ...args, '--home', resolve(options.home), '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`unroll ${args.join(' ')}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

function remember(key, make) {
  cache[key] ??= make();
  writeFileSync(cacheFile, JSON.stringify(cache, null, 1));
  return cache[key];
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 95 % score interval of a share p of n (Wilson 1927). */
function wilson(p, n) {
  const z = 1.96;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [centre - half, centre + half];
}

const table = [
  '| data | model | test, mean of seeds | each seed | 95 % interval | wanted | beside it |',
  '|---|---|---|---|---|---|---|',
];
for (const { name, path, models, wanted, beside } of chosen) {
  const paths = path.split(' ').map((part) => join(resolve(options.data), part));
  const imported = remember(`import ${name}`, () => unroll('import', ...paths));
  for (const model of models) {
    const runs = seeds.map((seed) => {
      const run = remember(`${name} ${model} ${seed}`, () =>
        unroll('train', imported.dataset, '--model', model, '--seed', String(seed)),
      );
      console.error(name, model, seed, JSON.stringify(run.test), `${run.seconds.toFixed(0)} s`);
      return run;
    });
    const isForecast = runs[0].test.mae !== undefined;
    const scores = runs.map(({ test }) => (isForecast ? test.mae : test.accuracy));
    const average = mean(scores);
    const show = (value) => (isForecast ? value.toFixed(1) : value.toFixed(3));
    const interval = isForecast
      ? `${show(Math.min(...scores))} – ${show(Math.max(...scores))} (seeds)`
      : wilson(average, imported.splits.test).map(show).join(' – ');
    const goal = wanted === null ? '' : isForecast ? `< ${wanted}` : `≥ ${wanted}`;
    const reached = wanted === null || (isForecast ? average < wanted : average >= wanted);
    const label = `${isForecast ? 'MAE ' : ''}${show(average)}${reached ? '' : ' (not reached)'}`;
    table.push(
      `| ${name} (n = ${imported.splits.test}) | ${model} | ${label} | ${scores.map(show).join(', ')} | ${interval} | ${goal} | ${beside} |`,
    );
  }
}
console.log(table.join('\n'));
if (options.write) {
  const file = join(rootDir, 'docs', 'results.md');
  const [before, rest] = readFileSync(file, 'utf8').split('<!-- table -->\n');
  const after = rest.split('<!-- end of table -->')[1];
  writeFileSync(file, `${before}<!-- table -->\n${table.join('\n')}\n<!-- end of table -->${after}`);
}
