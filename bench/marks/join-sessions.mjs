/**
 * Joins the recordings of sensor-watch-shoulder to sessions, one for each person, with marks from its labels.
 *
 *     node bench/marks/join-sessions.mjs OUT [--data ../shared/data] [--format csv] [--seed 1]
 *
 * The exercises of a person follow one another in random order, at 50 Hz and without a pause; a mark from where each begins to where it ends.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomNumbers } from '../random.mjs';
import { writers } from './files.mjs';

const RATE_HZ = 50;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '../shared/data' },
    format: { type: 'string', default: 'csv' },
    seed: { type: 'string', default: '1' },
  },
});
const dir = resolve(values.data, 'sensor-watch-shoulder');
const outDir = resolve(positionals[0] ?? 'out-sessions');
const random = randomNumbers(Number(values.seed));
const [head, ...rows] = readFileSync(join(dir, 'labels.csv'), 'utf8').trim().split('\n');
const columns = head.split(',');
const at = (name) => columns.findIndex((own) => own.startsWith(name));
const sessions = new Map();
for (const row of rows) {
  const cells = row.split(',');
  const file = cells[at('file')] ?? cells[0];
  const person = /s(\d+)_/.exec(basename(file))[1];
  sessions.set(person, [...(sessions.get(person) ?? []), { file, label: cells[at('label')] }]);
}
mkdirSync(outDir, { recursive: true });
const truth = [];
for (const [person, recordings] of [...sessions].sort()) {
  const order = recordings.map((own) => ({ own, key: random() })).sort((a, b) => a.key - b.key);
  const lines = [];
  const marks = [];
  let names = '';
  for (const { own } of order) {
    const [first, ...data] = readFileSync(join(dir, own.file), 'utf8').trim().split('\n');
    names = first.trim();
    const startSeconds = lines.length / RATE_HZ;
    for (const line of data) lines.push(`${(lines.length / RATE_HZ).toFixed(2)},${line.trim()}`);
    marks.push({ startSeconds, endSeconds: lines.length / RATE_HZ, label: own.label });
  }
  writeFileSync(join(outDir, `person${person}.csv`), `time,${names}\n${lines.join('\n')}\n`);
  const { ending, write } = writers[values.format];
  writeFileSync(join(outDir, `person${person}.marks${ending}`), write(marks, `person${person}.csv`));
  truth.push({ recording: `person${person}.csv`, marks });
}
writeFileSync(`${outDir}-truth.json`, JSON.stringify(truth));
console.log(
  `${sessions.size} sessions, ${truth.reduce((sum, own) => sum + own.marks.length, 0)} marks: ${outDir}`,
);
