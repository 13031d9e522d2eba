import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { readHeld } from '../../../src/main/engine/prepare/prepared';
import type { NewRecording } from '../../../src/shared/contract/datasets';
import type { Dataset, PlanEdits } from '../../../src/shared/domain/dataset';
import { errorFromShape } from '../../../src/shared/domain/error';
import { csv, tone, wav, Workshop } from '../datasets/workshop';

/** Protects: what was recorded in the lab counts like a file that was imported, and nothing else changes. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  await shop.remove();
});

const atMs = Date.UTC(2026, 10, 26, 9, 30);

function recording(label: string, samples: Float32Array, rateHz: number | null): NewRecording {
  return { label, samples, rateHz, recordedMs: atMs, heard: { label: 'a', model: 'run-1' } };
}

async function grown(
  id: string,
  recordings: NewRecording[],
  name = 'more',
): Promise<{ dataset: Dataset; data: HeldData }> {
  const { activity, result } = await shop.activities.wait(shop.recordings.add(id, name, recordings));
  if (activity.error !== null) throw errorFromShape(activity.error);
  return { dataset: shop.service.get(result!), data: await readHeld(shop.service.preparedFile(result!)) };
}

/** Features of the examples of one file. */
async function rowsOf(id: string, data: HeldData, file: RegExp): Promise<Float32Array[]> {
  const { examples } = await shop.service.examples(id, undefined, 0, 1000);
  const width = data.featureNames.length;
  return examples
    .filter((example) => file.test(example.file))
    .map(({ index }) =>
      data.features.slice(data.starts[index]! * width, (data.starts[index]! + data.lengths[index]!) * width),
    );
}

const rateHz = 8_000;
const sounds = (): void => {
  for (const [part, count] of [
    ['train', 4],
    ['validation', 2],
    ['test', 2],
  ] as const)
    for (const label of ['a', 'c'])
      for (let k = 0; k < count; k++)
        shop.put({
          [`${part}/${label}/${k}.wav`]: wav(
            rateHz,
            tone(rateHz, 0.3, label === 'a' ? 300 + 20 * k : 900 + 20 * k),
          ),
        });
};
const edits: PlanEdits = {
  features: {
    kind: 'logmel',
    standardise: true,
    windowMs: 25,
    hopMs: 10,
    bands: 12,
    minHz: 60,
    maxHz: 4_000,
  },
};

describe('recordings of sound', () => {
  it('are examples to learn from, as if they had been imported with the rest', async () => {
    sounds();
    const base = await shop.import(edits);
    const clips = [
      recording('c', Float32Array.from(tone(rateHz, 0.4, 880)), rateHz),
      recording('b', Float32Array.from(tone(16_000, 0.2, 500)), 16_000),
    ];
    const more = await grown(base.dataset.id, clips);
    expect(more.data.outputs).toEqual(['a', 'b', 'c']);
    expect(more.dataset).toMatchObject({
      grown: { from: base.dataset.id, base: 'data', recordings: 2 },
      understanding: { examples: 18, plan: { name: 'more' }, splits: { train: 10, validation: 4, test: 4 } },
    });
    expect(more.dataset.understanding.classes).toEqual([
      { label: 'a', train: 4, validation: 2, test: 2 },
      { label: 'b', train: 1, validation: 0, test: 0 },
      { label: 'c', train: 5, validation: 2, test: 2 },
    ]);
    // The same files, in the folders that say the same.
    const dir = join(shop.home.recordingsDir, 'data');
    for (const label of ['b', 'c'])
      cpSync(join(dir, label), join(shop.dataDir, 'train', label), { recursive: true });
    const whole = await shop.import({ ...edits, rateHz });
    expect(more.dataset.scaler.mean.length).toBe(12);
    for (const [k, mean] of whole.dataset.scaler.mean.entries()) {
      expect(more.dataset.scaler.mean[k]).toBeCloseTo(mean, 9);
      expect(more.dataset.scaler.deviation[k]).toBeCloseTo(whole.dataset.scaler.deviation[k]!, 9);
      expect(more.data.scaler.mean[k]).toBe(Math.fround(more.dataset.scaler.mean[k]!));
    }
    for (const label of ['b', 'c']) {
      const time = new RegExp(`/${label}/2026-`);
      const [own] = await rowsOf(more.dataset.id, more.data, time);
      expect(own).toEqual((await rowsOf(whole.dataset.id, whole.data, time))[0]);
    }
    const { examples } = await shop.service.examples(more.dataset.id, undefined, 0, 1000);
    for (const { index, label, split } of examples) {
      expect(more.data.outputs[more.data.labels[index]!]).toBe(label);
      expect(['train', 'validation', 'test'][more.data.splits[index]!]).toBe(split);
    }
    const [heard] = examples.filter(({ label }) => label === 'b');
    expect(heard).toMatchObject({
      group: 'recorded',
      split: 'train',
      file: expect.stringMatching(/^recorded\/b\//),
    });
    const sound = await shop.service.heard(more.dataset.id, heard!.index);
    expect(sound).toMatchObject({ channels: 1, rateHz: 16_000 });
    expect(sound.samples).toEqual(clips[1]!.samples);
    // What was there is as it was.
    expect(shop.service.get(base.dataset.id)).toEqual(base.dataset);
  });

  it('come on top of each other in one data set, but for those that a run needs', async () => {
    sounds();
    const base = await shop.import(edits);
    const clip = recording('a', Float32Array.from(tone(rateHz, 0.2, 310)), rateHz);
    const first = await grown(base.dataset.id, [clip], 'data + 1');
    const second = await grown(first.dataset.id, [clip, clip], 'data + 3');
    expect(second.dataset.grown).toEqual({ from: base.dataset.id, base: 'data', recordings: 3 });
    expect(second.dataset.understanding.examples).toBe(19);
    expect(shop.service.list().map(({ id }) => id)).toEqual([second.dataset.id, base.dataset.id]);
    shop.service.setDependents({ names: async () => ['gru-1'], delete: async () => {} });
    const third = await grown(second.dataset.id, [clip], 'data + 4');
    expect(shop.service.list().map(({ id }) => id)).toEqual([
      third.dataset.id,
      second.dataset.id,
      base.dataset.id,
    ]);
    await shop.reopen();
    expect(shop.service.get(third.dataset.id)).toEqual(third.dataset);
    expect(readdirSync(join(shop.home.recordingsDir, 'data', 'a'))).toHaveLength(4);
  });

  it('leave nothing behind when they cannot be used', async () => {
    sounds();
    const base = await shop.import(edits);
    const good = recording('../b:', Float32Array.from(tone(rateHz, 0.2, 310)), rateHz);
    await expect(
      grown(base.dataset.id, [good, recording('b', Float32Array.of(0.1), null)]),
    ).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(shop.service.list()).toHaveLength(1);
    expect(
      readdirSync(shop.home.recordingsDir, { recursive: true }).filter((name) =>
        String(name).endsWith('.wav'),
      ),
    ).toEqual([]);
    const { dataset } = await grown(base.dataset.id, [good]);
    expect(dataset.understanding.classes.map(({ label }) => label)).toEqual(['../b:', 'a', 'c']);
    expect(existsSync(join(shop.home.recordingsDir, 'b_'))).toBe(false);
    expect(() => shop.recordings.add('nothing', 'more', [good])).toThrow(
      expect.objectContaining({ code: 'DATASET_UNKNOWN' }),
    );
  });
});

describe('recordings of a sensor', () => {
  it.each([1, 3])('of %i channels are tables, missing values included', async (channels) => {
    const names = ['x', 'y', 'z'].slice(0, channels);
    for (const label of ['a', 'b'])
      for (let k = 0; k < 6; k++)
        shop.put({
          [`${label}/${k}.csv`]: csv(
            20,
            Object.fromEntries(
              names.map((name, c) => [
                name,
                (t: number) => Math.sin(t * (c + 1) + k) * (label === 'a' ? 1 : 3),
              ]),
            ),
          ),
        });
    const base = await shop.import({ features: { kind: 'raw', standardise: true, differences: false } });
    const samples = Float32Array.from({ length: 5 * channels }, (_, k) => Math.fround(k / 7));
    samples[channels] = Number.NaN;
    const more = await grown(base.dataset.id, [recording('b', samples, null)]);
    expect(more.dataset.understanding.splits.train).toBe(base.dataset.understanding.splits.train + 1);
    const [rows] = await rowsOf(more.dataset.id, more.data, /^recorded\//);
    const filled = samples.slice();
    // On the line between its neighbours.
    filled[channels] = (samples[0]! + samples[2 * channels]!) / 2;
    rows!.forEach((value, k) => expect(value).toBeCloseTo(filled[k]!, 6));
    expect(rows).toHaveLength(filled.length);
    const { examples } = await shop.service.examples(more.dataset.id, 'train', 0, 1000);
    expect(await shop.service.signal(more.dataset.id, examples.at(-1)!.index, 5)).toMatchObject({
      channels: names,
      length: 5,
    });
  });

  it('are labelled step by step where every step has a label', async () => {
    shop.put({
      'walk.csv': csv(400, { x: (t) => Math.sin(t / 3), activity: (t) => (t % 80 < 40 ? 'rest' : 'walk') }),
    });
    const base = await shop.import({
      task: 'label',
      label: { kind: 'column', column: 'activity' },
      windows: { steps: 20, strideSteps: 20 },
    });
    const more = await grown(base.dataset.id, [recording('fall', new Float32Array(50).fill(2), null)]);
    expect(more.data.outputs).toEqual(['fall', 'rest', 'walk']);
    expect([...more.data.stepLabels.slice(-50)]).toEqual(Array<number>(50).fill(0));
    const names = (data: HeldData): (string | undefined)[] =>
      [...data.stepLabels.slice(0, 400)].map((k) => data.outputs[k]);
    expect(names(more.data)).toEqual(names(base.data));
    expect(more.data.starts.length - base.data.starts.length).toBe(3);
    expect([...more.data.lengths.slice(-3)]).toEqual([20, 20, 20]);
    expect(more.dataset.understanding.classes.find(({ label }) => label === 'fall')).toMatchObject({
      train: 50,
    });
  });

  it('may be values, and cannot lengthen a forecast', async () => {
    shop.put({
      'labels.csv': `file,value\n${Array.from({ length: 12 }, (_, k) => `${k}.csv,${k / 2}`).join('\n')}\n`,
    });
    for (let k = 0; k < 12; k++) shop.put({ [`${k}.csv`]: csv(20, { x: (t) => t * k, y: (t) => t + k }) });
    const base = await shop.import({ task: 'regress', label: { kind: 'labels-file', column: 'value' } });
    const samples = Float32Array.of(1, 2, 3, 4);
    const more = await grown(base.dataset.id, [recording('7.25', samples, null)]);
    expect([more.data.targets.length, more.data.targets.at(-1)]).toEqual([13, 7.25]);
    expect(() => shop.recordings.add(base.dataset.id, 'more', [recording('loud', samples, null)])).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});
