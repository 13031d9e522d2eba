import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictionsFile } from '../../src/shared/run-files';
import type { Engine } from '../../src/main/engine/engine';
import type { Dataset } from '../../src/shared/domain/dataset';
import type { Run, RunEvent } from '../../src/shared/domain/run';
import { importFolder, Lab, vowelsDir } from './lab';

/** One piece of work from files to answers, through the contract alone; each test goes on where the last one ended. */
describe('the engine, from files to answers', () => {
  const lab = new Lab();
  let engine: Engine;
  let dataset: Dataset;
  let run: Run;

  beforeAll(async () => {
    engine = await lab.open();
  });
  afterAll(() => lab.remove());

  it('imports a folder with its official training and test parts', async () => {
    dataset = await importFolder(engine, vowelsDir);
    const { understanding } = dataset;
    expect(understanding).toMatchObject({ examples: 84, refused: [], plan: { split: { kind: 'given' } } });
    expect(understanding.splits.test).toBe(36);
    expect(understanding.splits.train + understanding.splits.validation).toBe(48);
    expect(understanding.classes.map(({ label }) => label)).toEqual(['1', '2', '3']);
  });

  it('proposes a recipe with reasons and keeps what was chosen', async () => {
    const choices = { model: { cell: 'lstm', units: 12, bidirectional: false } } as const;
    const { recipe, reasons, parameters } = await engine.client.runs.propose({
      dataset: dataset.id,
      choices,
    });
    expect(recipe.model).toMatchObject({ cell: 'lstm', units: 12 });
    expect(Object.keys(reasons)).toContain('learningRate');
    // 12 channels and their changes: kernel 24 × 48, recurrent 12 × 48, bias 48; head 12 × 3 and 3.
    expect(parameters).toBe(24 * 48 + 12 * 48 + 48 + 12 * 3 + 3);
  });

  it('trains, and tells of every step on the way', async () => {
    const { client } = engine;
    const events: RunEvent[] = [];
    const stream = await client.runs.watch({});
    const reading = (async () => {
      for await (const event of stream) events.push(event);
    })();
    const started = await client.runs.start({
      dataset: dataset.id,
      choices: {
        model: { cell: 'lstm', units: 12, bidirectional: false },
        training: { epochs: 30, seed: 1 },
      },
    });
    expect(started.name).toBe(`LSTM 12 · ${dataset.understanding.plan.name} · 1`);
    run = await client.runs.wait({ run: started.id });
    await stream.return?.();
    await reading;
    expect(run).toMatchObject({ status: 'completed', error: null, parameters: 1815 });
    expect(run.test).toMatchObject({ task: 'classify' });
    if (run.test?.task === 'classify') expect(run.test.accuracy).toBeGreaterThan(0.8);

    const { steps, epochs } = await client.runs.metrics({ run: run.id });
    expect(epochs.epoch).toHaveLength(run.epoch);
    expect(steps.step).toHaveLength(run.epoch * run.stepsPerEpoch);
    expect([...steps.step]).toEqual(Array.from(steps.step, (_, k) => k + 1));
    const told = events.flatMap((event) => (event.kind === 'steps' ? [...event.steps.step] : []));
    expect(told).toEqual([...steps.step]);
  });

  it('predicts every example of a split, and agrees with the scores of the run', async () => {
    const { client } = engine;
    const predictions = await client.runs.predictions({ run: run.id, split: 'test' });
    const right = predictions.truth.filter((truth, k) => truth === predictions.predicted[k]).length;
    if (run.test?.task !== 'classify') throw new Error('not a classification');
    expect(right / predictions.truth.length).toBeCloseTo(run.test.accuracy, 6);
    const mean = predictions.loss.reduce((sum, loss) => sum + loss, 0) / predictions.loss.length;
    expect(mean).toBeCloseTo(run.test.loss, 4);
    expect(existsSync(join(lab.homeDir, 'runs', run.id, predictionsFile('test')))).toBe(true);
    expect(await client.runs.predictions({ run: run.id, split: 'test' })).toEqual(predictions);
  });

  it('opens the network on one example and writes what it sees', async () => {
    const { client } = engine;
    const { example, predicted } = await client.runs.predictions({ run: run.id, split: 'test' });
    const trace = await client.inspection.trace({ run: run.id, example: example[0]! });
    const [layer] = trace.layers;
    expect(Object.keys(layer!.tensors).sort()).toEqual(['c', 'f', 'g', 'h', 'i', 'o']);
    expect(layer!.tensors.h).toHaveLength(trace.steps * 12);
    expect(trace.example).toMatchObject({ index: example[0], steps: trace.steps, split: 'test' });
    const last = [...trace.probabilities.subarray(-3)];
    expect(last.indexOf(Math.max(...last))).toBe(predicted[0]);

    const file = join(lab.homeDir, 'trace.npz');
    expect(await client.inspection.save({ run: run.id, example: example[0]!, file })).toEqual({ file });
    const arrays = Object.keys(unzipSync(readFileSync(file)));
    expect(arrays).toEqual(
      expect.arrayContaining(['h.npy', 'c.npy', 'i.npy', 'f.npy', 'o.npy', 'probabilities.npy']),
    );
    await expect(client.inspection.trace({ run: run.id, example: 9999 })).rejects.toMatchObject({
      data: { code: 'EXAMPLE_UNKNOWN' },
    });
  });

  it('renames, deletes, restores, and has everything again after a restart', async () => {
    const { client } = engine;
    await client.runs.edit({ run: run.id, name: 'the one', note: 'a note', kept: true });
    await client.runs.delete({ run: run.id });
    expect(await client.runs.list({})).toEqual([]);
    await client.runs.restore({ run: run.id });
    const before = await client.runs.get({ run: run.id });
    const { seq: _, ...curves } = await client.runs.metrics({ run: run.id });
    const trace = await client.inspection.trace({ run: run.id, example: 0 });

    engine = await lab.reopen();
    const { client: again } = engine;
    expect(await again.runs.get({ run: run.id })).toEqual(before);
    expect(before).toMatchObject({ name: 'the one', note: 'a note', kept: true });
    expect(await again.runs.metrics({ run: run.id })).toMatchObject(curves);
    expect(await again.datasets.list({})).toEqual([dataset]);
    expect(await again.inspection.trace({ run: run.id, example: 0 })).toEqual(trace);
  });

  it('keeps a data set that a run needs, unless its runs go too', async () => {
    const { client } = engine;
    await expect(client.datasets.delete({ dataset: dataset.id })).rejects.toMatchObject({
      data: { code: 'DATASET_IN_USE' },
    });
    await client.datasets.delete({ dataset: dataset.id, withRuns: true });
    expect(await client.runs.list({})).toEqual([]);
    engine = await lab.reopen();
    expect(await engine.client.datasets.list({})).toEqual([]);
    expect(existsSync(join(lab.homeDir, 'runs', run.id))).toBe(false);
  });
});
