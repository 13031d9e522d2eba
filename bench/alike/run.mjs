// Search by state over 100 hours: an index as large as theirs, looked in by a process that begins with nothing in its memory, and by numpy
// at every window in double precision.
//
//   node bench/alike/run.mjs [--hours 100] [--units 128] [--python python3]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '100' },
    units: { type: 'string', default: '128' },
    python: { type: 'string', default: 'python3' },
  },
});
const hereDir = dirname(fileURLToPath(import.meta.url));
const workDir = join(hereDir, '../../build/bench/alike');
await build({
  root: join(hereDir, '../..'),
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ...{ ssr: join(hereDir, 'lab.ts'), outDir: workDir, target: 'node20', minify: false, emptyOutDir: false },
    rolldownOptions: { output: { format: 'es', entryFileNames: 'lab.mjs' } },
  },
});
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
const dir = mkdtempSync(join(tmpdir(), 'unroll-alike-'));
let isEqual = true;
try {
  run(process.execPath, join(workDir, 'lab.mjs'), 'make', dir, values.hours, values.units);
  const bytes = readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  console.log(`${values.hours} h, 4 cells a second of ${values.units} units: ${Math.round(bytes / 1e6)} MB`);
  const questions = {
    'a quarter of a second': { key: 'h1', from: 1000, to: 1000.25, count: 20 },
    'two seconds': { key: 'h1', from: 1000, to: 1002, count: 20 },
    'two seconds, 100 stretches': { key: 'h4', from: 77, to: 79, count: 100 },
    'two seconds, two units': { key: 'h1', from: 1000, to: 1002, count: 20, units: [3, 17] },
  };
  for (const [name, question] of Object.entries(questions)) {
    const text = JSON.stringify(question);
    const own = JSON.parse(run(process.execPath, join(workDir, 'lab.mjs'), 'find', dir, text));
    const peer = JSON.parse(run(values.python, join(hereDir, 'peer.py'), dir, text));
    const same = own.found.every(({ key, from, score }, k) => {
      const [otherKey, otherFrom, otherScore] = peer.found[k];
      return key === otherKey && from === otherFrom && Math.abs(score - otherScore) < 1e-9;
    });
    isEqual &&= same && own.found.length === peer.found.length;
    const [first, ...later] = own.times.map((ms) => `${Math.round(ms)} ms`);
    const [processor] = own.processor;
    console.log(
      `${name}: ${first} at first (${Math.round(processor)} ms of processors), then ${later.join(', ')}; at most ${own.peakMb} MB; numpy ${peer.seconds.toFixed(1)} s; ${same ? 'equal' : 'DIFFERENT'}`,
    );
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (!isEqual) process.exitCode = 1;
