import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodeWav } from '../../src/shared/sound/encode-wav';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Files in a folder of its own. @returns that folder */
function putFiles(name: string, files: Files): string {
  const dir = join(mkdtempSync(join(tmpdir(), 'unroll-import-')), name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

const lines = (rows: readonly (readonly (string | number)[])[], separator = ','): string =>
  `${rows.map((row) => row.join(separator)).join('\n')}\n`;

/** As an app that logs a phone's sensors writes them: a folder a recording, in a folder of what was done. */
export function putPhoneLogger(): string {
  const files: Record<string, string> = {};
  for (const [k, activity] of ['walking', 'sitting'].entries())
    for (let n = 1; n <= 4; n++) {
      const rows = Array.from({ length: 200 }, (_, t) => [
        (t / 50).toFixed(3),
        ...[0, 1, 2].map((axis) => (Math.sin(t / (3 + 4 * k) + axis + n) * (2 - k)).toFixed(4)),
      ]);
      const head = ['seconds_elapsed', 'x', 'y', 'z'];
      files[`${activity}/2024-05-0${n}_10-00-00/Accelerometer.csv`] = lines([head, ...rows]);
    }
  return putFiles('phone', files);
}

/** One table as a spreadsheet in Germany writes it: day first, semicolons, decimal commas. */
export function putEuropeanTable(): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const comma = (value: number): string => value.toFixed(2).replace('.', ',');
  const rows = Array.from({ length: 20 * 24 }, (_, t) => [
    `${two(1 + Math.floor(t / 24))}.03.2024 ${two(t % 24)}:00`,
    comma(50 + 20 * Math.sin((2 * Math.PI * t) / 24) + (t % 7)),
    comma(8 + 5 * Math.cos((2 * Math.PI * t) / 24)),
  ]);
  return putFiles('Verbrauch', {
    'last.csv': lines([['Zeitpunkt', 'Last [kW]', 'Temperatur [°C]'], ...rows], ';'),
  });
}

/** A mono PCM16 WAV file (RIFF, as in Microsoft's Multimedia Programming Interface 1.0). */
function wav(rateHz: number, samples: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at: number, word: string): void =>
    [...word].forEach((letter, k) => bytes.setUint8(at + k, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + 2 * samples.length, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rateHz, true);
  bytes.setUint32(28, 2 * rateHz, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, k) => bytes.setInt16(44 + 2 * k, Math.round(value * 32767), true));
  return new Uint8Array(bytes.buffer);
}

/** UrbanSound8K's layout: folds of sounds, and a table of metadata with class and fold. */
export function putUrbanSounds(): string {
  const classes = ['air_conditioner', 'car_horn', 'dog_bark'];
  const head = ['slice_file_name', 'fsID', 'start', 'end', 'salience', 'fold', 'classID', 'class'];
  const files: Record<string, string | Uint8Array> = {};
  const rows: (string | number)[][] = [];
  for (let n = 0; n < 24; n++) {
    const [classId, fold] = [n % 3, 1 + Math.floor(n / 6)];
    const name = `${100 + n}-${classId}-0-${n}.wav`;
    const samples = Array.from(
      { length: 4000 },
      (_, t) => 0.4 * Math.sin((2 * Math.PI * t * (200 + 300 * classId + 5 * n)) / 8000),
    );
    files[`audio/fold${fold}/${name}`] = wav(8000, samples);
    rows.push([name, 100 + n, 0, 0.5, 1, fold, classId, classes[classId]!]);
  }
  files['metadata/UrbanSound8K.csv'] = lines([head, ...rows]);
  return putFiles('UrbanSound8K', files);
}

/** Sounds and a list of them with two columns, each of which could be what is to be learnt. */
export function putTwoColumns(): string {
  const files: Record<string, string | Uint8Array> = {};
  const rows: string[][] = [];
  for (let n = 0; n < 24; n++) {
    const name = `${100 + n}.wav`;
    files[name] = wav(
      8000,
      Array.from({ length: 4000 }, (_, t) => 0.4 * Math.sin((2 * Math.PI * t * (300 + 9 * n)) / 8000)),
    );
    rows.push([name, n % 2 === 0 ? 'robin' : 'wren', n % 4 < 2 ? 'forest' : 'meadow']);
  }
  files['meta.csv'] = lines([['file', 'finding', 'place'], ...rows]);
  return putFiles('field notes', files);
}

/** One table of several quantities of which none says that it is the one to forecast, and with two times in every row. */
export function putPlainSeries(): string {
  const stamp = (t: number, second: number): string =>
    new Date(Date.UTC(2024, 0, 1, 0, t, second)).toISOString().slice(0, 19).replace('T', ' ');
  const rows = Array.from({ length: 600 }, (_, t) => [
    stamp(t, 0),
    stamp(t, 4),
    t % 10 === 3 || (t > 200 && t < 240) ? '' : Math.sin(t / 24).toFixed(4),
    ((t * 7) % 11) / 10,
    Math.cos(t / 60).toFixed(4),
  ]);
  return putFiles('boiler', {
    'boiler.csv': lines([['sent', 'received', 'inlet', 'valve', 'outlet'], ...rows]),
  });
}

/** A plan that says what is forecast, as it was saved from a browser: without places. */
export function putPlan(plan: object): string {
  return join(
    putFiles('plans', {
      'plan.json': JSON.stringify({ formatVersion: 1, places: [], plan, chosen: Object.keys(plan) }),
    }),
    'plan.json',
  );
}

/** Four recordings with a table of marks beside each, as Raven writes them: two sounds in noise. */
export function putMarkedSounds(): string {
  const RATE_HZ = 8000;
  const head = ['Selection', 'View', 'Channel', 'Begin Time (s)', 'End Time (s)', 'Annotation'];
  const files: Record<string, string | Uint8Array> = {};
  for (let k = 0; k < 4; k++) {
    const samples = Float32Array.from({ length: 20 * RATE_HZ }, (_, t) => 0.02 * Math.sin(t * t * 0.37));
    const rows: (string | number)[][] = [];
    for (let n = 0; n < 8; n++) {
      const [start, label] = [1 + 2.2 * n + 0.1 * k, n % 2 === 0 ? 'low call' : 'high call'];
      const hz = n % 2 === 0 ? 300 : 1400;
      for (let t = 0; t < 0.8 * RATE_HZ; t++)
        samples[Math.round(start * RATE_HZ) + t]! += 0.4 * Math.sin((2 * Math.PI * hz * t) / RATE_HZ);
      rows.push([n + 1, 'Spectrogram 1', 1, start.toFixed(3), (start + 0.8).toFixed(3), label]);
    }
    files[`night${k + 1}.wav`] = encodeWav(samples, RATE_HZ);
    files[`night${k + 1}.Table.1.selections.txt`] = lines([head, ...rows], '\t');
  }
  return putFiles('nights', files);
}
