import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floorsOf } from '../../../src/main/engine/learning/floor';
import { taggingScores } from '../../../src/main/engine/learning/tag/scores';
import { bestThresholds } from '../../../src/main/engine/learning/tag/thresholds';
import { binaryCrossEntropy, sigmoids } from '../../../src/main/engine/models/network/loss';
import { readWeights } from '../../../src/main/engine/models/network/weights-file';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import { mainScore } from '../../../src/shared/domain/main-score';
import { csv, Workshop } from '../datasets/workshop';
import { makeJob, only, runTraining } from '../training/run-training';

interface Fixture {
  labels: number;
  logits: number[];
  truth: number[];
  thresholds: number[];
  averagePrecision: (number | null)[];
  meanAveragePrecision: number;
  precision: number[];
  recall: number[];
  f1: number[];
  microF1: number;
  exactMatch: number;
  bestF1: (number | null)[];
  weights: number[];
  smoothing: number;
  weightedLoss: number;
}
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/training/tag-scores.json', import.meta.url), 'utf8'),
) as Fixture;
const { labels } = fixture;
const logits = Float32Array.from(fixture.logits);
const truth = Uint8Array.from(fixture.truth);
const probabilities = sigmoids(logits);
const names = ['a', 'b', 'c', 'd'];

/** Protects: examples with several labels are read, learnt and judged label by label, as scikit-learn judges them. */

describe('scores of several labels', () => {
  it("are scikit-learn's", () => {
    const scores = taggingScores({ probabilities, truth }, names, fixture.thresholds, 0.5);
    expect(scores.meanAveragePrecision.value).toBeCloseTo(fixture.meanAveragePrecision, 6);
    expect(scores.microF1.value).toBeCloseTo(fixture.microF1, 6);
    expect(scores.exactMatch).toBeCloseTo(fixture.exactMatch, 6);
    scores.perLabel.forEach((one, k) => {
      expect(one.precision).toBeCloseTo(fixture.precision[k]!, 6);
      expect(one.recall).toBeCloseTo(fixture.recall[k]!, 6);
      expect(one.f1).toBeCloseTo(fixture.f1[k]!, 6);
      const expected = fixture.averagePrecision[k]!;
      if (expected === null) expect(one.averagePrecision).toBeNull();
      else {
        expect(one.averagePrecision!.value).toBeCloseTo(expected, 6);
        const [low, high] = one.averagePrecision!.interval;
        expect(low).toBeLessThan(expected);
        expect(high).toBeGreaterThan(expected);
      }
    });
  });

  it('thresholds reach the best F1 that any cut has, and the middle where there is nothing to choose by', () => {
    const chosen = bestThresholds(probabilities, truth, labels);
    const { perLabel } = taggingScores({ probabilities, truth }, names, chosen, 0);
    fixture.bestF1.forEach((best, k) => {
      if (best === null) expect(chosen[k]).toBe(0.5);
      else expect(perLabel[k]!.f1).toBeCloseTo(best, 6);
    });
  });
});

describe('the cross-entropy of several labels', () => {
  const loss = binaryCrossEntropy(truth, labels, {
    smoothing: fixture.smoothing,
    positiveWeights: Float32Array.from(fixture.weights),
  });

  it("is PyTorch's, with weights and smoothing", () => {
    expect(loss(logits).loss).toBeCloseTo(fixture.weightedLoss, 6);
  });

  it('has the gradient that finite differences have', () => {
    const { gradient } = loss(logits);
    for (let k = 0; k < logits.length; k += 7) {
      const moved = (by: number): number => loss(logits.map((value, at) => value + (at === k ? by : 0))).loss;
      expect(gradient[k]!).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 5);
    }
  });

  it('does not overflow', () => {
    expect(loss(Float32Array.from(logits, (value) => value * 1e4)).loss).toBeLessThan(1e5);
  });
});

describe('labels of files', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(async () => {
    await shop.remove();
  });

  const FILES = 40;
  /** What each file has, as waves of its own: one, two or all three of them. */
  const own = (k: number): string[] => ['slow', 'fast', 'steep'].filter((_, at) => ((k % 7) + 1) & (1 << at));
  const has = (k: number, label: string): number => Number(own(k).includes(label));
  const putFiles = (): void =>
    shop.put(
      Object.fromEntries(
        Array.from({ length: FILES }, (_, k) => [
          `r/${k}.csv`,
          csv(40, {
            x: (t) => has(k, 'slow') * Math.sin(t / 6 + k) + has(k, 'fast') * Math.sin(2 * t + k),
            y: (t) => has(k, 'steep') * t * 0.1 + 0.1 * Math.sin(t * k),
          }),
        ]),
      ),
    );
  const list = (head: string, rows: (k: number) => readonly string[]): string =>
    [head, ...Array.from({ length: FILES }, (_, k) => rows(k)).flat()].join('\n');
  const ways: Readonly<Record<string, string>> = {
    'in a cell, with a bar': list('file,labels', (k) => [`r/${k}.csv,${own(k).join('|')}`]),
    'in a cell, with commas': list('file,labels', (k) => [`r/${k}.csv,"${own(k).join(', ')}"`]),
    'in a cell, as a list': list('file;tags', (k) => [`r/${k}.csv;['${own(k).join("', '")}']`]),
    'a row for each': list('file,label', (k) => own(k).map((label) => `r/${k}.csv,${label}`)),
    'a column for each': list('file,slow,fast,steep', (k) => [
      `r/${k}.csv,${['slow', 'fast', 'steep'].map((label) => has(k, label)).join(',')}`,
    ]),
  };

  it.each(Object.keys(ways))('are read where they stand %s', async (way) => {
    putFiles();
    shop.put({ 'about.csv': ways[way]! });
    const { dataset, data } = await shop.import();
    expect(dataset.understanding.plan.task).toBe('tag');
    expect(data.outputs).toEqual(['fast', 'slow', 'steep']);
    const { examples } = await shop.service.examples(dataset.id, undefined, 0, FILES);
    for (const { index, file } of examples) {
      const k = Number(/(\d+)\.csv$/.exec(file)![1]);
      expect([...data.tags!.subarray(3 * index, 3 * index + 3)]).toEqual(
        data.outputs.map((label) => has(k, label)),
      );
    }
    for (const { train, validation, test } of dataset.understanding.classes)
      expect(Math.min(train, validation, test)).toBeGreaterThan(0);
  });

  it('are one class where the words of cells are no words of others, or where one class is asked for', async () => {
    putFiles();
    const places = ['Boston, MA', 'Reno, NV', 'Salem, OR', 'Dover, DE'];
    shop.put({ 'about.csv': list('file,label', (k) => [`r/${k}.csv,"${places[k % 4]!}"`]) });
    expect((await shop.understand()).plan.task).toBe('classify');
    shop.put({ 'about.csv': ways['in a cell, with a bar']! });
    expect((await shop.understand({ task: 'classify' })).plan.task).toBe('classify');
  });

  it('are asked for where it is open', async () => {
    putFiles();
    const cells = ['Warbler, Yellow', 'Warbler, Hooded', 'Owl, Snowy', 'Owl, Barn', 'Quail, Gambel'];
    shop.put({ 'about.csv': list('file,label', (k) => [`r/${k}.csv,"${cells[k % 5]!}"`]) });
    const { plan, proposal } = await shop.understand();
    expect(plan.task).toBe('classify');
    const question = proposal!.questions.find(({ code }) => code === 'question.several');
    expect(question?.readings.map(({ flags }) => flags)).toEqual([
      '--task classify',
      '--label-separator ","',
    ]);
    const { plan: chosen, classes } = await shop.understand(question!.readings[1]!.edits);
    expect(chosen).toMatchObject({ task: 'tag', labelSeparator: ',' });
    expect(classes.map(({ label }) => label)).toContain('Warbler');
  });

  it('are learnt, with thresholds that go with the weights, above how frequent they are', async () => {
    putFiles();
    shop.put({ 'about.csv': ways['in a cell, with a bar']! });
    const { data } = await shop.import();
    const job = await makeJob(data, { training: { epochs: 60 }, model: { units: 8 } });
    const [finished] = only(await runTraining(job), 'finished');
    const [floor] = floorsOf(data, null);
    expect(floor).toMatchObject({ name: 'labelFrequency', metric: 'averagePrecision' });
    expect(mainScore(finished!.test!)).toBeGreaterThan(floor!.value + 0.1);
    const { scaling, shape } = await readWeights(`${job.runDir}/weights.safetensors`);
    expect(shape.head).toBe('sigmoid');
    expect(scaling.thresholds).toHaveLength(3);
    const scores = finished!.test!;
    if (scores.task !== 'tag') throw new Error(scores.task);
    expect(scores.perLabel.map(({ threshold }) => threshold)).toEqual(scaling.thresholds);
    expect(scores.examples).toBe(examplesOf(data, 'test').length);
  });
});
