// Training steps and inference of the lab's kernels beside stock tfjs, PyTorch and Keras, in turns, in one run.
//
//   npm run bench                              everything that is here
//   npm run bench -- --quick                   training on full sequences, fewer rounds
//   npm run bench -- --only unroll-native,pytorch --rounds 9 --threads 2
//   npm run bench -- --soak                    5,000 training steps of each of our kernels: is the memory flat?
//   npm run bench -- --quick --setup           also the time from a fresh clone to a lab that is ready
//   npm run bench -- --install-peers           PyTorch, Keras and TensorFlow into bench/peers (about 6 GB)
//
// Writes bench/results.json and its part of docs/benchmarks.md. How fast the window is: bench/lab/run.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildNativeKernels } from '../scripts/build-kernels.mjs';
import { inferenceCases, kernelCases, trainingCases } from './kernels/cases.mjs';
import { startAll } from './kernels/implementations.mjs';
import { installSizes, setUpSeconds } from './kernels/installation.mjs';
import { writeReport } from './kernels/report.mjs';
import { load, machine } from './lab/stats.mjs';

const benchDir = dirname(fileURLToPath(import.meta.url));
const resultsFile = join(benchDir, 'results.json');
const { values: options } = parseArgs({
  options: {
    'install-peers': { type: 'boolean', default: false },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    setup: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const ROUND_MS = 400;
const MOST_STEPS = 40;
/** Whoever needs longer for one step takes only one more. */
const SLOW_STEP_MS = 4000;

function installPeers() {
  const venv = join(benchDir, 'peers/venv');
  const pip = join(venv, process.platform === 'win32' ? 'Scripts/pip.exe' : 'bin/pip');
  const steps = [
    ['python3', ['-m', 'venv', venv]],
    [pip, ['install', 'numpy', 'torch', 'keras', 'tensorflow-cpu']],
  ];
  for (const [command, args] of steps)
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) throw new Error(`${command} failed.`);
}

/** @throws Error when memory grew by more than 2 % or tensors were left behind */
async function soak() {
  const contenders = await startAll(Number(options.threads), ['unroll-native', 'unroll-wasm']);
  const shape = { cell: 'gru', batch: 16, time: 60, inputs: 8, units: 48, lengths: 'varied', steps: 5000 };
  const failures = [];
  for (const { implementation } of contenders) {
    const { samples } = await implementation.ask({ do: 'soak', ...shape, lengthOf: [] });
    const [early, late] = samples;
    const growth = late.rssMb / early.rssMb - 1;
    console.error(
      `${implementation.name}: ${early.rssMb.toFixed(0)} → ${late.rssMb.toFixed(0)} MB (${(growth * 100).toFixed(1)} %), tensors ${early.numTensors} → ${late.numTensors}`,
    );
    if (growth > 0.02 || late.numTensors !== early.numTensors) failures.push(implementation.name);
    await implementation.close();
  }
  if (failures.length > 0) throw new Error(`Memory is not flat: ${failures.join(', ')}.`);
}

const round = (value) => Number(value.toPrecision(4));
const median = (values) => [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];

/** Everyone's milliseconds for one case, measured in turns. */
async function measure(request, contenders, rounds) {
  const entries = [];
  for (const { implementation } of contenders) {
    try {
      const [warmMs] = (await implementation.ask({ ...request, steps: 1 })).ms;
      const [secondMs] = (await implementation.ask({ ...request, steps: 1 })).ms;
      const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(ROUND_MS / secondMs)));
      const slow = secondMs > SLOW_STEP_MS;
      entries.push({ implementation, warmMs, steps, rounds: slow ? 1 : rounds, ms: [], kernelMs: [] });
    } catch (error) {
      if (!error.message.endsWith('not measured')) console.error(error.message);
    }
  }
  for (let turn = 0; turn < rounds; turn++)
    for (const entry of entries) {
      if (turn >= entry.rounds) continue;
      const answer = await entry.implementation.ask({ ...request, steps: entry.steps });
      entry.ms.push(...answer.ms);
      entry.kernelMs.push(...(answer.kernelMs ?? []));
    }
  return entries;
}

const GEMM_ROUNDS = 3;

/** Everyone's best large matrix product, in GFLOP/s: the greatest is the machine's own peak. */
async function gemmPeaks(contenders) {
  const peaks = {};
  for (let turn = 0; turn < GEMM_ROUNDS; turn++)
    for (const { implementation } of contenders.filter(({ implementation: { name } }) => gemms.has(name))) {
      const { gflops } = await implementation.ask({ do: 'gemm' });
      peaks[implementation.name] = round(Math.max(gflops, peaks[implementation.name] ?? 0));
    }
  return peaks;
}

const gemms = new Set(['unroll-native', 'pytorch']);

async function bench() {
  console.error(await buildNativeKernels());
  const threads = Number(options.threads);
  const rounds = Number(options.rounds ?? (options.quick ? 3 : 7));
  const contenders = await startAll(threads, options.only?.split(',') ?? null);
  const results = {
    machine: { ...machine(), threadsUsed: threads, loadBefore: load() },
    versions: {},
    trainingSteps: [],
    kernelAlone: [],
    inference: [],
    processes: [],
  };
  const peaks = new Map();
  const firstStepMs = new Map();
  const cases = options.quick
    ? [...kernelCases(), ...[...trainingCases()].filter(({ lengths }) => lengths === 'full')]
    : [...kernelCases(), ...trainingCases(), ...inferenceCases()];
  const placeOf = { train: results.trainingSteps, kernel: results.kernelAlone };
  for (const { lengthOf, ...described } of cases) {
    const { do: kind, ...named } = described;
    const label = `${kind} ${named.cell} ${named.batch}×${named.time}×${named.inputs}×${named.units} ${named.lengths}`;
    const figures = [];
    for (const entry of await measure({ ...described, lengthOf }, contenders, rounds)) {
      const { name } = entry.implementation;
      if (!firstStepMs.has(name)) firstStepMs.set(name, entry.warmMs);
      const minMs = round(Math.min(...entry.ms));
      figures.push(`${name} ${minMs}`);
      (placeOf[kind] ?? results.inference).push({
        ...(kind in placeOf ? {} : { kind }),
        ...named,
        implementation: name,
        minMs,
        medianMs: round(median(entry.ms)),
        ...(entry.kernelMs.length > 0 && { kernelMinMs: round(Math.min(...entry.kernelMs)) }),
        steps: entry.ms.length,
      });
    }
    for (const { implementation } of contenders) {
      const { peakRssMb } = await implementation.ask({ do: 'forget' });
      peaks.set(implementation.name, peakRssMb);
    }
    console.error(`${label}: ${figures.join(', ')} ms`);
  }
  results.gemm = await gemmPeaks(contenders);
  results.gemmPeakGflops = Math.max(0, ...Object.values(results.gemm)) || null;
  const sizes = installSizes();
  for (const { implementation, facts } of contenders) {
    const { name } = implementation;
    results.versions[name] = facts.version;
    results.processes.push({
      implementation: name,
      startToFirstStepMs: round(facts.readyMs + (firstStepMs.get(name) ?? 0)),
      peakRssMb: round(peaks.get(name)),
      installMb: sizes[name] ?? null,
    });
    await implementation.close();
  }
  if (options.setup || !(options.quick || options.only))
    results.setUp = await setUpSeconds().catch((error) => void console.error(error.message));
  results.machine.loadAfter = load();
  return results;
}

if (options['install-peers']) {
  installPeers();
} else if (options.soak) {
  await soak();
} else {
  const results = await bench();
  const before = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : {};
  const whole = { ...results, setUp: results.setUp ?? before.setUp };
  writeFileSync(resultsFile, `${JSON.stringify(whole, null, 2)}\n`);
  writeReport(whole);
  console.error('Wrote bench/results.json and docs/benchmarks.md.');
}
