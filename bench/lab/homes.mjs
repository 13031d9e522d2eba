// Homes for the measurements, made with the lab's own command line.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MILLION = 1_000_000;
const STEPS_PER_EPOCH = 1000;
const LONG_STEPS = 2000;
const LONG_EXAMPLES = 24;

/** The command line of a built tree on one home. */
export function commandLine(rootDir, homeDir) {
  const cli = join(rootDir, 'out/main/cli.cjs');
  const env = { ...process.env, UNROLL_HOME: homeDir };
  const run = (...args) =>
    JSON.parse(
      execFileSync(process.execPath, [cli, ...args, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  return { cli, env, run };
}

/** Trains with neither an end nor early stopping until there is a checkpoint, then dies as in a crash: can be resumed. */
async function leaveEndlessRun({ cli, env }, homeDir, dataset) {
  const endless = [
    '--model',
    'gru',
    '--epochs',
    '1000000',
    '--patience',
    '1000000',
    '--schedule',
    'constant',
  ];
  const args = [cli, 'train', dataset, ...endless, '--json'];
  const before = new Set(runsIn(homeDir));
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  const died = new Promise((resolve) => child.once('exit', resolve));
  const started = () =>
    runsIn(homeDir).find(
      (id) => !before.has(id) && existsSync(join(homeDir, 'runs', id, 'checkpoint.safetensors')),
    );
  while (started() === undefined) await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGKILL');
  await died;
  return started();
}

const runsIn = (homeDir) =>
  execFileSync('ls', [join(homeDir, 'runs')], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);

/** The bytes of a safetensors file (https://github.com/huggingface/safetensors#format) of vectors. */
function safetensors(vectors) {
  const types = new Map([
    [Int32Array, 'I32'],
    [Float32Array, 'F32'],
    [Float64Array, 'F64'],
  ]);
  let at = 0;
  const header = { __metadata__: { formatVersion: '1' } };
  for (const [name, data] of Object.entries(vectors)) {
    header[name] = {
      dtype: types.get(data.constructor),
      shape: [data.length],
      data_offsets: [at, at + data.byteLength],
    };
    at += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(head.length));
  const bodies = Object.values(vectors).map((data) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([size, head, ...bodies]);
}

/** Curves of a million steps that fall with noise, as losses do. */
function millionSteps() {
  let state = 1;
  const noise = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
  const epochs = MILLION / STEPS_PER_EPOCH;
  const at = (size, type, value) => type.from({ length: size }, (_, k) => value(k));
  const loss = (share) => 0.1 + 1.3 * Math.exp(-6 * share);
  return {
    'epochs/seconds': at(epochs, Float64Array, () => 1),
    'steps/step': at(MILLION, Int32Array, (k) => k + 1),
    'steps/loss': at(MILLION, Float32Array, (k) => loss(k / MILLION) * (1 + 0.6 * noise())),
    'steps/metric': at(MILLION, Float32Array, (k) => 1 - 0.6 * loss(k / MILLION) + 0.1 * noise()),
    'steps/gradientNorm': at(MILLION, Float32Array, (k) => loss(k / MILLION) * Math.exp(2 * noise())),
    'steps/learningRate': at(MILLION, Float32Array, (k) => 0.001 * (1 - k / MILLION)),
    'epochs/epoch': at(epochs, Int32Array, (k) => k + 1),
    'epochs/step': at(epochs, Int32Array, (k) => (k + 1) * STEPS_PER_EPOCH),
    'epochs/trainLoss': at(epochs, Float32Array, (k) => loss(k / epochs)),
    'epochs/trainMetric': at(epochs, Float32Array, (k) => 1 - 0.6 * loss(k / epochs)),
    'epochs/validationLoss': at(epochs, Float32Array, (k) => 1.1 * loss(k / epochs) + 0.02 * noise()),
    'epochs/validationMetric': at(
      epochs,
      Float32Array,
      (k) => 0.95 - 0.6 * loss(k / epochs) + 0.02 * noise(),
    ),
  };
}

/** A run with a million steps beside a real one, as a folder; the lab takes it in when it next starts. */
function addMillionRun(homeDir, from) {
  const id = '20260101-000000-gru-million';
  const dir = join(homeDir, 'runs', id);
  cpSync(join(homeDir, 'runs', from), dir, { recursive: true });
  const file = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'));
  const epoch = MILLION / STEPS_PER_EPOCH;
  Object.assign(file.run, {
    id,
    name: 'a million steps',
    stepsPerEpoch: STEPS_PER_EPOCH,
    epoch,
    bestEpoch: epoch,
  });
  writeFileSync(join(dir, 'run.json'), JSON.stringify(file));
  writeFileSync(join(dir, 'metrics.safetensors'), safetensors(millionSteps()));
  return id;
}

/** Recordings of 2,000 steps: two kinds of drifting oscillation on three channels. */
function writeLongRecordings(dir) {
  for (let k = 0; k < LONG_EXAMPLES; k++) {
    const kind = k % 2 === 0 ? 'slow' : 'fast';
    mkdirSync(join(dir, kind), { recursive: true });
    const rows = ['x,y,z'];
    for (let t = 0; t < LONG_STEPS; t++) {
      const phase = (t * (k % 2 === 0 ? 1 : 1.7)) / 40 + k;
      rows.push(
        [Math.sin(phase), Math.cos(phase / 2), Math.sin(phase / 3 + t / 900)].map((x) => x.toFixed(4)).join(),
      );
    }
    writeFileSync(join(dir, kind, `recording-${k}.csv`), `${rows.join('\n')}\n`);
  }
}

/** One home for all measurements. */
export async function prepareHome(rootDir, workDir) {
  const homeDir = join(workDir, 'home');
  mkdirSync(homeDir, { recursive: true });
  const lab = commandLine(rootDir, homeDir);
  const { dataset } = lab.run('import', join(rootDir, 'resources/samples/shoulder-exercises'));
  const short = lab.run('train', dataset, '--model', 'gru', '--epochs', '3').run;
  const endless = await leaveEndlessRun(lab, homeDir, dataset);
  writeLongRecordings(join(workDir, 'long'));
  const long = lab.run('import', join(workDir, 'long'), '--task', 'classify', '--split', 'random').dataset;
  const traced = lab.run(
    'train',
    long,
    '--model',
    'lstm',
    '--units',
    '128',
    '--layers',
    '1',
    '--no-bidirectional',
    '--epochs',
    '1',
  ).run;
  const million = addMillionRun(homeDir, short);
  const broken = lab.run('runs').runs.filter(({ id, status }) => id !== endless && status !== 'completed');
  if (broken.length > 0)
    throw new Error(`${broken[0].id} is ${broken[0].status}: ${JSON.stringify(broken[0].error)}`);
  return { homeDir, dataset, short, endless, long, traced, million };
}
