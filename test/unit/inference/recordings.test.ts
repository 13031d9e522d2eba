import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesUnder } from '../../../src/main/engine/inference/files-under';
import { recordingReader } from '../../../src/main/engine/inference/recordings';
import { Sources } from '../../../src/main/engine/readers/sources';
import type { ImportPlan } from '../../../src/shared/domain/dataset';

let dir = '';
let sources: Sources;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'recordings-'));
  sources = new Sources(dir);
});
afterAll(async () => {
  await sources.close();
  await rm(dir, { recursive: true, force: true });
});

const plan: ImportPlan = {
  name: 'efforts',
  task: 'regress',
  modality: 'sensor',
  label: { kind: 'labels-file', column: 'effort' },
  group: { kind: 'none' },
  timeColumn: null,
  channels: ['a', 'b'],
  targets: [],
  rateHz: null,
  features: { kind: 'raw', differences: false, standardise: true },
  split: { kind: 'random', seed: 1, validationFraction: 0.2, testFraction: 0.2 },
  forecast: null,
  windows: null,
};

describe('new files for a trained model', () => {
  it('need no value where a value is what the model answers', async () => {
    const path = join(dir, 'new.csv');
    await writeFile(path, 'a,b\n1,2\n3,4\n');
    const [recording, ...more] = await recordingReader(sources)(path, plan);
    expect(more).toEqual([]);
    expect([...(await recording!.features()).values]).toEqual([1, 2, 3, 4]);
  });
});

describe('recordings that are several files', () => {
  const joined: ImportPlan = {
    ...plan,
    recordings: 'folder',
    timeColumn: 'time (s)',
    rateHz: 10,
    channels: ['acc.x', 'gyro.x'],
  };
  const table = (rateHz: number, slope: number): string =>
    `t,x\n${Array.from({ length: 3 * rateHz }, (_, k) => `${k / rateHz},${(slope * k) / rateHz}`).join('\n')}\n`;

  it('are read from their folder, or from one of the files', async () => {
    const folder = join(dir, 'take');
    await mkdir(folder);
    await writeFile(join(folder, 'acc.csv'), table(10, 1));
    await writeFile(join(folder, 'gyro.csv'), table(5, -2));
    // What the model did not learn from is no reason to cut the others.
    await writeFile(join(folder, 'light.csv'), table(2, 7).split('\n').slice(0, 5).join('\n'));
    for (const path of [folder, join(folder, 'gyro.csv')]) {
      const [recording] = await recordingReader(sources)(path, joined);
      const { length } = recording!;
      const { values: data } = await recording!.features();
      expect(length).toBe(29);
      for (let t = 0; t < length; t++) {
        expect(data[2 * t]).toBeCloseTo(t / 10, 6);
        expect(data[2 * t + 1]).toBeCloseTo((-2 * t) / 10, 6);
      }
    }
    expect((await filesUnder([dir], joined, sources)).files).toContain(folder);
  });
});
