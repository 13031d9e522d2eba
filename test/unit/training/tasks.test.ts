import { detectJob } from '../../../src/main/engine/inspection/events-job';
import { usualCriteria } from '../../../src/shared/domain/detection';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFiles } from '../../../src/shared/run-files';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { stepWindows } from '../../../src/main/engine/examples/windows';
import { generateJob } from '../../../src/main/engine/inspection/generate-job';
import { predictionsJob } from '../../../src/main/engine/inspection/predictions-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { UnrollError } from '../../../src/shared/domain/error';
import { oscillations, seriesData } from './example-data';
import { makeJob, only, runTraining } from './run-training';
import type { Finished } from './run-training';

/** The value is the frequency of an oscillation. */
function frequencies(): HeldData {
  const data = oscillations({ examples: 90, classes: 3 });
  return {
    ...data,
    task: 'regress',
    outputs: ['frequency'],
    targets: Float32Array.from(data.labels, (label) => 10 * (1 + label)),
    labels: data.labels.map(() => -1),
  };
}

const steps = 900;
const borders = [
  { from: 0, to: 540, split: 0, lead: 0 },
  { from: 540, to: 700, split: 1, lead: 20 },
  { from: 700, to: 900, split: 2, lead: 20 },
];

/** Windows over one series of two channels, in the order of time. */
function windowed(task: 'label' | 'generate', features: Float32Array, labels: Int32Array): HeldData {
  const ahead = task === 'generate' ? 1 : 0;
  const windows = borders.flatMap(({ from, to, split, lead }) =>
    stepWindows(from, to - ahead, 40, split === 0 ? 10 : 20, lead).map((window) => ({ ...window, split })),
  );
  return {
    task,
    outputs: task === 'label' ? ['quiet', 'loud'] : ['x', 'y'],
    featureNames: ['x', 'y'],
    features,
    starts: Int32Array.from(windows, ({ start }) => start),
    lengths: Int32Array.from(windows, ({ start, end }) => end - start),
    labels: new Int32Array(windows.length).fill(-1),
    targets: new Float32Array(0),
    stepLabels: task === 'label' ? labels : new Int32Array(0),
    scoredFrom: Int32Array.from(windows, ({ scoredFrom }) => scoredFrom),
    splits: Uint8Array.from(windows, ({ split }) => split),
    scaler: { mean: Float32Array.of(0, 0), deviation: Float32Array.of(0.8, 0.8) },
    targetColumns: task === 'label' ? [] : [0, 1],
    horizonSteps: 0,
    seasonSteps: 1,
  };
}

/** Bursts of a faster oscillation in noise; the label says where they are. */
function bursts(): HeldData {
  const random = new RandomStream(3, 'noise', 1);
  const labels = new Int32Array(steps);
  const features = new Float32Array(2 * steps);
  let left = 0;
  for (let t = 0; t < steps; t++) {
    if (left === 0 && random.next() < 0.02) left = 25;
    labels[t] = Number(left > 0);
    left = Math.max(0, left - 1);
    const rate = labels[t] === 1 ? 1.4 : 0.5;
    features[2 * t] = Math.sin(rate * t) + 0.1 * random.normal();
    features[2 * t + 1] = Math.cos(rate * t) + 0.1 * random.normal();
  }
  return windowed('label', features, labels);
}

/** A circle: what comes next follows from where it is. */
function circle(): HeldData {
  const features = new Float32Array(2 * steps);
  for (let t = 0; t < steps; t++) {
    features[2 * t] = Math.sin(0.3 * t);
    features[2 * t + 1] = Math.cos(0.3 * t);
  }
  return windowed('generate', features, new Int32Array(steps));
}

async function trained(
  data: HeldData,
  choices: RecipeChoices,
): Promise<{ finished: Finished; runDir: string; preparedFile: string; floor: number }> {
  const job = await makeJob(data, choices);
  const events = await runTraining(job);
  const { runDir, preparedFile } = job;
  return {
    finished: only(events, 'finished')[0]!,
    runDir,
    preparedFile,
    floor: only(events, 'started')[0]!.floor!.value,
  };
}

describe('a value for each sequence', () => {
  it('is learnt, scored against the mean, and said in its own unit', async () => {
    const { finished, floor, runDir, preparedFile } = await trained(frequencies(), {
      model: { units: 16 },
      training: { epochs: 30 },
    });
    const { test } = finished;
    if (test?.task !== 'regress') throw new Error('no scores of values');
    // The mean of 10, 20, 30 misses by 20 / 3.
    expect(floor).toBeCloseTo(20 / 3, 5);
    expect(test.mae).toBeLessThan(2);
    expect(test.r2).toBeGreaterThan(0.9);
    const said = await predictionsJob({
      weightsFile: join(runDir, runFiles.weights),
      preparedFile,
      split: 'test',
    });
    const errors = said.value!.map((value, k) => Math.abs(value - said.estimate![k]!));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeCloseTo(test.mae, 4);
  });
});

describe('quantiles of a forecast', () => {
  it('hold about as many values as they should', async () => {
    const random = new RandomStream(5, 'noise', 2);
    const values = Array.from({ length: 500 }, (_, t) => 50 + 10 * Math.sin(t / 3) + 2 * random.normal());
    const { finished } = await trained(seriesData({ values, context: 24, season: 1 }), {
      model: { units: 12 },
      training: { epochs: 12, quantiles: [0.1, 0.5, 0.9] },
    });
    const { test } = finished;
    if (test?.task !== 'forecast') throw new Error('no scores of forecasts');
    expect(test.coverage!.wanted).toBeCloseTo(0.8, 10);
    expect(test.coverage!.share).toBeGreaterThan(0.6);
    expect(test.coverage!.share).toBeLessThan(0.95);
    expect(test.quantiles!.map(({ quantile }) => quantile)).toEqual([0.1, 0.5, 0.9]);
  });
});

describe('a label for each step', () => {
  const choices = { model: { units: 12 }, training: { epochs: 20, patience: 20 } };

  it('is learnt, scored once a step, and found again as events', async () => {
    const data = bursts();
    const { finished, floor } = await trained(data, choices);
    const { test } = finished;
    if (test?.task !== 'label') throw new Error('no scores of steps');
    const truth = data.stepLabels.subarray(700);
    const rate = truth.reduce((sum, label) => sum + label, 0) / truth.length;
    expect(test.steps).toBe(200);
    expect(floor).toBeCloseTo(rate, 10);
    expect(test.detection).toMatchObject({ positive: 'loud', baseRate: rate });
    expect(test.detection!.averagePrecision.value).toBeGreaterThan(0.9);
    expect(test.events.recall).toBe(1);
  });

  it('decides on validation how its probabilities become events, and finds those of both parts by it', async () => {
    const job = { ...(await makeJob(bursts(), choices)), stepSeconds: 0.1 };
    const events = await runTraining(job);
    const finished = events.find((event): event is Finished => event.kind === 'finished')!;
    const { decision, background, validation, test } = finished.detection!;
    expect(decision).toMatchObject({ by: 'psds', labels: [{ label: 'loud' }] });
    expect(background).not.toBe('loud');
    for (const part of [validation!, test!]) {
      expect(part.truth).toBeGreaterThan(0);
      expect(part.missRate.value).toBe(0);
    }
    expect(test!.seconds).toBeCloseTo(20, 9);
    // The same weights judged again, as `evaluate` does it.
    const again = await detectJob({
      ...{ weightsFile: join(job.runDir, runFiles.weights), preparedFile: job.preparedFile },
      ...{ stepSeconds: 0.1, how: { by: 'psds' }, criteria: usualCriteria },
    });
    expect(again).toEqual(finished.detection);
  });

  it('goes on after a stop to the same weights', async () => {
    const data = bursts();
    const whole = await makeJob(data, choices);
    await runTraining(whole);
    const broken = await makeJob(data, choices);
    await runTraining(broken, (event, control) => {
      if (event.kind === 'steps' && event.steps.step.at(-1)! > 20) control.command('stop');
    });
    await runTraining({ ...broken, resume: true });
    const weights = (job: { runDir: string }): Buffer => readFileSync(join(job.runDir, runFiles.weights));
    expect(weights(broken).equals(weights(whole))).toBe(true);
  });

  it('stands beside the true one in the trace', async () => {
    const data = bursts();
    const { runDir, preparedFile } = await trained(data, { ...choices, training: { epochs: 1 } });
    const example = data.splits.indexOf(2);
    const trace = await traceJob({
      weightsFile: join(runDir, runFiles.weights),
      preparedFile,
      example,
    });
    const start = data.starts[example]!;
    expect([...trace.truth!]).toEqual([...data.stepLabels.subarray(start, start + 40)]);
    for (let t = 0; t < 40; t++)
      expect(trace.probabilities[2 * t]! + trace.probabilities[2 * t + 1]!).toBeCloseTo(1, 5);
  });
});

describe('going on', () => {
  it('follows a circle by itself, seeded, beside what really comes', async () => {
    const { finished, runDir, preparedFile, floor } = await trained(circle(), {
      model: { units: 16 },
      training: { epochs: 40, patience: 40 },
    });
    const { test } = finished;
    if (test?.task !== 'generate') throw new Error('no scores of next values');
    expect(test.mae).toBeLessThan(0.2 * floor);
    const write = (temperature: number, seed: number) =>
      generateJob({
        weightsFile: join(runDir, runFiles.weights),
        preparedFile,
        example: 0,
        steps: 15,
        seedSteps: 30,
        temperature,
        seed,
        residuals: test.residuals,
      });
    const own = await write(0, 1);
    expect([own.seedSteps, own.realSteps, own.generated.length]).toEqual([30, 15, 30]);
    // The circle itself: step 30 and on.
    for (let t = 0; t < 15; t++) expect(own.real[2 * t]).toBeCloseTo(Math.sin(0.3 * (30 + t)), 5);
    own.generated.forEach((value, k) => expect(Math.abs(value - own.real[k]!)).toBeLessThan(0.3));
    expect((await write(1, 4)).generated).toEqual((await write(1, 4)).generated);
    expect((await write(1, 4)).generated).not.toEqual((await write(1, 5)).generated);
  });

  it('refuses a network that would see what it is to say', async () => {
    const refusal = makeJob(circle(), { model: { bidirectional: true } });
    await expect(refusal).rejects.toThrow(UnrollError);
    await expect(makeJob(circle(), { model: { pooling: 'last' } })).rejects.toThrow(/every step/i);
  });
});
