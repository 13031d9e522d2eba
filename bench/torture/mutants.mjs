// Damaged files of every format that the lab reads, and damaged models: each is read or refused by name, at little cost, and
// nothing is written elsewhere. A row of the torture, and a command of its own:
//
//   node bench/torture/mutants.mjs --data 10000 --models 2000 --seed 1
//
// Every file is opened by the whole engine in a process of its own, whose processor time, memory and loop are read. Half of the
// models, and of the zipped tables, carry hashes and checksums that are right again, so that what is behind them is reached.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { unzipSync, zipSync } from 'fflate';
import { build } from 'vite';

const hereDir = dirname(fileURLToPath(import.meta.url));
const rootDir = join(hereDir, '../..');
const fixtures = join(rootDir, 'test/fixtures');

const MOST_CPU_MS = 5000;
const MOST_RSS = 1e9;
/** Wall time after which a process is taken for hung. */
const PATIENCE_MS = 60_000;
/** Larger ones say nothing more and take longer. */
const MOST_BYTES = 400_000;

const text = (lines) => Buffer.from(`${lines.join('\n')}\n`);
const wave = (k) => [k, Math.sin(k / 5).toFixed(4), Math.cos(k / 7).toFixed(4), k % 20 < 10 ? 'a' : 'b'];
const rows = Array.from({ length: 200 }, (_, k) => wave(k));

/** Small files of formats that have no fixture. */
const written = {
  'table.csv': text(['time,x,y,label', ...rows.map((row) => row.join(','))]),
  'table.tsv': text(['time\tx\ty\tlabel', ...rows.map((row) => row.join('\t'))]),
  'german.csv': text([
    'Zeit;x;y',
    ...rows.map(([t, x, y]) => [t, x.replace('.', ','), y.replace('.', ',')].join(';')),
  ]),
  'records.json': Buffer.from(
    JSON.stringify(rows.map(([time, x, y, label]) => ({ time, x: +x, y: +y, label }))),
  ),
  'records.jsonl': text(rows.map(([time, x, y]) => JSON.stringify({ time, x: +x, y: +y }))),
  'series.arff': text([
    '@relation r',
    '@attribute x numeric',
    '@attribute y numeric',
    '@attribute c {a,b}',
    '@data',
    ...rows.map(([, x, y, c]) => `${x},${y},${c}`),
  ]),
  'series.tsf': text([
    '@relation r',
    '@attribute series_name string',
    '@frequency daily',
    '@horizon 5',
    '@missing false',
    '@equallength true',
    '@data',
    ...['a', 'b'].map((name) => `${name}:${rows.map(([, x]) => x).join(',')}`),
  ]),
  'cases.ts': text([
    '@problemName p',
    '@timeStamps false',
    '@univariate true',
    '@classLabel true a b',
    '@data',
    ...Array.from(
      { length: 20 },
      (_, k) =>
        `${rows
          .slice(k, k + 30)
          .map(([, x]) => x)
          .join(',')}:${k % 2 ? 'a' : 'b'}`,
    ),
  ]),
  'ucr_TRAIN.txt': text(
    Array.from(
      { length: 20 },
      (_, k) =>
        `${k % 2}  ${rows
          .slice(k, k + 30)
          .map(([, x]) => x)
          .join('  ')}`,
    ),
  ),
};

function filesIn(dir) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Format → whole files, with those that belong beside them. */
function dataSources() {
  const dirs = ['features/audio', 'features/aiff', 'sound', 'signals', 'tables', 'arrays'].map((name) =>
    join(fixtures, name),
  );
  const found = dirs
    .flatMap(filesIn)
    .filter(
      (file) =>
        !/\.(py|sh|mjs|safetensors|md)$|expected\.json$/.test(file) && statSync(file).size < MOST_BYTES,
    );
  const sources = found.map((file) => ({
    name: basename(file),
    bytes: readFileSync(file),
    beside: /\.(hea|dat)$/.test(file)
      ? [file.replace(/\.(hea|dat)$/, file.endsWith('.hea') ? '.dat' : '.hea')]
      : [],
  }));
  for (const [name, bytes] of Object.entries(written)) sources.push({ name, bytes, beside: [] });
  sources.push(
    ...['datasets/airline.csv', 'datasets/demand.parquet'].map((name) => ({
      name: basename(name),
      bytes: readFileSync(join(fixtures, name)),
      beside: [],
    })),
  );
  const byFormat = new Map();
  for (const source of sources) {
    const format = extname(source.name).slice(1).toLowerCase() || source.name;
    byFormat.set(format, [...(byFormat.get(format) ?? []), source]);
  }
  return [...byFormat.values()];
}

function modelSources() {
  const file = (kind, path) => ({ kind, name: basename(path), bytes: readFileSync(join(fixtures, path)) });
  const folder = (path) => ({ kind: 'folder', name: basename(path), dir: join(fixtures, path) });
  return [
    [file('bundle', 'bundles/gru-v1.unroll'), file('bundle', 'bundles/statistics-v1.unroll')],
    ['stacked', 'functional', 'branches', 'convolution'].map((name) =>
      file('foreign', `foreign/${name}.keras`),
    ),
    [file('foreign', 'foreign/stacked.h5')],
    [file('foreign', 'foreign/lstm.onnx'), file('foreign', 'foreign/gru-both.onnx')],
    [folder('exports/gru-safetensors-v1'), folder('exports/lstm-safetensors-v1')],
    [folder('exports/lstm-tfjs-v1'), { ...folder('exports/lstm-tfjs-v1'), kind: 'foreign' }],
  ];
}

/** Numbers from a seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n) };
}

/** What stands where numbers do. */
const words = [
  '1e309',
  '-1e309',
  'NaN',
  '99999999999999999999',
  '-1',
  '',
  '0',
  '\u0000',
  '"',
  '=1+1',
  '\u202e',
  '[[[[',
  '1,2,3',
  '9'.repeat(400),
];
const extremes = [0, 0xffffffff, 0x7fffffff, 0x80000000, 0xffff, 1];

const damages = [
  (bytes, random) => {
    const out = Buffer.from(bytes);
    for (let k = 0; k <= random.below(8); k++) out[random.below(out.length)] ^= 1 << random.below(8);
    return out;
  },
  // Heads say how large things are.
  (bytes, random) => {
    const out = Buffer.from(bytes);
    const at = random.below(Math.min(out.length, 256));
    if (at + 4 <= out.length) out.writeUInt32LE(extremes[random.below(extremes.length)], at);
    return out;
  },
  (bytes, random) => {
    const out = Buffer.from(bytes);
    const at = random.below(out.length);
    if (at + 4 <= out.length) out.writeUInt32BE(extremes[random.below(extremes.length)], at);
    return out;
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(64))]);
  },
  (bytes, random) => {
    const [at, length] = [random.below(bytes.length), 1 + random.below(200)];
    const block = bytes.subarray(at, at + length);
    return Buffer.concat([
      bytes.subarray(0, at),
      ...Array.from({ length: 1 + random.below(50) }, () => block),
      bytes.subarray(at),
    ]);
  },
  (bytes, random) => {
    const noise = Buffer.from(Array.from({ length: 1 + random.below(64) }, () => random.below(256)));
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  // One number of a text, or what looks like one.
  (bytes, random) => {
    const found = [
      ...bytes
        .toString('latin1')
        .slice(0, 20_000)
        .matchAll(/-?\d+(\.\d+)?/g),
    ];
    if (found.length === 0) return bytes.subarray(1);
    const { index, 0: number } = found[random.below(found.length)];
    return Buffer.concat([
      bytes.subarray(0, index),
      Buffer.from(words[random.below(words.length)]),
      bytes.subarray(index + number.length),
    ]);
  },
];
const damaged = (bytes, random) =>
  bytes.length === 0 ? Buffer.from('x') : damages[random.below(damages.length)](bytes, random);

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const isZip = (bytes) => bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';

/** One member of an archive is damaged; checksums, and the hashes of a bundle's manifest, are made right. */
function damagedWithin(bytes, random) {
  const members = unzipSync(bytes);
  const names = Object.keys(members).filter((name) => members[name].length > 0);
  const name = names[random.below(names.length)];
  members[name] = damaged(Buffer.from(members[name]), random);
  if (members['manifest.json'] !== undefined && name !== 'manifest.json') {
    const manifest = JSON.parse(Buffer.from(members['manifest.json']).toString());
    for (const member of manifest.members ?? []) {
      const content = members[member.name];
      if (content !== undefined) Object.assign(member, { bytes: content.length, sha256: sha256(content) });
    }
    members['manifest.json'] = Buffer.from(JSON.stringify(manifest));
  }
  return Buffer.from(zipSync(members, { level: 1 }));
}

/** Writes a mutant below `dir`; @returns its path */
function writeMutant(source, dir, random) {
  if (source.dir !== undefined) {
    cpSync(source.dir, dir, { recursive: true });
    const names = readdirSync(dir).filter((name) => statSync(join(dir, name)).size > 0);
    const file = join(dir, names[random.below(names.length)]);
    writeFileSync(file, damaged(readFileSync(file), random));
    return dir;
  }
  for (const file of source.beside ?? []) cpSync(file, join(dir, basename(file)));
  const isRight = isZip(source.bytes) && random.below(2) === 0;
  const file = join(dir, source.name);
  writeFileSync(file, isRight ? damagedWithin(source.bytes, random) : damaged(source.bytes, random));
  return file;
}

let bundled = null;
async function readerFile() {
  const outDir = join(rootDir, 'build/mutants');
  bundled ??= build({
    root: rootDir,
    configFile: false,
    logLevel: 'error',
    ssr: {
      noExternal: true,
      external: ['libsql', '@duckdb/node-api', 'webgpu', 'onnxruntime-web', 'onnxruntime-common'],
    },
    build: {
      ...{
        ssr: join(hereDir, 'mutant-reader.ts'),
        outDir,
        target: 'node20',
        minify: false,
        emptyOutDir: true,
      },
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: 'reader.cjs', chunkFileNames: '[name].cjs' },
      },
    },
  });
  await bundled;
  return join(outDir, 'reader.cjs');
}

/** The process that reads, started again when it has died. */
class Reader {
  #child = null;

  constructor(workDir) {
    this.workDir = workDir;
  }

  async #started() {
    const home = join(this.workDir, 'home');
    const child = fork(await readerFile(), [home, join(fixtures, 'engine/vowels')], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, UNROLL_HOME: home, TMPDIR: join(this.workDir, 'tmp') },
    });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error('the process that reads did not start')));
    });
    this.#child = child;
    return child;
  }

  async read(kind, path) {
    const child = this.#child ?? (await this.#started());
    return new Promise((resolve) => {
      const end = (answer) => {
        clearTimeout(patience);
        child.off('message', end);
        child.off('exit', died);
        resolve(answer);
      };
      const died = (code, signal) => {
        this.#child = null;
        end({ crash: `died with ${signal ?? code}` });
      };
      const patience = setTimeout(() => {
        this.#child = null;
        child.off('exit', died);
        child.kill('SIGKILL');
        end({ crash: `no answer within ${PATIENCE_MS / 1000} s` });
      }, PATIENCE_MS);
      child.once('message', end);
      child.once('exit', died);
      child.send({ kind, path });
    });
  }

  close() {
    this.#child?.kill();
  }
}

async function readMutants(groups, count, random, workDir, keepDir) {
  const reader = new Reader(workDir);
  const failures = [];
  const worst = { cpuMs: 0, rss: 0, loopMs: 0 };
  const codes = {};
  let slowLoops = 0;
  try {
    for (let k = 0; k < count; k++) {
      const group = groups[k % groups.length];
      const source = group[random.below(group.length)];
      const dir = join(workDir, 'in', `mutant${k}`);
      mkdirSync(dir, { recursive: true });
      const path = writeMutant(source, dir, random);
      const {
        crash,
        code,
        message,
        cpuMs = 0,
        rss = 0,
        loopMs = 0,
      } = await reader.read(source.kind ?? 'data', path);
      codes[crash ? 'crash' : code] = (codes[crash ? 'crash' : code] ?? 0) + 1;
      for (const [name, value] of Object.entries({ cpuMs, rss, loopMs }))
        worst[name] = Math.max(worst[name], value);
      if (loopMs > 50) slowLoops++;
      const what =
        crash ??
        (code === 'INTERNAL'
          ? `INTERNAL: ${message}`
          : cpuMs > MOST_CPU_MS
            ? `${Math.round(cpuMs)} ms of processor time`
            : rss > MOST_RSS
              ? `${Math.round(rss / 1e6)} MB`
              : null);
      if (what !== null) {
        failures.push(`${k} ${source.name}: ${what}`);
        if (keepDir) cpSync(dir, join(keepDir, `${k}-${source.name}`), { recursive: true });
      }
      rmSync(dir, { recursive: true });
    }
  } finally {
    reader.close();
  }
  return { failures, worst, codes, slowLoops };
}

/** @param data how many damaged files of data, @param models how many damaged models */
export async function mutants({ random, data, models, keepDir = null }) {
  const workDir = mkdtempSync(join(tmpdir(), 'unroll-mutants-'));
  try {
    for (const name of ['in', 'tmp', 'home']) mkdirSync(join(workDir, name));
    const read = await readMutants(dataSources(), data, random, workDir, keepDir);
    const opened = await readMutants(modelSources(), models, random, workDir, keepDir);
    const failures = [...read.failures, ...opened.failures];
    const outside = filesIn(workDir)
      .map((file) => relative(workDir, file))
      .filter((name) => !/^(home|tmp)\//.test(name));
    failures.push(...outside.map((name) => `${name} was written`));
    const worst = (name) => Math.max(read.worst[name], opened.worst[name]);
    const figure = `${data} files (${read.codes.read ?? 0} read, the others refused by name), ${models} models (${opened.codes.read ?? 0} read): ${failures.length} failures; at most ${(worst('cpuMs') / 1000).toFixed(1)} s of processor time, ${Math.round(worst('rss') / 1e6)} MB; loop over 50 ms ${read.slowLoops + opened.slowLoops} times, at most ${Math.round(worst('loopMs'))} ms`;
    return {
      figure,
      isGood: failures.length === 0,
      failures,
      codes: { data: read.codes, models: opened.codes },
    };
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '200' },
      models: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
    },
  });
  const { figure, isGood, failures, codes } = await mutants({
    random: randomOf(Number(values.seed)),
    data: Number(values.data),
    models: Number(values.models),
    keepDir: values.keep ?? null,
  });
  for (const failure of failures) console.log(failure);
  console.log(JSON.stringify(codes));
  console.log(figure);
  process.exitCode = isGood ? 0 : 1;
}
