import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatasets } from '../../../src/main/engine/datasets/open';
import { Bin } from '../../../src/main/engine/files/bin';
import { csv, tone, wav, Workshop } from './workshop';

const vowelsDir = fileURLToPath(new URL('../../fixtures/engine/vowels', import.meta.url));

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const folders = (): string[] => readdirSync(shop.home.datasetsDir);

describe('a data set', () => {
  it('holds what was imported, and is there again after a restart', async () => {
    const { dataset, data } = await shop.import({}, vowelsDir);
    expect(dataset.understanding).toMatchObject({
      examples: 84,
      splits: { train: 38, validation: 10, test: 36 },
    });
    expect(data.outputs).toEqual(['1', '2', '3']);
    expect(data.starts).toHaveLength(84);
    expect(data.lengths.reduce((sum, steps) => sum + steps, 0) * data.featureNames.length).toBe(
      data.features.length,
    );
    await shop.reopen();
    expect(shop.service.list()).toEqual([dataset]);
    const { examples, total } = await shop.service.examples(dataset.id, 'test', 5, 2);
    expect(total).toBe(36);
    expect(examples).toHaveLength(2);
    for (const { split, index, label } of examples) {
      expect(split).toBe('test');
      expect(data.outputs[data.labels[index]!]).toBe(label);
      expect(data.splits[index]).toBe(2);
    }
  });

  it('is scaled by its training part alone', async () => {
    const { dataset, data } = await shop.import({}, vowelsDir);
    const width = data.featureNames.length;
    for (const feature of [0, width - 1]) {
      const values: number[] = [];
      for (const [e, split] of data.splits.entries())
        for (let t = 0; split === 0 && t < data.lengths[e]!; t++)
          values.push(data.features[(data.starts[e]! + t) * width + feature]!);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
      expect(dataset.scaler.mean[feature]).toBeCloseTo(mean, 9);
      expect(dataset.scaler.deviation[feature]).toBeCloseTo(Math.sqrt(variance), 9);
      expect(data.scaler.mean[feature]).toBe(Math.fround(dataset.scaler.mean[feature]!));
    }
  });

  it('is not made twice from the same files under the same plan, whatever it is called', async () => {
    const first = await shop.import({}, vowelsDir);
    const second = await shop.import({ name: 'again' }, vowelsDir);
    expect(second.dataset.id).toBe(first.dataset.id);
    const other = await shop.import(
      { split: { kind: 'random', seed: 2, validationFraction: 0.2, testFraction: 0.2 } },
      vowelsDir,
    );
    expect(other.dataset.id).not.toBe(first.dataset.id);
    expect(folders()).toHaveLength(2);
  });

  it('can be renamed, deleted, and brought back from the bin, also after a start', async () => {
    const { dataset } = await shop.import({}, vowelsDir);
    expect((await shop.service.rename(dataset.id, '모음')).understanding.plan.name).toBe('모음');
    await shop.service.delete(dataset.id);
    expect(shop.service.list()).toEqual([]);
    expect(() => shop.service.get(dataset.id)).toThrow(expect.objectContaining({ code: 'DATASET_UNKNOWN' }));
    expect((await shop.service.restore(dataset.id)).understanding.plan.name).toBe('모음');
    await shop.service.delete(dataset.id);
    await shop.reopen();
    expect(folders()).toEqual([]);
    expect((await shop.service.restore(dataset.id)).understanding.plan.name).toBe('모음');
    await shop.service.delete(dataset.id);
    new Bin(shop.home.binDir).empty(Date.now(), true);
    await expect(shop.service.restore(dataset.id)).rejects.toMatchObject({ code: 'DATASET_UNKNOWN' });
  });

  it('is brought back when its files are imported again', async () => {
    const { dataset } = await shop.import({}, vowelsDir);
    await shop.service.delete(dataset.id);
    expect((await shop.import({}, vowelsDir)).dataset).toEqual(dataset);
    expect(new Bin(shop.home.binDir).list()).toEqual([]);
  });

  it.each(['prepared.safetensors', 'examples.json', 'files.json'])(
    'whose %s is damaged is made again when its files are imported again, for the runs that need it',
    async (name) => {
      const { dataset, data } = await shop.import({}, vowelsDir);
      const file = join(shop.home.datasetsDir, dataset.id, name);
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1]! ^= 4;
      writeFileSync(file, bytes);
      await shop.reopen();
      const again = await shop.import({}, vowelsDir);
      expect(again.dataset.id).toBe(dataset.id);
      expect(again.data).toEqual(data);
      expect(await shop.service.example(dataset.id, 0)).toMatchObject({ index: 0 });
    },
  );

  it.each([
    ['cut off', 'damaged', (bytes: Buffer) => bytes.subarray(0, 100)],
    [
      'flipped',
      'damaged',
      (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('JapaneseVowels', 'JapaneseVowelS'), 'latin1'),
    ],
    [
      'newer',
      'newer',
      (bytes: Buffer) =>
        Buffer.from(
          bytes
            .toString()
            .replace('"formatVersion":1', '"formatVersion":2')
            .replace(/,"checksum".*/, '}'),
        ),
    ],
  ])(
    'whose dataset.json is %s is named, costs itself alone, and can be deleted',
    async (_, problem, harm) => {
      const whole = (await shop.import({}, vowelsDir)).dataset;
      const seed2 = { kind: 'random', seed: 2, validationFraction: 0.2, testFraction: 0.2 } as const;
      const { dataset } = await shop.import({ split: seed2, name: 'JapaneseVowels' }, vowelsDir);
      const file = join(shop.home.datasetsDir, dataset.id, 'dataset.json');
      writeFileSync(file, harm(readFileSync(file)));
      await shop.reopen();
      expect(shop.service.list().map(({ id }) => id)).toEqual([whole.id]);
      expect(shop.service.unreadable()).toMatchObject([
        { id: dataset.id, reason: { code: 'STATE_CORRUPT.dataset', params: { problem } } },
      ]);
      expect(() => shop.service.get(dataset.id)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPT' }));
      await shop.service.delete(dataset.id);
      expect(shop.service.unreadable()).toEqual([]);
      expect(folders()).toEqual([whole.id]);
    },
  );

  it('is kept while a run needs it, unless the runs go too', async () => {
    const { dataset } = await shop.import({}, vowelsDir);
    const deleted: string[] = [];
    shop.service.setDependents({
      names: async () => ['gru-1'],
      delete: async (id) => {
        deleted.push(id);
      },
    });
    await expect(shop.service.delete(dataset.id)).rejects.toMatchObject({
      code: 'DATASET_IN_USE',
      message: expect.stringContaining('gru-1'),
    });
    await shop.service.delete(dataset.id, true);
    expect(deleted).toEqual([dataset.id]);
  });

  it('follows the newest correction, also when an earlier one took longer', async () => {
    for (const label of ['a', 'b'])
      for (let k = 0; k < 4; k++)
        shop.put({
          [`${label}/${k}.csv`]: csv(40, {
            time: (t) => (t / 10 + (t % 3) / 40).toFixed(3),
            x: (t) => t * t + k,
            z: (t) => t * k,
          }),
        });
    const { scan } = await shop.scan();
    // The first has to read every table again for its times, the second nothing: either may end before the other.
    const first = shop.scans.revise(scan, { rateHz: 4 });
    const second = shop.scans.revise(scan, { channels: ['x'] });
    await Promise.all([first, second]);
    const { understanding } = await shop.scans.get(scan);
    expect(understanding!.plan).toMatchObject({ channels: ['x'] });
    expect(understanding!.plan.resampled).toBeUndefined();
  });

  it('notices that its files changed or went, but not that they were touched', async () => {
    for (const label of ['a', 'b'])
      for (let k = 0; k < 4; k++)
        shop.put({ [`${label}/${k}.csv`]: csv(9, { x: (t) => t * t + k, z: (t) => t * k }) });
    const { dataset } = await shop.import();
    const file = join(shop.dataDir, 'a', '0.csv');
    utimesSync(file, 1, 1);
    const signal = await shop.service.signal(dataset.id, 0, 100);
    expect(signal).toMatchObject({ length: 9, columns: 9, channels: ['x', 'z'] });
    expect([...signal.envelope.slice(0, 6)]).toEqual([0, 0, 1, 1, 4, 4]);
    writeFileSync(file, csv(9, { x: (t) => t, z: () => 1 }));
    await expect(shop.service.signal(dataset.id, 0, 100)).rejects.toMatchObject({
      code: 'DATASET_FILES_CHANGED',
    });
    rmSync(file);
    await expect(shop.service.signal(dataset.id, 0, 100)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(shop.service.signal(dataset.id, 99, 100)).rejects.toMatchObject({ code: 'EXAMPLE_UNKNOWN' });
    await expect(shop.service.audio(dataset.id, 1)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  it('of an older lab still opens', async () => {
    const datasetsDir = fileURLToPath(new URL('../../fixtures/datasets/home-v1/datasets', import.meta.url));
    const { sources, activities } = shop;
    const { datasets: service } = openDatasets({
      ...{ home: { ...shop.home, datasetsDir }, activities, sources },
      bin: new Bin(shop.home.binDir),
    });
    const [dataset, ...others] = service.list();
    expect(others).toEqual([]);
    expect(dataset!.understanding).toMatchObject({
      examples: 84,
      plan: { name: 'Vowels', task: 'classify' },
    });
    expect(await service.example(dataset!.id, 83)).toMatchObject({
      file: 'Vowels_TRAIN.ts',
      label: '3',
    });
    expect(existsSync(service.preparedFile(dataset!.id))).toBe(true);
  });
});

describe('an import', () => {
  it('that is cancelled or fails leaves nothing behind', async () => {
    for (const label of ['a', 'b'])
      for (let k = 0; k < 20; k++)
        shop.put({ [`${label}/${k}.wav`]: wav(8_000, tone(8_000, 0.5, 200 + 10 * k)) });
    const { scan } = await shop.scan();
    const activity = shop.scans.commit(scan);
    shop.activities.cancel(activity);
    expect((await shop.activities.wait(activity)).activity.status).toBe('cancelled');
    expect(folders()).toEqual([]);
    rmSync(join(shop.dataDir, 'b', '7.wav'));
    const { activity: failed } = await shop.activities.wait(shop.scans.commit(scan));
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'FILE_MISSING' } });
    expect(folders()).toEqual([]);
  });

  it('whose process was killed leaves nothing behind after the next start', async () => {
    // No process has this number on any platform that the lab runs on.
    const remains = join(shop.home.datasetsDir, `.new-${2 ** 31 - 1}-vowels`);
    const alive = join(shop.home.datasetsDir, `.new-${process.pid}-vowels`);
    for (const dir of [remains, alive]) mkdirSync(dir);
    await shop.reopen();
    expect([existsSync(remains), existsSync(alive)]).toEqual([false, true]);
    expect(shop.service.list()).toEqual([]);
  });

  it('is refused when there is nothing to learn', async () => {
    shop.put({ 'a.wav': wav(8_000, tone(8_000, 0.1, 300)) });
    const { scan, understanding } = await shop.scan();
    expect(understanding.warnings.map(({ code }) => code)).toContain('classes.none');
    const { activity } = await shop.activities.wait(shop.scans.commit(scan));
    expect(activity.error).toMatchObject({ code: 'ARGUMENT_INVALID' });
    shop.scans.discard(scan);
    await expect(shop.scans.get(scan)).rejects.toMatchObject({ code: 'SCAN_UNKNOWN' });
    await expect(shop.understand({}, join(shop.dir, 'nothing'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
    shop.put({ 'empty/README.md': '# nothing' });
    await expect(shop.understand({}, join(shop.dataDir, 'empty'))).rejects.toMatchObject({
      code: 'DATASET_EMPTY',
    });
  });

  it('shows what is understood while the files are still being read', async () => {
    for (const label of ['a', 'b'])
      for (let k = 0; k < 1200; k++)
        shop.put({ [`${label}/${k}.csv`]: csv(20, { x: (t) => t * t + k, z: (t) => t * k }) });
    const scan = shop.scans.start([shop.dataDir]);
    const seen: number[] = [];
    for (;;) {
      const { complete, understanding } = await shop.scans.get(scan);
      if (understanding !== null) seen.push(understanding.examples);
      if (complete) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(seen[0]).toBeLessThan(2400);
    expect(seen.every((examples, k) => examples >= (seen[k - 1] ?? 0))).toBe(true);
    expect(seen.at(-1)).toBe(2400);
  });
});

describe('the sample sets', () => {
  it.each([
    ['drum-sounds', 'audio', 63, 3],
    ['shoulder-exercises', 'sensor', 68, 4],
  ])('%s is what its card says', async (name, modality, examples, classes) => {
    const card = shop.scans.samples().find((sample) => sample.name === name);
    expect(card).toMatchObject({ modality, examples, classes });
    const scan = shop.scans.openSample(name);
    expect((await shop.activities.wait(scan)).activity.status).toBe('done');
    const { understanding } = await shop.scans.get(scan);
    expect(understanding).toMatchObject({ examples, refused: [], plan: { name, modality } });
    expect(understanding!.classes).toHaveLength(classes);
  });

  it('are the only ones', () => {
    expect(() => shop.scans.openSample('../..')).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});
