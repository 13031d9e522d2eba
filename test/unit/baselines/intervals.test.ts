import { join } from 'node:path';
import { Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import { forecastDeviations, iterate } from '../../../src/main/engine/baselines/ar/predictor';
import { draw, gaussianOf } from '../../../src/main/engine/baselines/gaussian';
import { gaussianAhead, sampledAhead } from '../../../src/main/engine/baselines/intervals';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import { RandomStream } from '../../../src/main/engine/random/random-stream';
import { seriesData } from '../training/example-data';
import { makeJob, only, runTraining } from '../training/run-training';

/** Protects: intervals of forecasts are as wide as their errors, and reach prediction and inspection. */

const PHI = 0.8;
const HORIZON = 6;

it("an autoregression's interval has the closed form's width, also when futures are drawn", () => {
  const line = { order: 1, width: 1, weights: Float64Array.of(0, PHI), hidden: null, line: null };
  const past = { values: Float64Array.of(1), steps: 1, width: 1 };
  const middle = iterate(line, past, HORIZON);
  const exact = gaussianAhead(middle, forecastDeviations(line, new Matrix([[1]]), HORIZON));
  const noise = gaussianOf(new Matrix([[1]]));
  const drawn = sampledAhead(middle, (random) => iterate(line, past, HORIZON, () => draw(noise, random)));
  for (let h = 0; h < HORIZON; h++) {
    const deviation = Math.sqrt((1 - PHI ** (2 * (h + 1))) / (1 - PHI ** 2));
    expect(exact.high[h]! - exact.low[h]!).toBeCloseTo(2 * 1.2816 * deviation, 3);
    expect((drawn.high[h]! - drawn.low[h]!) / (exact.high[h]! - exact.low[h]!)).toBeCloseTo(1, 0);
  }
});

const random = new RandomStream(5, 'noise');
let state = 0;
const noisy = seriesData({
  values: Array.from({ length: 900 }, () => 50 + (state = PHI * state + random.normal())),
  context: 24,
  season: 1,
});

it.each([
  { family: 'ar' },
  { family: 'ar', hidden: 4, order: 2 },
  { family: 'latent', states: 2 },
  { family: 'latent', transition: 'rnn', states: 4 },
] as const)('$family $hidden covers what it says, and says it everywhere', async (model) => {
  const job = await makeJob(noisy, { model, training: { epochs: 5 } });
  const [finished] = only(await runTraining(job), 'finished');
  const test = finished!.test;
  if (test?.task !== 'forecast') throw new Error('no forecast');
  expect(test.coverage!.wanted).toBeCloseTo(0.8, 12);
  expect(test.coverage!.share).toBeGreaterThan(0.7);
  expect(test.coverage!.share).toBeLessThan(0.9);

  const weightsFile = join(job.runDir, 'weights.safetensors');
  const example = examplesOf(noisy, 'test')[0]!;
  const answer = await predictJob({
    source: { kind: 'file', weightsFile },
    windows: windowsOf(noisy, [example]),
  });
  const outputs = noisy.outputs.length;
  expect(answer.length).toBe(3 * outputs);
  const { quantiles, probabilities, steps } = await traceJob({
    weightsFile,
    preparedFile: job.preparedFile,
    example,
  });
  expect(quantiles!.levels).toEqual([0.1, 0.5, 0.9]);
  for (let k = 0; k < outputs; k++) {
    const [low, middle, high] = [0, 1, 2].map((q) => answer[q * outputs + k]!);
    expect([low! < middle!, middle! < high!]).toEqual([true, true]);
    expect([...quantiles!.values.subarray(3 * k, 3 * k + 3)]).toEqual([low, middle, high]);
    expect(probabilities[(steps - 1) * outputs + k]).toBeCloseTo(middle!, 4);
  }
});
