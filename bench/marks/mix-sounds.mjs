/**
 * Mixes real sounds into real background at known places, and writes the places down as marks.
 *
 *     node bench/marks/mix-sounds.mjs OUT [--data ../shared/data] [--recordings 6] [--minutes 4] [--format raven] [--seed 1]
 *
 * The sounds are those of audio-sonicpi (`bd`, `tabla`, `elec`, `perc`), the background is speech of audio-spoken-language, prompts one
 * after the other. Needs ffmpeg. A sound ends where it stays 40 dB below its peak. The marks name each sound's family.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomNumbers } from '../random.mjs';
import { wavOf, writers } from './files.mjs';

const RATE_HZ = 16_000;
const FAMILIES = ['bd', 'elec', 'perc', 'tabla'];
/** Peak of a sound, as a multiple of the background's root mean square: 12 to 24 dB above it. */
const LOUDNESS = [4, 16];
const MOST_SECONDS = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '../shared/data' },
    recordings: { type: 'string', default: '6' },
    minutes: { type: 'string', default: '4' },
    format: { type: 'string', default: 'raven' },
    seed: { type: 'string', default: '1' },
  },
});
const outDir = resolve(positionals[0] ?? 'out-marks');
const random = randomNumbers(Number(values.seed));
const pick = (list) => list[Math.floor(random() * list.length)];

function decode(file) {
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-f', 'f32le', '-ac', '1', '-ar', String(RATE_HZ), '-'],
    { maxBuffer: 2 ** 28 },
  );
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~3)));
}

/** From where it first reaches 1 % of its peak to where it stays below. */
function trimmed(samples) {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isLoud = (value) => Math.abs(value) >= 0.01 * peak;
  const first = samples.findIndex(isLoud);
  let last = samples.length - 1;
  while (last > first && !isLoud(samples[last])) last--;
  return samples
    .slice(first, Math.min(last + 1, first + MOST_SECONDS * RATE_HZ))
    .map((value) => value / peak);
}

const sounds = FAMILIES.flatMap((family) => {
  const dir = resolve(values.data, 'audio-sonicpi', family);
  return readdirSync(dir)
    .filter((name) => name.endsWith('.flac'))
    .sort()
    .map((name) => ({ family, samples: trimmed(decode(join(dir, name))) }));
});
const speechDir = resolve(values.data, 'audio-spoken-language');
const languages = readdirSync(speechDir, { withFileTypes: true }).filter((one) => one.isDirectory());
const prompts = languages.flatMap(({ name }) =>
  readdirSync(join(speechDir, name), { recursive: true })
    .filter((file) => file.endsWith('.wav'))
    .map((file) => join(speechDir, name, file)),
);

mkdirSync(outDir, { recursive: true });
const truth = [];
for (let k = 0; k < Number(values.recordings); k++) {
  const samples = new Float32Array(Math.round(Number(values.minutes) * 60 * RATE_HZ));
  for (let at = 0; at < samples.length;) {
    const prompt = decode(pick(prompts));
    samples.set(prompt.subarray(0, samples.length - at), at);
    at += prompt.length + Math.floor(random() * RATE_HZ);
  }
  const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  const marks = [];
  for (let at = RATE_HZ * (1 + 4 * random()); ;) {
    // As many of each family, whichever has more sounds.
    const family = pick(FAMILIES);
    const sound = pick(sounds.filter((own) => own.family === family));
    const start = Math.round(at);
    const end = start + sound.samples.length;
    if (end >= samples.length - RATE_HZ) break;
    const [least, most] = LOUDNESS;
    const gain = rms * least * (most / least) ** random();
    for (let t = 0; t < sound.samples.length; t++) samples[start + t] += gain * sound.samples[t];
    marks.push({ startSeconds: start / RATE_HZ, endSeconds: end / RATE_HZ, label: family });
    at = end + RATE_HZ * (0.5 + 6 * random());
  }
  const name = `mix-${String(k + 1).padStart(2, '0')}.wav`;
  writeFileSync(join(outDir, name), wavOf(RATE_HZ, samples));
  const { ending, write } = writers[values.format];
  writeFileSync(join(outDir, name.replace('.wav', ending)), write(marks, name));
  truth.push({ recording: name, marks });
}
writeFileSync(`${outDir}-truth.json`, JSON.stringify(truth));
console.log(
  `${truth.length} recordings, ${truth.reduce((sum, own) => sum + own.marks.length, 0)} marks: ${outDir}`,
);
