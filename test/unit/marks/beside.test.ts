import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeSoundRows } from '../../../src/main/engine/features/sound-rows';
import { closeDecoder } from '../../../src/main/engine/readers/sound/decode';
import { matchMarks } from '../../../src/main/engine/scan/mark-files';
import type { MarkFile } from '../../../src/main/engine/scan/mark-files';
import { csv, tone, wav, Workshop } from '../datasets/workshop';

afterAll(async () => {
  await closeDecoder();
  await closeSoundRows();
});

/** Protects: that files of marks find the recordings that they are of, and no others. */

const marksAt = (shown: string): MarkFile => ({
  ...{ path: `/x/${shown}`, shown, size: 1, mtimeMs: 0, sha256: '', format: 'edf' },
  tracks: [{ name: '', recording: null, marks: [], examined: 'all', clock: 'start' }],
});
const found = (marks: readonly string[], recordings: readonly string[]): Record<string, string[]> => {
  const { byRecording } = matchMarks(
    marks.map(marksAt),
    recordings.map((shown) => ({ shown, content: { kind: 'cases' } as never })),
  );
  return Object.fromEntries(
    [...byRecording].map(([k, own]) => [recordings[k]!, own.map(({ from }) => from)]),
  );
};

describe('by names', () => {
  it('finds a hypnogram whose name differs from its recording by a letter and a word', () => {
    const nights = ['SC4001', 'SC4002', 'SC4011', 'SC4012', 'SC4021'];
    const recordings = nights.map((night) => `${night}E0-PSG.edf`);
    const marks = nights.map((night, k) => `${night}${k === 2 ? 'EH' : 'EC'}-Hypnogram.edf`);
    expect(found(marks, recordings)).toEqual(
      Object.fromEntries(nights.map((_, k) => [recordings[k], [marks[k]]])),
    );
    expect(found(['ST7011JP-Hypnogram.edf'], ['ST7011J0-PSG.edf', 'ST7022J0-PSG.edf'])).toEqual({
      'ST7011J0-PSG.edf': ['ST7011JP-Hypnogram.edf'],
    });
  });

  it('gives marks of a recording that is not there to none of its neighbours', () => {
    expect(found(['SC4012EC-Hypnogram.edf'], ['SC4011E0-PSG.edf', 'SC4021E0-PSG.edf'])).toEqual({});
    expect(found(['day1_c.txt'], ['day1_a.wav', 'day2_b.wav'])).toEqual({});
    expect(found(['labels.txt'], ['a.wav', 'b.wav'])).toEqual({});
  });
});

describe('a list with a row a file, a start and an end', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());
  const RATE_HZ = 1000;
  const list = (seconds: (k: number) => readonly [number, number]): string =>
    ['file,start,end,species']
      .concat(
        Array.from({ length: 12 }, (_, k) => `r${k}.wav,${seconds(k).join(',')},${k % 2 ? 'wren' : 'robin'}`),
      )
      .join('\n');
  const put = (table: string): void => {
    for (let k = 0; k < 12; k++)
      shop.put({ [`r${k}.wav`]: wav(RATE_HZ, tone(RATE_HZ, 4, k % 2 ? 100 : 300)) });
    shop.put({ 'birds.csv': table });
  };

  it('marks stretches where recordings go on beyond them', async () => {
    put(list((k) => [0.5 + k / 10, 1.5 + k / 10]));
    const { plan, classes } = await shop.understand();
    expect(plan.label).toMatchObject({ kind: 'marks' });
    expect(classes.map(({ label }) => label)).toEqual(['background', 'robin', 'wren']);
  });

  it('stays a list where each stretch is the whole file, or one of another recording', async () => {
    put(list((k) => (k % 3 === 0 ? [0, 4] : [60 + k, 64 + k])));
    const { plan } = await shop.understand();
    expect(plan.label).toEqual({ kind: 'labels-file', column: 'species' });
  });
});

describe('Sensor Logger', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());
  const ROWS = 2000;
  const EPOCH_NS = 1_679_009_000_000_000_000n;
  const nsAt = (seconds: number): string =>
    String(EPOCH_NS + BigInt(Math.round(seconds * 1000)) * 1_000_000n);
  const sensor = (): string =>
    csv(ROWS, {
      time: (t) => nsAt(t / 50),
      seconds_elapsed: (t) => t / 50,
      z: (t) => Math.sin(t / 3) * (t % 500 < 250 ? 1 : 5),
      y: (t) => Math.cos(t / 5),
      x: (t) => Math.sin(t / 7),
    });
  const annotation = (rows: readonly [number, string, number][]): string =>
    ['time,seconds_elapsed,text,millisecond_press_duration']
      .concat(rows.map(([at, text, ms]) => `${nsAt(at)},${at},${text},${ms}`))
      .join('\n');

  it('has its annotations beside its sensors read as marks, and none where nobody pressed', async () => {
    for (const k of [1, 2, 3, 4, 5, 6])
      shop.put({
        [`walk-2023-03-1${k}/Accelerometer.csv`]: sensor(),
        [`walk-2023-03-1${k}/Gyroscope.csv`]: sensor(),
        [`walk-2023-03-1${k}/Annotation.csv`]: annotation(
          k === 6
            ? []
            : [
                [5, 'stairs', 4000],
                [15, 'lift', 4000],
                [25, 'stairs', 4000],
              ],
        ),
      });
    const { dataset } = await shop.import();
    const { plan, classes } = dataset.understanding;
    expect(plan.label).toMatchObject({ kind: 'marks' });
    expect(classes.map(({ label }) => label).sort()).toEqual(['background', 'lift', 'stairs']);
    const recordings = (await shop.service.marks(dataset.id))!;
    expect(recordings.map(({ tracks }) => tracks.flatMap(({ track }) => track.marks).length)).toEqual([
      3, 3, 3, 3, 3,
    ]);
    const [first] = recordings[0]!.tracks[0]!.track.marks;
    expect(first).toMatchObject({ label: 'stairs' });
    expect(first!.endSeconds - first!.startSeconds).toBeCloseTo(4, 6);
  });
});
