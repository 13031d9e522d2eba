import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { runFiles } from '../../../src/shared/run-files';
import { createControl } from '../../../src/main/engine/training/control';
import type { TrainingEvent } from '../../../src/main/engine/training/job';
import { train } from '../../../src/main/engine/training/train';
import { readWeights } from '../../../src/main/engine/models/network/weights-file';
import { oscillations, seriesData } from './example-data';
import { makeJob, only, runTraining } from './run-training';
import type { Finished } from './run-training';

const small = { model: { units: 8 }, training: { epochs: 6, patience: 6 } };

describe('training', () => {
  it('learns classes that differ, without being told anything', async () => {
    const job = await makeJob(oscillations({ examples: 75 }), { training: { epochs: 40 } });
    const events = await runTraining(job);
    const { validation, test } = only(events, 'finished')[0] as Finished;
    expect(validation?.task === 'classify' && validation.accuracy).toBeGreaterThan(0.9);
    expect(test?.task === 'classify' && test.accuracy).toBeGreaterThan(0.9);
    expect(only(events, 'decision').filter(({ decision }) => decision.level === 'warning')).toEqual([]);
  });

  it('tells of every step and every epoch once, in order, at most 20 messages a second', async () => {
    const job = await makeJob(oscillations({ examples: 75 }), small);
    const startMs = performance.now();
    const events = await runTraining(job);
    const seconds = (performance.now() - startMs) / 1000;
    const [started] = only(events, 'started');
    const steps = only(events, 'steps').flatMap((event) => [...event.steps.step]);
    const epochs = only(events, 'epoch').flatMap((event) => [...event.epochs.epoch]);
    expect(steps).toEqual(Array.from({ length: 6 * started!.stepsPerEpoch }, (_, k) => k + 1));
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.length).toBeLessThanOrEqual(8 + 20 * seconds);
    expect(events[0]!.kind).toBe('started');
    expect(events.at(-1)!.kind).toBe('finished');
  });

  it('gives the same weights for the same seed and others for another', async () => {
    const data = oscillations({ examples: 45 });
    const weightsOf = async (seed: number): Promise<Buffer> => {
      const job = await makeJob(data, { ...small, training: { ...small.training, seed } });
      await runTraining(job);
      return readFileSync(join(job.runDir, runFiles.weights));
    };
    const first = await weightsOf(7);
    expect((await weightsOf(7)).equals(first)).toBe(true);
    expect((await weightsOf(8)).equals(first)).toBe(false);
  });

  it('stops within a step, keeps what it has, and goes on to the same weights', async () => {
    const data = oscillations({ examples: 45 });
    const choices = { ...small, training: { epochs: 12, patience: 12 } };
    const whole = await makeJob(data, choices);
    await runTraining(whole);

    const broken = await makeJob(data, choices);
    let seen = 0;
    const stopped = await runTraining(broken, (event, control) => {
      if (event.kind !== 'steps') return;
      seen = event.steps.step.at(-1)!;
      control.command('stop');
    });
    const told = only(stopped, 'steps').flatMap((event) => [...event.steps.step]);
    expect(Math.max(...told)).toBeLessThanOrEqual(seen + 1);
    expect((only(stopped, 'finished')[0] as Finished).status).toBe('stopped');
    await readWeights(join(broken.runDir, runFiles.weights));

    const resumed = await runTraining({ ...broken, resume: true });
    expect((only(resumed, 'finished')[0] as Finished).status).toBe('completed');
    const weights = (dir: string): Buffer => readFileSync(join(dir, runFiles.weights));
    expect(weights(broken.runDir).equals(weights(whole.runDir))).toBe(true);
  });

  it('is kept within an epoch by time, and goes on from there to the same weights, curves and all', async () => {
    const data = oscillations({ examples: 45 });
    const choices = { ...small, training: { epochs: 3, patience: 3, batch: 1 } };
    const whole = await makeJob(data, choices);
    const told = await runTraining(whole);
    const { stepsPerEpoch } = only(told, 'started')[0]!;

    const broken = { ...(await makeJob(data, choices)), keepWithinMs: 0 };
    const stopAfter = Math.floor(stepsPerEpoch * 1.5);
    let asked = 0;
    await train(broken, () => {}, {
      ...createControl(),
      get stopped() {
        return ++asked > stopAfter + 3;
      },
    });
    const events = await runTraining({ ...broken, resume: true });
    const started = only(events, 'started')[0]!;
    expect(started.epoch).toBe(1);
    expect(started.step).toBeGreaterThan(stepsPerEpoch);
    const weights = (dir: string): Buffer => readFileSync(join(dir, runFiles.weights));
    expect(weights(broken.runDir).equals(weights(whole.runDir))).toBe(true);
    // How many epochs a message holds is a matter of time; the last of the last is the last.
    const lastOf = (each: TrainingEvent[]) =>
      Object.entries(only(each, 'epoch').at(-1)!.epochs).flatMap(([name, column]) =>
        name === 'seconds' ? [] : [[name, (column as Float64Array).at(-1)]],
      );
    expect(lastOf(events)).toEqual(lastOf(told));
    expect(existsSync(join(broken.runDir, runFiles.withinEpoch))).toBe(false);
  });

  it('begins the epoch anew when what was kept within it is damaged', async () => {
    const data = oscillations({ examples: 45 });
    const choices = { ...small, training: { epochs: 3, patience: 3, batch: 1 } };
    const whole = await makeJob(data, choices);
    await runTraining(whole);
    const broken = { ...(await makeJob(data, choices)), keepWithinMs: 0 };
    let asked = 0;
    await train(broken, () => {}, {
      ...createControl(),
      get stopped() {
        return ++asked > 50;
      },
    });
    const file = join(broken.runDir, runFiles.withinEpoch);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const events = await runTraining({ ...broken, resume: true });
    const started = only(events, 'started')[0]!;
    expect(started.step).toBe(started.epoch * started.stepsPerEpoch);
    const weights = (dir: string): Buffer => readFileSync(join(dir, runFiles.weights));
    expect(weights(broken.runDir).equals(weights(whole.runDir))).toBe(true);
  });

  it('goes on with the kernel that it began with, whatever the recipe says by then', async () => {
    const compute = { backend: 'wasm', kernel: 'wasm' } as const;
    const job = await makeJob(oscillations({ examples: 45 }), { ...small, compute });
    await runTraining(job, ({ kind }, control) => kind === 'steps' && control.command('stop'));
    const recipe = { ...job.recipe, compute: { backend: 'auto', kernel: 'auto' } as const };
    const events = await runTraining({ ...job, recipe, resume: true });
    expect(only(events, 'started')).toMatchObject([compute]);
    // A kernel that is chosen is told of; what else may be said is of the score.
    const codes = only(events, 'decision').map(({ decision }) => decision.remark.code);
    expect(codes.filter((code) => !code.startsWith('training.'))).toEqual([]);
  });

  it('waits while it is paused', async () => {
    const job = await makeJob(oscillations({ examples: 45 }), small);
    let stepsAtPause = -1;
    const events = await runTraining(job, (event, control) => {
      if (event.kind === 'started') control.command('pause');
      if (event.kind !== 'paused') return;
      setTimeout(() => {
        stepsAtPause = 0;
        control.command('resume');
      }, 80);
    });
    const kinds = events.map(({ kind }) => kind);
    expect(stepsAtPause).toBe(0);
    expect(kinds.indexOf('resumed')).toBe(kinds.indexOf('paused') + 1);
    expect(kinds.indexOf('steps')).toBeGreaterThan(kinds.indexOf('resumed'));
  });

  it('retries with half the learning rate when the loss is no longer a number, then gives up', async () => {
    const data = oscillations({ examples: 45 });
    const features = data.features.slice();
    features[3] = Number.NaN;
    const job = await makeJob({ ...data, features }, small);
    const warnings: string[] = [];
    await expect(
      runTraining(job, (event) => {
        if (event.kind === 'decision' && event.decision.level === 'warning')
          warnings.push(event.decision.remark.code);
      }),
    ).rejects.toMatchObject({ code: 'TRAINING_DIVERGED' });
    expect(warnings).toEqual(['training.diverged']);
  });

  it('says so when a network learns nothing', async () => {
    const data = oscillations({ examples: 240, noise: true });
    const job = await makeJob(data, {
      model: { units: 4, bidirectional: false },
      training: {
        epochs: 30,
        learningRate: 1e-6,
        schedule: { kind: 'constant', warmupEpochs: 0, patience: 9, factor: 0.5 },
      },
    });
    const events = await runTraining(job);
    const codes = only(events, 'decision').map(({ decision }) => decision.remark.code);
    expect(codes.filter((code) => code === 'training.notLearning')).toHaveLength(1);
  });

  it('forecasts a growing seasonal series better than its naive floor', async () => {
    const values = Array.from(
      { length: 160 },
      (_, t) => (100 + 2 * t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) + 3 * Math.sin(1.7 * t),
    );
    const job = await makeJob(seriesData({ values, context: 26, season: 12 }));
    const events = await runTraining(job);
    const { test } = only(events, 'finished')[0] as Finished;
    const { floor } = only(events, 'started')[0]!;
    expect(floor!.name).toBe('seasonalNaive');
    expect(test?.task === 'forecast' && test.mae).toBeLessThan(0.5 * floor!.value);
  });

  it('leaves no tensor behind', async () => {
    const job = await makeJob(oscillations({ examples: 45 }), small);
    await runTraining(job);
    const before = tf.memory().numTensors;
    await runTraining(job);
    expect(tf.memory().numTensors).toBe(before);
  });
});
