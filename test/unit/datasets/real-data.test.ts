import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workshop } from './workshop';

const dataDir =
  process.env['UNROLL_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
// The project's real data are too large for the repository; cuts of them are tested everywhere.
const isHere = existsSync(dataDir);
const title = isHere ? 'the real data' : `the real data (skipped: ${dataDir} is not on this machine)`;

interface Expected {
  readonly path: string;
  readonly examples: number;
  readonly splits: readonly [train: number, validation: number, test: number];
  readonly classes: number;
  readonly channels: number;
  readonly steps: readonly [least: number, most: number] | null;
  readonly refused?: readonly string[];
}

/** As SOURCES.md, the archives' pages and aeon say. */
const expected: Expected[] = [
  {
    path: 'varlen-japanesevowels',
    examples: 640,
    splits: [216, 54, 370],
    classes: 9,
    channels: 12,
    steps: [7, 29],
  },
  {
    path: 'sensor-basicmotions',
    examples: 80,
    splits: [32, 8, 40],
    classes: 4,
    channels: 6,
    steps: [100, 100],
  },
  {
    path: 'ucr-univariate/ItalyPowerDemand_TRAIN.ts',
    examples: 1_096,
    splits: [54, 13, 1_029],
    classes: 2,
    channels: 1,
    steps: [24, 24],
  },
  {
    path: 'ucr-univariate/ArrowHead_TEST.ts',
    examples: 211,
    splits: [29, 7, 175],
    classes: 3,
    channels: 1,
    steps: [251, 251],
  },
  {
    path: 'ucr-univariate/ArrowHead_TRAIN.tsv',
    examples: 36,
    splits: [23, 6, 7],
    classes: 3,
    channels: 1,
    steps: [251, 251],
  },
  {
    path: 'sensor-watch-shoulder',
    examples: 140,
    splits: [84, 14, 42],
    classes: 7,
    channels: 6,
    steps: [947, 2_618],
  },
  {
    path: 'audio-spoken-language',
    examples: 800,
    splits: [480, 120, 200],
    classes: 5,
    channels: 1,
    steps: null,
  },
  { path: 'audio-sonicpi', examples: 110, splits: [70, 18, 22], classes: 7, channels: 1, steps: null },
  {
    path: 'forecast/airline.csv',
    examples: 120,
    splits: [72, 24, 24],
    classes: 0,
    channels: 1,
    steps: [24, 24],
  },
  {
    path: 'forecast/vic_elec.csv',
    // Whole weeks of half-hours; every fifth window of the training part.
    examples: 25_472,
    splits: [6_656, 8_400, 10_416],
    classes: 0,
    channels: 3,
    steps: [512, 512],
  },
  {
    path: 'forecast/vic_elec.parquet',
    // Whole weeks of half-hours; every fifth window of the training part.
    examples: 25_472,
    splits: [6_656, 8_400, 10_416],
    classes: 0,
    channels: 3,
    steps: [512, 512],
  },
];

describe.skipIf(!isHere)(title, () => {
  let shop: Workshop;
  beforeAll(() => {
    shop = new Workshop();
  });
  afterAll(async () => {
    await shop.remove();
  });

  it.each(expected)('$path', async ({ path, examples, splits, classes, channels, steps, refused = [] }) => {
    const understanding = await shop.understand({}, join(dataDir, path));
    expect(understanding.examples).toBe(examples);
    expect(Object.values(understanding.splits)).toEqual(splits);
    expect(understanding.classes).toHaveLength(classes);
    expect(understanding.plan.channels).toHaveLength(channels);
    if (steps !== null) expect([understanding.lengths.min, understanding.lengths.max]).toEqual(steps);
    expect(understanding.refused.map(({ file }) => file)).toEqual(refused);
  });

  it('odd-formats: refuses by name, reads the rest', async () => {
    const { refused, filesByFormat } = await shop.understand({}, join(dataDir, 'odd-formats'));
    expect(Object.fromEntries(refused.map(({ file, code }) => [file, code]))).toEqual({
      'REAL_zero_frames_is.wav': 'FILE_EMPTY',
      'heartpy_data.csv': 'MODALITY_OTHER',
      'heartpy_data3.csv': 'MODALITY_OTHER',
      'real_ecg_360Hz_5min.edf': 'MODALITY_OTHER',
    });
    expect(filesByFormat).toEqual({ aiff: 1, flac: 1, mp3: 1, ogg: 1, opus: 1, wav: 2 });
  });

  it('basicmotions: says that its ARFF file holds what its .ts file holds', async () => {
    const { warnings } = await shop.understand({}, join(dataDir, 'sensor-basicmotions'));
    const double = warnings.filter(({ code }) => code === 'archive.double');
    expect(double.map(({ params }) => params)).toEqual([{ file: 'BasicMotions_TRAIN.arff' }]);
  });

  it('daphnet: a label column that never changes is neither label nor channel', async () => {
    const { plan } = await shop.understand({}, join(dataDir, 'sensor-daphnet-anomaly'));
    expect(plan).toMatchObject({ task: 'forecast', rateHz: 64, timeColumn: 'timestamp' });
    expect(plan.channels).toHaveLength(9);
    expect(plan.channels).not.toContain('is_anomaly');
  });

  it('spoken-language: warns that the language is the speaker', async () => {
    const { warnings, groups } = await shop.understand({}, join(dataDir, 'audio-spoken-language'));
    expect(groups).toBe(4);
    expect(warnings.find(({ code }) => code === 'leak.labelIsGroup')?.params).toEqual({
      count: 3,
      classes: 'fr, it, ru',
    });
  });

  it.each(['ucr-univariate', 'forecast'])('%s: asks which of its problems is meant', async (path) => {
    await expect(shop.understand({}, join(dataDir, path))).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});
