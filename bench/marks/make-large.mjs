/**
 * Long recordings with marks, of any size, in a folder each: `sound` (one WAV of 16 bits, marks as a Raven table) and `sensors` (one
 * CSV with a time and channels, marks as CSV).
 *
 *     node bench/marks/make-large.mjs OUT --hours 10 --marks 5000            # ten hours of 48 kHz sound
 *     node bench/marks/make-large.mjs OUT --rows 10000000 --marks 2000       # ten million rows × 9
 *
 * What is marked is there to be found: a tone of one of four pitches in noise, or an oscillation of one of three rates on the channels.
 * Files are written in blocks.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomNumbers } from '../random.mjs';
import { wavHeader, writers } from './files.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hours: { type: 'string' },
    rows: { type: 'string' },
    marks: { type: 'string', default: '2000' },
    rate: { type: 'string' },
    channels: { type: 'string', default: '9' },
    seed: { type: 'string', default: '1' },
  },
});
const outDir = resolve(positionals[0] ?? 'out-large');
const random = randomNumbers(Number(values.seed));
mkdirSync(outDir, { recursive: true });

/** Marks that do not overlap, evenly strewn with some play: [{startSeconds, endSeconds, kind}]. */
function strewn(seconds, count, [least, most], kinds) {
  const room = seconds / count;
  return Array.from({ length: count }, (_, k) => {
    const length = Math.min(0.6 * room, least + (most - least) * random());
    const startSeconds = k * room + (room - length) * random();
    return { startSeconds, endSeconds: startSeconds + length, kind: Math.floor(random() * kinds) };
  });
}

if (values.hours !== undefined) {
  const rateHz = Number(values.rate ?? 48_000);
  const samples = Math.round(Number(values.hours) * 3600 * rateHz);
  const marks = strewn(samples / rateHz, Number(values.marks), [0.4, 1.6], 4);
  const file = openSync(join(outDir, 'long.wav'), 'w');
  const header = Buffer.alloc(44);
  wavHeader(header, rateHz, samples);
  writeSync(file, header);
  const BLOCK = 2 ** 20;
  let next = 0;
  for (let from = 0; from < samples; from += BLOCK) {
    const length = Math.min(BLOCK, samples - from);
    const block = new Int16Array(length);
    for (let t = 0; t < length; t++) block[t] = 2000 * (random() - 0.5);
    for (let k = Math.max(0, next - 1); k < marks.length; k++) {
      const { startSeconds, endSeconds, kind } = marks[k];
      const [start, end] = [Math.round(startSeconds * rateHz), Math.round(endSeconds * rateHz)];
      if (start >= from + length) break;
      if (end <= from) continue;
      next = k + 1;
      const step = (2 * Math.PI * 400 * 2 ** kind) / rateHz;
      for (let t = Math.max(from, start); t < Math.min(from + length, end); t++)
        block[t - from] += 3000 * Math.sin(step * (t - start));
    }
    writeSync(file, new Uint8Array(block.buffer));
  }
  closeSync(file);
  const named = marks.map((own) => ({ ...own, label: `tone ${own.kind + 1}` }));
  writeFileSync(join(outDir, `long${writers.raven.ending}`), writers.raven.write(named, 'long.wav'));
  console.log(`${values.hours} h at ${rateHz} Hz, ${marks.length} marks: ${outDir}`);
}

if (values.rows !== undefined) {
  const rateHz = Number(values.rate ?? 100);
  const [rows, channels] = [Number(values.rows), Number(values.channels)];
  const marks = strewn(rows / rateHz, Number(values.marks), [4, 20], 3);
  const file = openSync(join(outDir, 'session.csv'), 'w');
  writeSync(file, `time,${Array.from({ length: channels }, (_, c) => `x${c + 1}`).join(',')}\n`);
  let at = 0;
  let lines = [];
  for (let row = 0; row < rows; row++) {
    const seconds = row / rateHz;
    while (at < marks.length && marks[at].endSeconds <= seconds) at++;
    const mark = at < marks.length && marks[at].startSeconds <= seconds ? marks[at] : null;
    const phase = mark === null ? 0 : seconds * 2 * Math.PI * (mark.kind + 1);
    let line = seconds.toFixed(3);
    for (let c = 0; c < channels; c++)
      line += `,${(random() - 0.5 + (mark === null ? 0 : Math.sin(phase + c))).toFixed(3)}`;
    lines.push(line);
    if (lines.length === 2 ** 15 || row === rows - 1) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
  const named = marks.map((own) => ({ ...own, label: `move ${own.kind + 1}` }));
  writeFileSync(join(outDir, `session.marks.csv`), writers.csv.write(named));
  console.log(`${rows} rows × ${channels}, ${marks.length} marks: ${outDir}`);
}
