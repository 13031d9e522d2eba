/**
 * Makes the two sample sets out of the project's real data:
 *   node resources/samples/make-samples.mjs DATA     (DATA holds sensor-watch-shoulder and audio-sonicpi)
 * Nothing is synthesised: recordings are chosen, and sensor recordings averaged down to 5 Hz.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dataDir = process.argv[2] ?? '/work/shared/data';
const samplesDir = import.meta.dirname;

function write(set, path, text) {
  const file = join(samplesDir, set, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

function describe(set, facts) {
  const bytes = readdirSync(join(samplesDir, set), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(sample\.json|LICENCE\.txt)$/.test(entry.name))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  write(set, 'sample.json', `${JSON.stringify({ name: set, ...facts, bytes }, null, 2)}\n`);
}

// Shoulder exercises: 50 Hz in the source, 5 Hz here, which still holds every movement (about one a second).

const exercises = { ABD: 'abduction', ER: 'external-rotation', PEN: 'pendulum', ROW: 'row' };
const sourceHz = 50;
const stepsPerMean = 10;

function averaged(csv) {
  const [header, ...lines] = csv.trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(',').map(Number));
  const means = [];
  for (let start = 0; start + stepsPerMean <= rows.length; start += stepsPerMean) {
    const part = rows.slice(start, start + stepsPerMean);
    means.push(rows[0].map((_, c) => (part.reduce((sum, row) => sum + row[c], 0) / stepsPerMean).toFixed(3)));
  }
  const named = ['seconds', ...header.split(',')];
  return [named.join(','), ...means.map((row, k) => [((k * stepsPerMean) / sourceHz).toFixed(1), ...row].join(','))].join('\n') + '\n';
}

function makeShoulder() {
  const set = 'shoulder-exercises';
  rmSync(join(samplesDir, set), { recursive: true, force: true });
  const source = join(dataDir, 'sensor-watch-shoulder');
  const [, ...rows] = readFileSync(join(source, 'labels.csv'), 'utf8').trim().split(/\r?\n/);
  const listed = ['file,label,subject,split'];
  const seen = new Set();
  for (const row of rows.sort()) {
    const [file, label, subject, , , split] = row.split(',');
    // Both recordings of those who are learnt from, one of those who test.
    const isSecond = split === 'test' && seen.has(`${label} ${subject}`);
    if (!(label in exercises) || isSecond) continue;
    seen.add(`${label} ${subject}`);
    const path = file.replace(label, exercises[label]);
    write(set, path, averaged(readFileSync(join(source, file), 'utf8')));
    listed.push([path, exercises[label], subject, split].join(','));
  }
  write(set, 'labels.csv', `${listed.join('\n')}\n`);
  write(set, 'LICENCE.txt', readFileSync(join(samplesDir, 'seglearn-LICENCE.txt'), 'utf8'));
  describe(set, {
    modality: 'sensor',
    examples: listed.length - 1,
    classes: Object.keys(exercises).length,
    licence: 'BSD-3-Clause',
  });
}

// Drum sounds: three families of Sonic Pi's samples, those that Debian's copyright file names as CC0 one by one.

const families = { bd: 'bass-drum', elec: 'electronic', tabla: 'tabla' };

function makeDrums() {
  const set = 'drum-sounds';
  rmSync(join(samplesDir, set), { recursive: true, force: true });
  const source = join(dataDir, 'audio-sonicpi');
  const credits = new Map();
  for (const block of readFileSync(join(source, 'COPYRIGHT'), 'utf8').split(/\n\s*\n/)) {
    const field = (name) => new RegExp(`^${name}: *(.*)$`, 'm').exec(block)?.[1];
    const name = /^etc\/samples\/([\w]+\.flac)$/.exec(field('Files') ?? '')?.[1];
    if (name !== undefined && field('License') === 'CC0')
      credits.set(name, `${field('Copyright')}, ${field('Source')}`);
  }
  const lines = [
    'All files are dedicated to the public domain (CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/).',
    'They come from Sonic Pi (https://github.com/sonic-pi-net/sonic-pi, etc/samples), as packaged by Debian',
    '(sonic-pi-samples 3.2.2~repack-8), unchanged. Authors and sources:',
    '',
  ];
  for (const [family, label] of Object.entries(families))
    for (const file of readdirSync(join(source, family)).sort()) {
      if (!credits.has(file)) continue;
      mkdirSync(join(samplesDir, set, label), { recursive: true });
      cpSync(join(source, family, file), join(samplesDir, set, label, file), { mode: 0 });
      lines.push(`${label}/${file}: ${credits.get(file)}`);
    }
  write(set, 'LICENCE.txt', `${lines.join('\n')}\n`);
  describe(set, {
    modality: 'audio',
    examples: lines.length - 4,
    classes: Object.keys(families).length,
    licence: 'CC0-1.0',
  });
}

makeShoulder();
makeDrums();
