// Whole files of every format that the lab reads, and ways to damage them; for mutants.mjs.
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';

export const fixtures = join(dirname(fileURLToPath(import.meta.url)), '../../test/fixtures');

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

export function filesIn(dir) {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Format → whole files, with those that belong beside them. */
export function dataSources() {
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

export function modelSources() {
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
export function writeMutant(source, dir, random) {
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
