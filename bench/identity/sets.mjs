// Small sets of data, made: what is awkward in them is so on purpose.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomNumbers } from '../random.mjs';

function muLaw(sample) {
  const biased = Math.min(Math.abs(Math.round(sample * 32767)), 32635) + 132;
  const exponent = 31 - Math.clz32(biased) - 7;
  const mantissa = (biased >> (exponent + 3)) & 15;
  return ~((sample < 0 ? 128 : 0) | (exponent << 4) | mantissa) & 255;
}

const ENCODINGS = {
  pcm8: { format: 1, bytes: 1, put: (to, x, at) => to.writeUInt8(128 + Math.round(x * 127), at) },
  pcm16: { format: 1, bytes: 2, put: (to, x, at) => to.writeInt16LE(Math.round(x * 32767), at) },
  pcm24: { format: 1, bytes: 3, put: (to, x, at) => to.writeIntLE(Math.round(x * 8388607), at, 3) },
  pcm32: { format: 1, bytes: 4, put: (to, x, at) => to.writeInt32LE(Math.round(x * 2147483647), at) },
  float32: { format: 3, bytes: 4, put: (to, x, at) => to.writeFloatLE(x, at) },
  mulaw: { format: 7, bytes: 1, put: (to, x, at) => to.writeUInt8(muLaw(x), at) },
};

export function wav(sound, { rate, encoding, channels = 1 }) {
  const { format, bytes, put } = ENCODINGS[encoding];
  const size = sound.length * bytes * channels;
  const file = Buffer.alloc(44 + size);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + size, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(format, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * bytes * channels, 28);
  file.writeUInt16LE(bytes * channels, 32);
  file.writeUInt16LE(bytes * 8, 34);
  file.write('data', 36);
  file.writeUInt32LE(size, 40);
  sound.forEach((x, step) => {
    for (let channel = 0; channel < channels; channel++)
      put(file, channel === 0 ? x : x * 0.5, 44 + (step * channels + channel) * bytes);
  });
  return file;
}

export function tone(random, { hertz, rate, seconds, noise }) {
  const phase = random() * 6;
  return Array.from({ length: Math.round(rate * seconds) }, (_, step) => {
    const time = step / rate;
    return (
      0.5 * Math.sin(phase + 2 * Math.PI * hertz * time) * Math.exp(-2 * time) + noise * (random() - 0.5)
    );
  });
}

const csv = (rows) => rows.map((row) => row.join(',')).join('\n') + '\n';
const short = (x) => x.toFixed(4);

function makeTones(write) {
  const random = randomNumbers(1);
  const classes = { low: [220, 0.05], high: [900, 0.05], hiss: [440, 0.8] };
  const encodings = Object.keys(ENCODINGS);
  for (const [label, [hertz, noise]] of Object.entries(classes)) {
    for (let index = 0; index < 9; index++) {
      const rate = index === 7 ? 11025 : 8000;
      const encoding = encodings[index % encodings.length];
      const seconds = 0.3 + 0.25 * random();
      const sound = tone(random, { hertz: hertz * (0.9 + 0.2 * random()), rate, seconds, noise });
      write(`tones/${label}/${index}.wav`, wav(sound, { rate, encoding, channels: index === 8 ? 2 : 1 }));
    }
  }
}

function swings(random, { steps, speed, scale = 1, level = 0 }) {
  const phase = random() * 6;
  return Array.from({ length: steps }, (_, step) => [
    level + scale * (Math.sin(phase + speed * step) + 0.3 * (random() - 0.5)),
    level + scale * (Math.cos(phase + speed * step * 0.5) + 0.3 * (random() - 0.5)),
  ]);
}

/** Unequal lengths, missing cells, people for a split by group. */
function makeMotion(write, folder, { seed, count = 30, scaled = false }) {
  const random = randomNumbers(seed);
  const labels = [['file', 'label', 'effort', 'subject']];
  for (let index = 0; index < count; index++) {
    const kind = index % 3;
    const steps = 12 + Math.floor(random() * 20);
    const scale = scaled ? 10 ** (index % 5) : 1;
    const rows = swings(random, { steps, speed: 0.3 + 0.35 * kind, scale, level: scaled ? 40 * scale : 0 });
    const cells = rows.map((row) => row.map((x) => (!scaled && random() < 0.02 ? '' : short(x))));
    write(`${folder}/r${index}.csv`, csv([['x', 'y'], ...cells]));
    labels.push([`r${index}.csv`, ['slow', 'middle', 'fast'][kind], short(kind + random()), `p${index % 6}`]);
  }
  write(`${folder}/labels.csv`, csv(labels));
}

/** Times that run unevenly, and gaps. */
function makeUneven(write) {
  const random = randomNumbers(5);
  const labels = [['file', 'label', 'split']];
  for (let index = 0; index < 16; index++) {
    let time = 0;
    const rows = swings(random, { steps: 90, speed: 0.1 + 0.1 * (index % 2) }).map(([x, y], step) => {
      time += 0.02 + 0.03 * random() + (step === 40 ? 1.5 : 0);
      return [time.toFixed(3), short(x), step % 4 === 0 ? short(y) : ''];
    });
    write(`uneven/u${index}.csv`, csv([['time', 'x', 'y'], ...rows]));
    labels.push([
      `u${index}.csv`,
      index % 2 ? 'b' : 'a',
      ['train', 'train', 'validation', 'test'][(index >> 1) % 4],
    ]);
  }
  write('uneven/labels.csv', csv(labels));
}

function makeSeries(write) {
  const random = randomNumbers(6);
  const rows = Array.from({ length: 600 }, (_, hour) => {
    const day = Math.sin((2 * Math.PI * hour) / 24);
    const warmth = 10 + 5 * Math.sin((2 * Math.PI * hour) / 240) + random();
    const demand = 100 + hour * 0.02 + 20 * day + warmth + 4 * random();
    const time = new Date(Date.UTC(2021, 2, 1) + hour * 3600_000).toISOString().slice(0, 19);
    return [time, short(demand), short(warmth), hour % 168 < 24 ? 1 : 0];
  });
  write('series.csv', csv([['time', 'demand', 'warmth', 'holiday'], ...rows]));
}

function makeActivity(write) {
  const random = randomNumbers(7);
  const rows = [];
  let state = 'rest';
  for (let step = 0, left = 20; step < 900; step++) {
    if (left-- === 0) {
      state = state === 'rest' ? (random() < 0.5 ? 'move' : 'lift') : 'rest';
      left = state === 'rest' ? 20 + Math.floor(random() * 20) : 6 + Math.floor(random() * 8);
    }
    const size = { rest: 0.1, move: 1, lift: 2.5 }[state];
    rows.push([short(size * Math.sin(step * 0.9) + 0.1 * random()), short(size * random()), state]);
  }
  write('activity.csv', csv([['x', 'y', 'state'], ...rows]));
}

function makeArchive(write) {
  const random = randomNumbers(8);
  const line = (answer, steps, speed) => {
    const rows = swings(random, { steps, speed });
    const channels = [0, 1].map((channel) => rows.map((row) => short(row[channel])).join(','));
    return [...channels, answer].join(':');
  };
  const head = (target) =>
    [
      '@problemName Swings',
      '@timeStamps false',
      '@univariate false',
      '@equalLength false',
      target,
      '@data',
    ].join('\n');
  for (const [part, count] of Object.entries({ TRAIN: 18, TEST: 9 })) {
    const classes = [];
    const values = [];
    for (let index = 0; index < count; index++) {
      const steps = 10 + Math.floor(random() * 14);
      classes.push(line(['one', 'two', 'three'][index % 3], steps, 0.3 + 0.4 * (index % 3)));
      const speed = 0.2 + random();
      values.push(line(short(speed), steps, speed));
    }
    write(`Swings_${part}.ts`, `${head('@classLabel true one two three')}\n${classes.join('\n')}\n`);
    write(`Speeds_${part}.ts`, `${head('@targetLabel true')}\n${values.join('\n')}\n`);
  }
}

/** Writes all sets into a folder: sounds, motion, series, marks of steps, archives. The same bytes everywhere. */
export function makeSets(dir) {
  const write = (name, content) => {
    const file = join(dir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  makeTones(write);
  makeMotion(write, 'motion', { seed: 2 });
  makeMotion(write, 'scales', { seed: 3, scaled: true });
  makeMotion(write, 'tiny', { seed: 4, count: 12 });
  makeUneven(write);
  makeSeries(write);
  makeActivity(write);
  makeArchive(write);
}
