// MiniRocket and QUANT beside aeon's, on public sets that packages ship: TRAIN and TEST as given, three seeds each, in turns.
//
//   node bench/floors/run.mjs [--python FILE] [--model quant|minirocket] [--seeds 3] [--sets NAME,NAME] [--write]
//
// Makes bench/peers/floors with aeon and the packages that ship sets unless --python names one that has them. With --write its
// table goes into docs/results.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');
const workDir = join(rootDir, 'build/bench/floors');
const setsDir = join(workDir, 'sets');
const PACKAGES = ['aeon==1.6.0', 'torch==2.15.0', 'tslearn==0.10.0', 'pyts==0.14.1'];

/** aeon's classifiers take sequences of one length alone; `_eq` are its own files that are filled up. */
const sets =
  'ACSF1 ArrowHead BasicMotions Coffee GunPoint ItalyPowerDemand JapaneseVowels_eq OSULeaf PickupGestureWiimoteZ_eq PigCVP Trace';

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} failed: ${error ?? stderr}`);
  return stdout;
}

const lastLine = (text) => JSON.parse(text.trim().split('\n').at(-1));
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function pythonWithPeers() {
  const given = option('python');
  if (given !== undefined) return given;
  const dir = join(rootDir, 'bench/peers/floors');
  const python = join(dir, 'bin/python');
  if (!existsSync(python)) {
    run('python3', ['-m', 'venv', dir]);
    run(python, ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  }
  return python;
}

await build({
  root: rootDir,
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ...{ ssr: join(hereDir, 'lab.ts'), outDir: workDir, target: 'node20', minify: false, emptyOutDir: false },
    rolldownOptions: { output: { format: 'es', entryFileNames: 'lab.mjs' } },
  },
});
const python = pythonWithPeers();
const peer = join(hereDir, 'peer.py');
mkdirSync(setsDir, { recursive: true });
if (!existsSync(join(setsDir, 'Trace.json'))) run(python, [peer, 'sets', setsDir]);

const seeds = option('seeds') ?? '3';
const models = option('model') === undefined ? ['minirocket', 'quant'] : [option('model')];
const parts = [];
for (const model of models) {
  const rows = [];
  for (const name of option('sets')?.split(',') ?? sets.split(' ')) {
    const lab = lastLine(run(process.execPath, [join(workDir, 'lab.mjs'), setsDir, name, model, seeds]));
    const aeon = lastLine(run(python, [peer, 'fit', setsDir, name, model, seeds]));
    const row = {
      ...{ name, lab: meanOf(lab.accuracies), aeon: meanOf(aeon.accuracies) },
      ...{ seconds: Math.min(...lab.seconds), aeonSeconds: Math.min(...aeon.seconds) },
    };
    rows.push(row);
    console.log(model, JSON.stringify(row));
  }
  const line = ({ name, lab, aeon, seconds, aeonSeconds }) =>
    `| ${name} | ${lab.toFixed(3)} | ${aeon.toFixed(3)} | ${(lab - aeon >= 0 ? '+' : '−') + Math.abs(lab - aeon).toFixed(3)} | ${seconds.toFixed(2)} | ${aeonSeconds.toFixed(2)} | ${(seconds / aeonSeconds).toFixed(2)} |`;
  const all = (key) => meanOf(rows.map((row) => row[key]));
  parts.push(
    [
      `| ${model === 'quant' ? 'QUANT' : 'MiniRocket'} | the lab | aeon 1.6 | difference | the lab, s | aeon, s | ratio |`,
      '|---|---|---|---|---|---|---|',
      ...rows.map(line),
      line({
        ...{ name: 'mean', lab: all('lab'), aeon: all('aeon') },
        ...{ seconds: all('seconds'), aeonSeconds: all('aeonSeconds') },
      }),
    ].join('\n'),
  );
}
const table = parts.join('\n\n');
console.log(table);
if (process.argv.includes('--write')) {
  const file = join(rootDir, 'docs/results.md');
  const [begin, end] = ['<!-- floors:begin (written by bench/floors/run.mjs) -->', '<!-- floors:end -->'];
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  if (from === -1) throw new Error(`docs/results.md lacks ${begin}`);
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(text.indexOf(end))}`);
}
