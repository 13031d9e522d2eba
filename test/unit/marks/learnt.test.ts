import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeSoundRows } from '../../../src/main/engine/features/sound-rows';
import { closeDecoder } from '../../../src/main/engine/readers/sound/decode';
import { spanFeatures } from '../../../src/main/engine/examples/span-features';
import { csv, tone, wav, Workshop } from '../datasets/workshop';

/** Protects: that marks beside recordings become the examples that their rule says, and nothing else. */

let shop: Workshop;
beforeEach(() => (shop = new Workshop()));
afterEach(() => shop.remove());
afterAll(async () => {
  await closeDecoder();
  await closeSoundRows();
});

const RATE_HZ = 4000;
/** Ten seconds: a low tone for a second from 1, 4 and 7 s on, a high one from 2.5, 5.5 and 8.5 s on; else next to nothing. */
const places = [1, 2.5, 4, 5.5, 7, 8.5].map((start, k) => ({
  start,
  end: start + 1,
  label: k % 2 === 0 ? 'low' : 'high',
}));

function sound(): Uint8Array {
  const samples = Array.from({ length: 10 * RATE_HZ }, (_, t) => 0.001 * Math.sin(t * t));
  for (const { start, label } of places)
    for (const [t, value] of tone(RATE_HZ, 1, label === 'low' ? 300 : 1200).entries())
      samples[start * RATE_HZ + t]! += value;
  return wav(RATE_HZ, samples);
}

const audacity = (marks: readonly { start: number; end: number; label: string }[]): string =>
  marks.map(({ start, end, label }) => `${start.toFixed(3)}\t${end.toFixed(3)}\t${label}\n`).join('');
const ravenHead =
  'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tAnnotation\n';
const raven = (marks: typeof places): string =>
  ravenHead +
  marks
    .map(({ start, end, label }, k) => `${k + 1}\tSpectrogram 1\t1\t${start}\t${end}\t100\t2000\t${label}\n`)
    .join('');

const recordings = (count: number): void => {
  for (let k = 0; k < count; k++)
    shop.put({ [`r${k}.wav`]: sound(), [`r${k}.Table.1.selections.txt`]: raven(places) });
};

describe('windows of sound', () => {
  it('have the label of the mark that covers enough of them, background where none touches', async () => {
    recordings(5);
    const edits = { windows: { seconds: 0.5, hopSeconds: 0.5 }, marks: { backgroundRatio: null } };
    const { dataset } = await shop.import(edits);
    const { plan, classes, warnings } = dataset.understanding;
    expect(plan).toMatchObject({
      task: 'classify',
      label: { kind: 'marks' },
      split: { kind: 'random' },
      marks: { rule: 'windows', background: 'background' },
    });
    expect(classes.map(({ label }) => label)).toEqual(['background', 'high', 'low']);
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
    for (const { start, end, label } of examples) {
      const [from, to] = [start / RATE_HZ, end / RATE_HZ];
      const touching = places.filter((own) => own.start < to - 1e-9 && own.end > from + 1e-9);
      const cover = (own: (typeof places)[number]): number =>
        Math.min(to, own.end) - Math.max(from, own.start);
      const most = touching.sort((a, b) => cover(b) - cover(a))[0];
      if (most === undefined) expect(label).toBe('background');
      else {
        expect(label).toBe(most.label);
        // The share is counted in whole steps.
        expect(cover(most)).toBeGreaterThanOrEqual(0.5 * (to - from) - 0.02);
      }
    }
    expect(warnings.map(({ code }) => code)).toContain('marks.counted');
  });

  it('thin background in the training part alone', async () => {
    recordings(5);
    const edits = { windows: { seconds: 0.25, hopSeconds: 0.25 }, marks: { backgroundRatio: 0.5 } };
    const { classes } = await shop.understand(edits);
    const [background, ...marked] = classes;
    const sum = (part: 'train' | 'test'): number => marked.reduce((all, own) => all + own[part], 0);
    expect(background!.train).toBe(Math.round(0.5 * sum('train')));
    expect(background!.test).toBeGreaterThan(0.5 * sum('test'));
  });

  it('are computed from the whole recording, and only those rows are kept that examples need', async () => {
    recordings(3);
    const { dataset, data } = await shop.import({
      windows: { seconds: 0.5, hopSeconds: 0.5 },
      marks: { background: null },
    });
    const { plan } = dataset.understanding;
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
    const path = `${shop.dataDir}/r0.wav`;
    const file = { path, shown: 'r0.wav', size: 44 + 20 * RATE_HZ };
    const whole = await spanFeatures(shop.sources, file, plan, { start: 0, end: 10 * RATE_HZ });
    const width = data.featureNames.length;
    const dt = plan.features.kind === 'logmel' ? plan.features.hopMs / 1000 : Number.NaN;
    let checked = 0;
    for (const { index, file: shown, start, steps } of examples) {
      if (shown !== 'r0.wav') continue;
      const row = Math.round(start / RATE_HZ / dt);
      const own = data.features.subarray(data.starts[index]! * width, (data.starts[index]! + steps) * width);
      expect(own).toEqual(whole.values.subarray(row * width, (row + steps) * width));
      checked++;
    }
    expect(checked).toBeGreaterThan(4);
    expect(data.features.length / width).toBeLessThan(0.8 * 3 * whole.steps);
  });
});

it('cuts each mark out, with what lies before and behind', async () => {
  recordings(4);
  const { plan } = await shop.understand({ marks: { rule: 'cut', padSeconds: 0.25 } });
  expect(plan).toMatchObject({ task: 'classify', windows: null, marks: { background: null } });
  const { dataset } = await shop.import({ marks: { rule: 'cut', padSeconds: 0.25 } });
  const { examples } = await shop.service.examples(dataset.id, undefined, 0, 100);
  expect(examples).toHaveLength(4 * places.length);
  for (const [k, { start, end, label }] of examples.slice(0, places.length).entries()) {
    expect(label).toBe(places[k]!.label);
    expect(start / RATE_HZ).toBeCloseTo(places[k]!.start - 0.25, 1);
    expect(end / RATE_HZ).toBeCloseTo(places[k]!.end + 0.25, 1);
  }
});

it('labels every step of sound', async () => {
  recordings(5);
  const { dataset, data } = await shop.import({ marks: { rule: 'steps', backgroundRatio: null } });
  const { plan } = dataset.understanding;
  expect(plan).toMatchObject({ task: 'label', features: { kind: 'logmel' } });
  const hop = plan.features.kind === 'logmel' ? plan.features.hopMs / 1000 : Number.NaN;
  const { examples } = await shop.service.examples(dataset.id, undefined, 0, 100);
  for (const { index, start, steps } of examples)
    for (let t = 0; t < steps; t++) {
      const seconds = Math.round(start / RATE_HZ / hop) * hop + t * hop;
      const mark = places.find((own) => seconds >= own.start - 1e-6 && seconds < own.end - 1e-6);
      expect(data.outputs[data.stepLabels[data.starts[index]! + t]!]).toBe(mark?.label ?? 'background');
    }
});

describe('sensors', () => {
  const table = (k: number): string =>
    csv(2000, { time: (t) => (1000 + t / 50).toFixed(2), x: (t) => Math.sin(t / (3 + (k % 2))).toFixed(4) });

  it('of many recordings have their marks in one table, and every row gets its label', async () => {
    for (let k = 0; k < 6; k++) shop.put({ [`session${k}.csv`]: table(k) });
    const rows = [0, 1, 2, 3, 4].flatMap((k) => [
      `session${k}.csv,2,6,walk`,
      `session${k}.csv,10.5,14,run`,
      `session${k}.csv,20,30,walk`,
    ]);
    shop.put({ 'marks.csv': ['file,start,end,label', ...rows].join('\n') });
    const { dataset, data } = await shop.import({ marks: { backgroundRatio: null } });
    const { plan, refused } = dataset.understanding;
    expect(plan).toMatchObject({ task: 'label', marks: { rule: 'steps' }, label: { kind: 'marks' } });
    // Nobody is known to have looked at the last one.
    expect(refused).toEqual([expect.objectContaining({ file: 'session5.csv', code: 'NOT_EXAMINED' })]);
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 1000);
    const seen = new Set<string>();
    for (const { index, start, steps } of examples)
      for (let t = 0; t < steps; t++) {
        const seconds = (start + t) / 50;
        const label =
          (seconds >= 2 && seconds < 6) || (seconds >= 20 && seconds < 30)
            ? 'walk'
            : seconds >= 10.5 && seconds < 14
              ? 'run'
              : 'background';
        seen.add(label);
        expect(data.outputs[data.stepLabels[data.starts[index]! + t]!]).toBe(label);
      }
    expect(seen.size).toBe(3);
  });

  it('that pause have their marks where the times say, not where rows are counted', async () => {
    const paused = csv(2000, {
      time: (t) => (t < 1000 ? t / 50 : 100 + t / 50).toFixed(2),
      x: (t) => Math.sin(t / 3).toFixed(4),
    });
    for (let k = 0; k < 3; k++)
      shop.put({ [`s${k}.csv`]: paused, [`s${k}.txt`]: audacity([{ start: 121, end: 125, label: 'walk' }]) });
    const { dataset, data } = await shop.import({
      marks: { backgroundRatio: null },
      rateHz: 50,
      resampled: false,
    });
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 1000);
    for (const { index, start, steps } of examples)
      for (let t = 0; t < steps; t++) {
        const row = start + t;
        const label = row >= 1050 && row < 1250 ? 'walk' : 'background';
        expect(data.outputs[data.stepLabels[data.starts[index]! + t]!]).toBe(label);
      }
  });
});

describe('what was looked at', () => {
  it('is a recording with an empty table, and not one without a table', async () => {
    recordings(4);
    shop.put({
      'quiet.wav': wav(RATE_HZ, tone(RATE_HZ, 6, 700)),
      'quiet.Table.1.selections.txt': ravenHead,
      'unseen.wav': wav(RATE_HZ, tone(RATE_HZ, 6, 200)),
    });
    const { dataset } = await shop.import({ marks: { backgroundRatio: null } });
    const { refused } = dataset.understanding;
    expect(refused).toEqual([expect.objectContaining({ file: 'unseen.wav', code: 'NOT_EXAMINED' })]);
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
    const quiet = examples.filter(({ file }) => file === 'quiet.wav');
    expect(quiet.length).toBeGreaterThan(5);
    expect(new Set(quiet.map(({ label }) => label))).toEqual(new Set(['background']));
    const all = await shop.understand({ marks: { backgroundRatio: null, examined: 'all' } });
    expect(all.refused).toEqual([]);
  });

  it('is all that a track says, where it says so', async () => {
    const examined = (k: number): string =>
      JSON.stringify({
        file_metadata: { duration: 10 },
        annotations: [
          {
            namespace: 'segment_open',
            time: 0,
            duration: 5,
            annotation_metadata: {},
            data: places
              .slice(0, 3)
              .map((own) => ({ time: own.start, duration: 1, value: own.label, confidence: 1 })),
          },
        ],
        sandbox: { k },
      });
    for (let k = 0; k < 4; k++) shop.put({ [`r${k}.wav`]: sound(), [`r${k}.jams`]: examined(k) });
    const { dataset } = await shop.import({ marks: { backgroundRatio: null } });
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
    expect(Math.max(...examples.map(({ end }) => end))).toBeLessThanOrEqual(5 * RATE_HZ + 100);
  });
});

it('asks whose marks are learnt, and keeps all', async () => {
  for (let k = 0; k < 4; k++)
    shop.put({
      [`r${k}.wav`]: sound(),
      [`r${k}.anna.txt`]: audacity(places),
      [`r${k}.ben.txt`]: audacity(places.map((own) => ({ ...own, label: `${own.label} tone` }))),
    });
  const { proposal, plan } = await shop.understand();
  expect(plan.label).toMatchObject({ kind: 'marks', track: 'anna' });
  const [question] = proposal!.questions;
  expect(question!.readings.map(({ flags }) => flags)).toEqual([
    '--label marks:anna',
    '--label marks:ben',
    '--label marks',
  ]);
  expect(question!.readings[1]!.classes).toEqual(['background', 'high tone', 'low tone']);
  const { dataset } = await shop.import({ label: { kind: 'marks', track: 'ben' } });
  const kept = await shop.service.marks(dataset.id);
  expect(kept!.map(({ file, tracks }) => [file, tracks.map(({ name }) => name)])).toEqual(
    [0, 1, 2, 3].map((k) => [`r${k}.wav`, ['anna', 'ben']]),
  );
});

it('takes several at once where marks overlap', async () => {
  const both = places.map((own) => ({ ...own, start: own.start + 0.3, end: own.end + 0.3, label: 'noise' }));
  for (let k = 0; k < 4; k++)
    shop.put({
      [`r${k}.wav`]: sound(),
      [`r${k}.txt`]: audacity([...places, ...both].sort((a, b) => a.start - b.start)),
    });
  const { dataset } = await shop.import({ marks: { backgroundRatio: null } });
  expect(dataset.understanding.plan).toMatchObject({
    task: 'tag',
    marks: { rule: 'windows', background: null },
  });
  const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
  const labels = new Set(examples.map(({ label }) => label));
  expect(labels.has('')).toBe(true);
  expect([...labels].some((label) => label?.split('|').length === 2)).toBe(true);
});

it('holds out stretches of a single recording, with a gap of a window between the parts', async () => {
  const long = Array.from({ length: 6 }, () => [...Array(10).keys()]).flatMap((own, k) =>
    own.map((s) => 10 * k + s),
  );
  const marks = long
    .filter((s) => s % 2 === 0)
    .map((s) => ({ start: s, end: s + 0.6, label: s % 4 === 0 ? 'a' : 'b' }));
  const samples = Array.from({ length: 60 * RATE_HZ }, (_, t) => 0.3 * Math.sin(t * t * 1e-6));
  shop.put({ 'only.wav': wav(RATE_HZ, samples), 'only.txt': audacity(marks) });
  const { dataset } = await shop.import({ windows: { seconds: 0.5 }, marks: { backgroundRatio: null } });
  expect(dataset.understanding.plan.split.kind).toBe('stretches');
  const { examples } = await shop.service.examples(dataset.id, undefined, 0, 10_000);
  for (const { label } of dataset.understanding.classes)
    for (const part of ['train', 'test'] as const)
      expect(examples.some((own) => own.label === label && own.split === part)).toBe(true);
  for (const a of examples)
    for (const b of examples)
      if (a.split !== b.split)
        expect(Math.max(a.start, b.start) - Math.min(a.end, b.end)).toBeGreaterThanOrEqual(0.45 * RATE_HZ);
});

describe('files of marks beside recordings', () => {
  const fixture = (name: string): Uint8Array =>
    readFileSync(new URL(`../../fixtures/marks/${name}`, import.meta.url));
  const read = async (): Promise<string[][]> => {
    const { proposal } = await shop.understand({ task: 'classify', label: { kind: 'marks' } });
    return proposal!.files.flatMap(({ file, role, of }) => (role === 'marks' ? [[file, of ?? '–']] : []));
  };

  it.each([
    ['a label track with boxes and points', 'r0.txt', '1\t2\tlow\n\\\t100\t2000\n4\t4\tclick\n'],
    ['a confidence behind each label', 'r0.BirdNET.results.txt', '1\t2\tlow\t0.71\n4\t5\thigh\t0.9\n'],
    ['an empty label track', 'r0.txt', ''],
    [
      'start and length',
      'r0.label',
      'Time(Seconds),Length(Seconds),Label(string),Confidence(double)\n1,1,low,1\n',
    ],
    ['under the whole name of the recording', 'r0.wav.csv', 'onset,offset,event_label\n1,2,low\n'],
    ['in a folder of their own', 'labels/r0.csv', 'start,end,label\n1,2,low\n'],
  ])('%s', async (_, name, text) => {
    recordings(4);
    rmSync(join(shop.dataDir, 'r0.Table.1.selections.txt'));
    shop.put({ [name]: text });
    expect((await read())[0]).toEqual([name, 'r0.wav']);
  });

  it('beats of a WFDB record', async () => {
    const samples = Buffer.alloc(2 * 2 * 10_000);
    for (let t = 0; t < 10_000; t++) {
      samples.writeInt16LE(Math.round(500 * Math.sin(t / 20)), 4 * t);
      samples.writeInt16LE(Math.round(300 * Math.cos(t / 20)), 4 * t + 2);
    }
    const head = 'beats 2 250 10000\nbeats.dat 16 200 16 0 0 0 0 I\nbeats.dat 16 200 16 0 0 0 0 II\n';
    shop.put({ 'beats.hea': head, 'beats.dat': samples, 'beats.atr': fixture('beats.atr') });
    expect(await read()).toEqual([['beats.atr', 'beats.hea']]);
  });
});
