import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
    expect([...recording!.signal.data]).toEqual([1, 2, 3, 4]);
  });
});
