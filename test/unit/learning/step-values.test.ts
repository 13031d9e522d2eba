import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { floorsOf } from '../../../src/main/engine/learning/floor';
import { unrestrained } from '../../../src/main/engine/learning/objective';
import { stepRegressionScores } from '../../../src/main/engine/learning/regress-steps/scores';
import { learningTask } from '../../../src/main/engine/learning/tasks';
import { fitScaling } from '../../../src/main/engine/models/scale/scaling';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import { measuredOf } from '../../../src/main/engine/prepare/measured';
import { mainScore } from '../../../src/shared/domain/main-score';
import { csv, Workshop } from '../datasets/workshop';
import { makeJob, only, runTraining } from '../training/run-training';

/** Protects: a value at every step is learnt and judged step by step, on whole sequences, and only where it was measured. */

const LIFE = 40;
const ENGINES = 8;
const isMissing = (t: number): boolean => t % 9 === 4;
const life = (t: number): number => LIFE - 1 - (t % LIFE);
const engines = csv(ENGINES * LIFE, {
  unit: (t) => Math.floor(t / LIFE),
  heat: (t) => 500 - 4 * life(t) + Math.sin(t),
  RUL: (t) => (isMissing(t) ? '' : life(t)),
});

describe('remaining life in a column', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
    shop.put({ 'engines.csv': engines });
  });
  afterEach(async () => {
    await shop.remove();
  });

  it('is understood by itself, and where it is asked for as a regression', async () => {
    const expected = { task: 'regress-steps', label: { kind: 'column', column: 'RUL' }, channels: ['heat'] };
    const found = await shop.understand();
    expect(found.plan).toMatchObject({ ...expected, split: { kind: 'group' } });
    expect(found.evidence['task']?.code).toBe('task.stepValues');
    expect(found.groups).toBe(ENGINES);
    for (const edits of [{ targets: ['RUL'] }, { label: { kind: 'column', column: 'RUL' } } as const, {}])
      expect((await shop.understand({ task: 'regress', ...edits })).plan).toMatchObject(expected);
  });

  it('of a column that stays through each recording is one value a recording, as before', async () => {
    shop.put({
      'engines.csv': csv(400, {
        unit: (t) => Math.floor(t / 40),
        x: Math.sin,
        load: (t) => Math.floor(t / 40) % 4,
      }),
    });
    const { plan } = await shop.understand({ task: 'regress', targets: ['load'] });
    expect(plan).toMatchObject({ task: 'regress', label: { kind: 'column', column: 'load' } });
  });

  it('is stored under the task that was asked for, and read again as what it is', async () => {
    const { dataset } = await shop.import();
    const folder = join(shop.home.datasetsDir, readdirSync(shop.home.datasetsDir)[0]!);
    const file = JSON.parse(readFileSync(join(folder, 'dataset.json'), 'utf8')) as {
      dataset: { understanding: { plan: object } };
    };
    expect(file.dataset.understanding.plan).toMatchObject({ task: 'regress', learns: 'regress-steps' });
    await shop.reopen();
    expect(shop.service.get(dataset.id).understanding.plan).toEqual(dataset.understanding.plan);
  });

  it('is NaN where nobody measured it, and sequences are whole engines', async () => {
    const { data } = await shop.import();
    expect([...data.stepValues!].map((value) => (Number.isNaN(value) ? null : value))).toEqual(
      Array.from({ length: ENGINES * LIFE }, (_, t) => (isMissing(t) ? null : life(t))),
    );
    expect([...data.sequenceStarts!].every((start) => start % LIFE === 0)).toBe(true);
    const test = examplesOf(data, 'test');
    const rows = test.length * LIFE;
    const count = [...test].reduce(
      (sum, e) =>
        sum +
        Array.from({ length: LIFE }, (_, t) => Number(!isMissing(data.starts[e]! + t))).reduce(
          (a, b) => a + b,
        ),
      0,
    );
    expect(measuredOf(data, test)).toEqual({ count, of: rows });
  });

  it('has the mean and a line over time for floors: life falls by one a step', async () => {
    const { data } = await shop.import();
    const floors = floorsOf(data, null);
    expect(floors.map(({ name }) => name)).toEqual(['linearTime', 'trainingMean']);
    expect(floors[0]!.value).toBeCloseTo(0, 4);
    expect(floors[1]!.measured).toEqual(measuredOf(data, examplesOf(data, 'test')));
  });

  it('has the gradient that finite differences have, and none where nobody measured', async () => {
    const { data } = await shop.import();
    const examples = examplesOf(data, 'train').subarray(0, 1);
    const loss = learningTask('regress-steps').objective(data, fitScaling(data), unrestrained).loss(examples);
    const logits = Float32Array.from({ length: LIFE }, (_, t) => Math.sin(t));
    const { gradient } = loss(logits);
    for (let k = 0; k < LIFE; k++) {
      const moved = (by: number): number => loss(logits.map((value, at) => value + (at === k ? by : 0))).loss;
      expect(gradient[k]!).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 3);
      if (isMissing(data.starts[examples[0]!]! + k)) expect(gradient[k]).toBe(0);
    }
  });

  it('is learnt better than without looking', async () => {
    const { data } = await shop.import();
    const job = await makeJob(data, { training: { epochs: 120 }, model: { units: 8 } });
    expect(job.recipe.model).toMatchObject({ pooling: 'none', bidirectional: false });
    const [finished] = only(await runTraining(job), 'finished');
    expect(finished!.test).toMatchObject({ task: 'regress-steps', sequences: 2 });
    const mean = floorsOf(data, null).find(({ name }) => name === 'trainingMean')!;
    expect(mainScore(finished!.test!)).toBeLessThan(mean.value / 2);
  });
});

it('judges the last step of each sequence, and draws whole sequences for intervals', () => {
  const sequences = Array.from({ length: 60 }, (_, k) => Math.floor(k / 10));
  const truth = Float32Array.from(sequences, (_, k) => k % 10);
  // Each sequence is wrong by its own number everywhere, and by one more at its end.
  const estimates = truth.map((value, k) => value + sequences[k]! + Number(k % 10 === 9));
  const scores = stepRegressionScores({ estimates, truth, sequences }, 0.5, 10);
  expect(scores).toMatchObject({ steps: 60, sequences: 6, loss: 0.5 });
  expect(scores.mae).toBeCloseTo(2.6, 5);
  expect(scores.lastStep.value).toBeCloseTo(3.5, 5);
  // What differs between sequences alone differs as much as six of them do: steps alone would be far surer.
  expect(scores.maeInterval[1] - scores.maeInterval[0]).toBeGreaterThan(2);
});
