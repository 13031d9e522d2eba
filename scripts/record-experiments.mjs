// Records what experiments came to, for the cards of those that nobody has run yet:
//   bin/unroll --home DIR experiment NAME    (with its default settings, on a sample set of resources/samples)
//   node scripts/record-experiments.mjs DIR
// Numbers are rounded to four digits: a card's picture shows no more.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './common.mjs';

const [home] = process.argv.slice(2);
if (home === undefined) throw new Error('Say in which home the experiments were run.');
const outDir = join(rootDir, 'resources/experiments');
const rounded = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
for (const name of ['unrolled', 'vanishing', 'gates', 'flip-flop', 'lstm-or-gru']) {
  const report = JSON.parse(readFileSync(join(home, 'experiments', `${name}.json`), 'utf8'));
  if (!report.complete) throw new Error(`${name} was not run to its end.`);
  writeFileSync(join(outDir, `${name}.json`), `${JSON.stringify(report.result, rounded)}\n`);
}
