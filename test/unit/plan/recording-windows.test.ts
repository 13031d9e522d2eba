import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Example } from '../../../src/shared/domain/dataset';
import { recordingScores } from '../../../src/main/engine/learning/classify/recordings';
import { csv, wav, Workshop } from '../datasets/workshop';

/**
 * Protects: that long recordings, and the only ones of their classes, are cut into windows with their lineage; that no window
 * of the test has a neighbour in training; that a recording is scored as a whole too.
 */

const RATE_HZ = 1_000;
let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

const table = (rows: number, seed: number): string =>
  csv(rows, {
    x: (row) => Math.sin(row * 0.1 + seed).toFixed(4),
    y: (row) => Math.cos(row * 0.3 * seed).toFixed(4),
  });
const tone = (seconds: number, step: number): Uint8Array =>
  wav(
    RATE_HZ,
    Array.from({ length: seconds * RATE_HZ }, (_, t) => 0.5 * Math.sin(t * step)),
  );

async function examplesOf(id: string): Promise<Example[]> {
  return (await shop.service.examples(id, undefined, 0, 10_000)).examples;
}

/** The least number of samples between windows of two parts of one file; negative where they overlap. */
function gaps(examples: readonly Example[]): number {
  let least = Infinity;
  for (const a of examples)
    for (const b of examples)
      if (a.file === b.file && a.split !== b.split && a.start <= b.start)
        least = Math.min(least, b.start - a.end);
  return least;
}

describe('recordings that are cut into windows', () => {
  it('are the only ones of their classes: parts lie behind a gap of a window', async () => {
    shop.put({ 'low/a.wav': tone(40, 0.1), 'high/b.wav': tone(40, 0.7) });
    const { dataset, data } = await shop.import();
    const { plan, evidence, classes, warnings } = dataset.understanding;
    expect(plan.windows).toMatchObject({ steps: 250, strideSteps: 125 });
    expect(plan.split.kind).toBe('time');
    expect(evidence['windows']).toMatchObject({
      code: 'windows.recordings',
      params: { why: 'few', length: '2.5' },
    });
    expect(evidence['split']!.code).toBe('split.stretches');
    expect(classes.map(({ label }) => label)).toEqual(['high', 'low']);
    const examples = await examplesOf(dataset.id);
    expect(evidence['windows']!.params!['windows']).toBe(examples.length);
    expect(gaps(examples)).toBeGreaterThanOrEqual(2_500);
    expect(warnings.map(({ code }) => code)).not.toContain('leak.sameContent');
    for (const { start, end, steps, label, file } of examples) {
      // The last step of a recording stands for its very end.
      expect(end - start).toBe(steps * 10 - (end === 40_000 ? 10 : 0));
      expect(file.startsWith(label!)).toBe(true);
    }
    // What is judged is gone through once; the last window of a part ends with it.
    const test = examples.filter(({ split, label }) => split === 'test' && label === 'low');
    expect(test.length).toBe(Math.ceil((0.2 * 4000 - 250) / 250));
    expect(test.at(-1)!.end).toBe(40_000);
    expect(new Set(data.recordings)).toEqual(new Set([0, 1]));
    expect([...data.lengths].every((length) => length === 250)).toBe(true);
  });

  it('are long, and each is in one part where there are enough', async () => {
    for (const k of [0, 1, 2])
      shop.put({ [`low/${k}.wav`]: tone(125, 0.1 + k / 100), [`high/${k}.wav`]: tone(125, 0.7 + k / 100) });
    const { dataset } = await shop.import();
    const { plan, evidence } = dataset.understanding;
    expect(evidence['windows']).toMatchObject({
      params: { why: 'long', length: '4', hop: '2', recordings: 6 },
    });
    expect(plan.split.kind).toBe('random');
    expect(evidence['split']!.code).toBe('split.recordings');
    // As many steps as a clip of this length has.
    expect(plan.features).toMatchObject({ kind: 'logmel', hopMs: 10 });
    const parts = new Map<string, Set<string>>();
    for (const { file, split } of await examplesOf(dataset.id))
      parts.set(file, (parts.get(file) ?? new Set()).add(split));
    expect([...parts.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...parts.values()].flatMap((own) => [...own])).size).toBe(3);
  });

  it('are long tables of sensors', async () => {
    shop.put({
      'on/a.csv': table(3000, 4),
      'on/b.csv': table(3000, 2),
      'off/c.csv': table(3000, 1),
      'off/d.csv': table(3000, 3),
    });
    const { dataset } = await shop.import({ label: { kind: 'folder' } });
    expect(dataset.understanding.plan.windows).toEqual({ steps: 187, strideSteps: 93 });
    expect(dataset.understanding.evidence['windows']!.message).toContain(
      'cut into windows of 187 steps, one every 93',
    );
  });

  it('are clips only where a person says so', async () => {
    for (const k of [0, 1, 2])
      shop.put({ [`low/${k}.wav`]: tone(20, 0.1), [`high/${k}.wav`]: tone(20, 0.7) });
    const { windows } = (await shop.understand()).plan;
    expect(windows).toBeNull();
    const { plan, stepSeconds } = await shop.understand({ windows: { seconds: 5, hopSeconds: 2.5 } });
    expect(plan.windows!.steps * stepSeconds!).toBeCloseTo(5, 1);
    expect(plan.windows!.strideSteps * stepSeconds!).toBeCloseTo(2.5, 1);
  });

  it('are warned of where one is much longer than the rest', async () => {
    for (const k of [0, 1, 2])
      shop.put({ [`low/${k}.wav`]: tone(12, 0.1), [`high/${k}.wav`]: tone(12, 0.7) });
    shop.put({ 'low/3.wav': tone(300, 0.2) });
    const { warnings } = await shop.understand({ windows: { seconds: 4 } });
    expect(warnings).toContainEqual(
      expect.objectContaining({
        code: 'length.apartWindows',
        params: expect.objectContaining({ file: 'low/3.wav' }) as object,
      }),
    );
  });
});

describe('recordingScores', () => {
  it('takes the mean of the probabilities of a recording’s windows', () => {
    // Two windows of recording 5 lean a little to class 0, one leans strongly to class 1.
    const logits = Float32Array.of(0.2, 0, 0.2, 0, 0, 5, 3, 0);
    const scores = recordingScores(logits, Int32Array.of(1, 1, 1, 0), Int32Array.of(5, 5, 5, 9), 2);
    expect(scores).toMatchObject({ count: 2, accuracy: 1 });
    expect(recordingScores(logits, Int32Array.of(0, 0, 0, 0), Int32Array.of(5, 5, 5, 9), 2).accuracy).toBe(
      0.5,
    );
  });
});
