import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cJob } from '../../../src/main/engine/exports/c/c-job';
import { onnxJob } from '../../../src/main/engine/exports/onnx/onnx-job';
import { openOnnx } from '../../../src/main/engine/exports/onnx/runtime';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import type { EventDecision } from '../../../src/shared/domain/detection';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { oscillations } from '../training/example-data';
import { makeJob, runTraining } from '../training/run-training';

/** Protects: MiniRocket and QUANT leave as graphs and headers that answer as the lab does, whatever the lengths. */

const decision: EventDecision = {
  by: 'hand',
  labels: [{ label: 'class 0', smoothSeconds: 0.5, on: 0.7, off: 0.3, minSeconds: 0.1 }],
};
const channels = oscillations({ examples: 60, leastSteps: 9, mostSteps: 40 });

/** The first channel alone, in coarse steps and with flat stretches, where many outputs lie on the edge of a bias. */
function coarse(): HeldData {
  const features = channels.features
    .filter((_, k) => k % 2 === 0)
    .map((value, t) => (t % 11 < 4 ? 0 : Math.round(2 * value)));
  return {
    ...channels,
    featureNames: ['x'],
    features,
    scaler: { mean: Float32Array.of(0.01), deviation: Float32Array.of(1.3) },
  };
}

const models: readonly (readonly [string, NonNullable<RecipeChoices['model']>, HeldData])[] = [
  ['MiniRocket of two channels', { family: 'minirocket', kernelFeatures: 840 }, channels],
  ['MiniRocket of one coarse channel', { family: 'minirocket', kernelFeatures: 2000 }, coarse()],
  ['QUANT of two channels', { family: 'quant', trees: 30 }, channels],
  ['QUANT of one coarse channel', { family: 'quant', trees: 30 }, coarse()],
];

describe.each(models)('%s', (_, model, data) => {
  it('says as ONNX and in C what the lab says', async () => {
    const job = await makeJob(data, { model });
    await runTraining(job);
    const files = { weightsFile: join(job.runDir, 'weights.safetensors'), preparedFile: job.preparedFile };
    const { bytes, finding } = await onnxJob({
      ...{ format: 'onnx', ...files, plan: null, recordings: [], inputs: 'features', decision },
    });
    expect(Buffer.from(bytes).includes(JSON.stringify(decision))).toBe(true);
    expect(finding.checkedBy.software).toBe('onnxruntime');
    expect(finding.largestDifference).toBeLessThan(2e-6);

    const c = await cJob({ ...files, events: { decision, stepSeconds: 0.02 } });
    expect(c.header).toContain('unroll_decide');
    const hop = Number(/#define UNROLL_HOP (\d+)/.exec(c.header)![1]);
    const keep = /unroll_keep\[UNROLL_OUTPUTS\] = \{([^f]+)f/.exec(c.header)![1];
    expect(Number(keep)).toBeCloseTo(Math.exp((-hop * 0.02) / 0.5), 6);
    expect(c.finding.checkedBy.how).toBe('compiler');
    expect(c.finding.largestDifference).toBeLessThan(2e-6);

    // Every example, padded with anything to one more than the longest.
    const examples = Int32Array.from(data.lengths, (_own, k) => k);
    const windows = windowsOf(data, examples);
    const expected = await predictJob({ source: { kind: 'file', weightsFile: files.weightsFile }, windows });
    const width = data.featureNames.length;
    const longest = Math.max(...data.lengths) + 1;
    const values = new Float32Array(windows.length * longest * width).fill(1e5);
    windows.forEach((window, k) => values.set(window.values, k * longest * width));
    const session = await openOnnx(bytes);
    const { probabilities } = await session.run({
      features: session.float(values, [windows.length, longest, width]),
      lengths: session.int64([...data.lengths]),
    });
    await session.close();
    expected.forEach((share, k) => expect(Math.abs(probabilities![k]! - share)).toBeLessThan(2e-6));
  });
});
