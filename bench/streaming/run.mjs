// One step of a streaming network: the lab's own stream and the exported C header, float and int8, beside onnxruntime-node on
// the exported ONNX, one thread each, in turns.
//
//   node bench/streaming/run.mjs        needs gcc; fetches onnxruntime-node into bench/peers/node
//
// Writes its part of docs/benchmarks.md.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');
const workDir = join(rootDir, 'build/bench/streaming');
const peersDir = join(rootDir, 'bench/peers/node');
const ORT = 'onnxruntime-node@1.30.0';
const ROUNDS = 100;
// Short ones, so that the least of them had a processor to itself whatever else the machine does.
const ROUND_MS = 10;

function run(command, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} failed: ${error ?? stderr}`);
  return stdout;
}

async function bundle(name, format) {
  await build({
    root: rootDir,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ...{ ssr: join(hereDir, `${name}.ts`), outDir: workDir, target: 'node20', minify: false },
      emptyOutDir: false,
      rolldownOptions: { output: { format, entryFileNames: `${name}.${format === 'cjs' ? 'cjs' : 'mjs'}` } },
    },
  });
}

function loadOnnxruntime() {
  mkdirSync(peersDir, { recursive: true });
  if (!existsSync(join(peersDir, 'node_modules/onnxruntime-node')))
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', peersDir, ORT]);
  return createRequire(join(peersDir, 'index.js'))('onnxruntime-node');
}

/** Microseconds a step, least of the rounds. */
function timeHeader(dir, defines) {
  copyFileSync(join(hereDir, 'step.c'), join(dir, 'step.c'));
  run('gcc', ['-std=c99', '-O3', '-march=native', ...defines, '-o', 'step', 'step.c', '-lm'], { cwd: dir });
  const lines = run(join(dir, 'step'), []).trim().split('\n');
  return Math.min(...lines.map((line) => Number(line.split(',')[0])));
}

async function timeOnnx(ort, dir) {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' };
  const session = await ort.InferenceSession.create(join(dir, 'model.onnx'), options);
  const units = Number(dir.split('-').at(-1));
  const states = session.inputNames.filter((name) => name !== 'features');
  const x = new Float32Array(40);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    let state = Object.fromEntries(
      states.map((name) => [name, new ort.Tensor('float32', new Float32Array(units), [1, units])]),
    );
    let steps = 0;
    const start = performance.now();
    while (performance.now() - start < ROUND_MS)
      for (let n = 0; n < 20; n++, steps++) {
        for (let k = 0; k < 40; k++) x[k] = ((steps * 7 + k * 13) % 31) / 15 - 1;
        const out = await session.run({ features: new ort.Tensor('float32', x, [1, 40]), ...state });
        state = Object.fromEntries(states.map((name) => [name, out[`next_${name}`]]));
      }
    best = Math.min(best, ((performance.now() - start) * 1000) / steps);
  }
  await session.release();
  return best;
}

/** The same of the lab's own stream, on the native kernel and on the WebAssembly one. */
function timeLab(cell, units) {
  const output = run(process.execPath, [join(workDir, 'lab.mjs'), cell, units, ROUNDS, ROUND_MS].map(String));
  return JSON.parse(output.trim().split('\n').at(-1));
}

await bundle('models', 'cjs');
await bundle('lab', 'es');
run(process.execPath, [join(workDir, 'models.cjs'), workDir]);
const ort = loadOnnxruntime();
const rows = [];
for (const cell of ['gru', 'lstm'])
  for (const units of [64, 128, 256]) {
    const dir = join(workDir, `${cell}-${units}`);
    const onnx = await timeOnnx(ort, dir);
    const float = timeHeader(dir, []);
    const int8 = timeHeader(dir, ['-DUNROLL_INT8']);
    const lab = timeLab(cell, units);
    rows.push({ name: `${cell.toUpperCase()} ${units}`, float, int8, onnx, ...lab });
    console.log(rows.at(-1));
  }
const us = (value) => `${value.toFixed(1)} µs`;
const times = (ratio) => `${ratio.toFixed(1)} ×`;
const table = [
  "| 40 features in, one step | onnxruntime-node | the lab's stream | its ratio | on WebAssembly | C header, float | its ratio | C header, int8 | its ratio |",
  '|---|---|---|---|---|---|---|---|---|',
  ...rows.map(
    ({ name, float, int8, onnx, native, wasm }) =>
      `| ${name} | ${us(onnx)} | ${us(native)} | ${times(onnx / native)} | ${us(wasm)} | ${us(float)} | ${times(onnx / float)} | ${us(int8)} | ${times(onnx / int8)} |`,
  ),
].join('\n');
const file = join(rootDir, 'docs/benchmarks.md');
const [begin, end] = ['<!-- streaming -->', '<!-- /streaming -->'];
const text = readFileSync(file, 'utf8');
const part = `${begin}\n\n${table}\n\n${end}`;
const found = text.indexOf(begin);
writeFileSync(
  file,
  found === -1
    ? `${text.trimEnd()}\n\n## A streaming step\n\nThe lab's own stream, the exported C header (gcc -O3 -march=native) and the exported ONNX in onnxruntime-node, one thread each, the least of ${ROUNDS} rounds: \`node bench/streaming/run.mjs\`.\n\n${part}\n`
    : text.slice(0, found) + part + text.slice(text.indexOf(end) + end.length),
);
