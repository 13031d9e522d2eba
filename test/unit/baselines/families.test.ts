import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { predictionsJob } from '../../../src/main/engine/inspection/predictions-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import type { Scores } from '../../../src/shared/domain/run';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { oscillations, seriesData } from '../training/example-data';
import { makeJob, only, runTraining } from '../training/run-training';

type Model = NonNullable<RecipeChoices['model']>;

const families: readonly (readonly [string, Model])[] = [
  ['naive', { family: 'naive' }],
  ['ar', { family: 'ar' }],
  ['markov', { family: 'markov' }],
  ['latent', { family: 'latent', states: 3 }],
  ['latent', { family: 'latent', transition: 'gru', states: 6 }],
  ['dtw', { family: 'dtw' }],
  ['statistics', { family: 'statistics' }],
];
const classes = oscillations({ examples: 60 });
const series = seriesData({
  values: Array.from({ length: 160 }, (_, t) => 10 + t / 20 + 3 * Math.sin((2 * Math.PI * t) / 8)),
  context: 24,
  season: 8,
});

const accuracy = (scores: Scores | null): number => (scores?.task === 'classify' ? scores.accuracy : NaN);

describe.each<(typeof families)[number]>([
  ...families,
  ['minirocket', { family: 'minirocket', kernelFeatures: 840 }],
  ['quant', { family: 'quant', trees: 50 }],
])('%s', (kind, model) => {
  it('learns classes, keeps them in its file, answers and shows what it has', async () => {
    const job = await makeJob(classes, { model, training: { epochs: 10 } });
    const events = await runTraining(job);
    expect(events[0]).toMatchObject({ kind: 'started', backend: null, kernel: null });
    const [finished] = only(events, 'finished');
    expect(finished?.status).toBe('completed');
    expect(accuracy(finished!.test)).toBeGreaterThanOrEqual(0.5);

    const files = { weightsFile: join(job.runDir, 'weights.safetensors'), preparedFile: job.preparedFile };
    const said = await predictionsJob({ ...files, split: 'test' });
    const hits = said.truth.filter((label, k) => label === said.predicted[k]).length;
    expect(hits / said.truth.length).toBeCloseTo(accuracy(finished!.test), 12);

    const test = examplesOf(classes, 'test');
    const [window] = windowsOf(classes, test);
    const answer = await predictJob({
      source: { kind: 'file', weightsFile: files.weightsFile },
      windows: [window!],
    });
    expect(answer.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(answer.indexOf(Math.max(...answer))).toBe(said.predicted[0]);

    const trace = await traceJob({ ...files, example: test[0]! });
    expect([trace.layers, trace.view?.kind]).toEqual([[], kind]);
    const end = trace.probabilities.slice(-answer.length);
    end.forEach((share, k) => expect(share).toBeCloseTo(answer[k]!, 5));
  });
});

describe.each(families)('%s', (kind, model) => {
  it('forecasts a series', async () => {
    const job = await makeJob(series, { model, training: { epochs: 10 } });
    const [finished] = only(await runTraining(job), 'finished');
    const { test } = finished!;
    // The whole swing is 6; a Markov chain of values does not know where in the swing it is.
    expect(test?.task === 'forecast' && test.mae).toBeLessThan(kind === 'markov' ? 4 : 1.5);
    const files = { weightsFile: join(job.runDir, 'weights.safetensors'), preparedFile: job.preparedFile };
    const said = await predictionsJob({ ...files, split: 'test' });
    const mean = said.confidence.reduce((sum, error) => sum + error, 0) / said.confidence.length;
    expect(mean).toBeCloseTo(test?.task === 'forecast' ? test.mae : NaN, 4);
  });
});

it('a small network of lags has curves, epoch by epoch', async () => {
  const model = { family: 'ar', hidden: 6, order: 4 } as const;
  const job = await makeJob(series, { model, training: { epochs: 12, patience: 12 } });
  const epochs = only(await runTraining(job), 'epoch').flatMap((event) => [...event.epochs.epoch]);
  expect(epochs).toEqual(Array.from({ length: 12 }, (_, k) => k + 1));
});

it('is fitted again to the validation part, which is judged by what never saw it', async () => {
  const job = await makeJob(classes, { model: { family: 'dtw' } });
  const events = await runTraining(job);
  const [finished] = only(events, 'finished');
  const file = (name: string) => ({ weightsFile: join(job.runDir, name), preparedFile: job.preparedFile });
  const share = async (name: string): Promise<number> => {
    const { truth, predicted } = await predictionsJob({ ...file(name), split: 'validation' });
    return truth.filter((label, k) => label === predicted[k]).length / truth.length;
  };
  expect(await share('weights.training.safetensors')).toBeCloseTo(accuracy(finished!.validation), 12);
  // Its own nearest neighbour is right.
  expect(await share('weights.safetensors')).toBe(1);
  const codes = only(events, 'decision').map(({ decision }) => decision.remark.code);
  expect(codes).toContain('fit.again.scored');
});

it('where the validation part says when to stop, is not fitted to it', async () => {
  const job = await makeJob(classes, {
    model: { family: 'ar', hidden: 4, order: 2 },
    training: { epochs: 3 },
  });
  await runTraining(job);
  expect(existsSync(join(job.runDir, 'weights.training.safetensors'))).toBe(false);
});

it('a network of lags goes on along the line where it was never trained', async () => {
  const growing = seriesData({
    values: Array.from({ length: 160 }, (_, t) => 10 + t + 3 * Math.sin((2 * Math.PI * t) / 8)),
    context: 24,
    season: 8,
  });
  const test = async (hidden: number): Promise<number> => {
    const job = await makeJob(growing, {
      model: { family: 'ar', hidden, order: 9 },
      training: { epochs: 20 },
    });
    const [finished] = only(await runTraining(job), 'finished');
    return finished?.test?.task === 'forecast' ? finished.test.mae : NaN;
  };
  // A flat tanh would miss by the growth since training, tens of units.
  expect(await test(8)).toBeLessThan((await test(0)) + 1);
});

it('refuses a forecast of kernels for classes', async () => {
  await expect(makeJob(series, { model: { family: 'minirocket' } })).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
});

it.each([
  ['MODEL_TOO_LARGE', { family: 'markov', states: 200, order: 4 }],
  ['MODEL_UNSUITABLE', { family: 'ar', order: 250 }],
] as const)('refuses with %s what it cannot fit, and says why', async (code, model) => {
  const job = await makeJob(classes, { model });
  await expect(runTraining(job)).rejects.toMatchObject({ code });
});

it('says what the naive model would have needed', async () => {
  const steps = 6000;
  const long = {
    ...classes,
    features: new Float32Array(steps * classes.featureNames.length),
    starts: classes.starts.map(() => 0),
    lengths: classes.lengths.map(() => steps),
  };
  const job = await makeJob(long, { model: { family: 'naive' } });
  const failed: unknown = await runTraining(job).catch((thrown: unknown) => thrown);
  expect(failed).toMatchObject({ code: 'MODEL_TOO_LARGE' });
  const { details } = failed as { details: Record<string, number> };
  const width = classes.featureNames.length;
  const weights = classes.outputs.length * ((width * steps * (steps + 1)) / 2 + steps);
  expect(details).toMatchObject({ steps, parameters: weights });
});
