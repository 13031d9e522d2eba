import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledModel } from '../../../src/main/engine/formats/bundle/bundle-file';
import { onnxJob } from '../../../src/main/engine/exports/onnx/onnx-job';
import { readSafetensors } from '../../../src/main/engine/files/safetensors';
import { predictJob } from '../../../src/main/engine/inference/predict-job';
import { traceJob } from '../../../src/main/engine/inspection/trace-job';
import { windowsOf } from '../../../src/main/engine/models/network/batch';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { examplesOf } from '../../../src/main/engine/prepare/examples-of';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import { oscillations, seriesData } from '../training/example-data';
import { makeJob, only, runTraining } from '../training/run-training';

/** Protects: an ensemble says the mean of what its members say, wherever it is asked, and keeps them all. */

const series = seriesData({
  values: Array.from({ length: 120 }, (_, t) => 10 + t / 20 + 3 * Math.sin((2 * Math.PI * t) / 8)),
  context: 16,
  season: 8,
});

interface Trained {
  readonly runDir: string;
  readonly preparedFile: string;
}

async function train(data: HeldData, choices: RecipeChoices): Promise<Trained> {
  const job = await makeJob(data, { training: { epochs: 3 }, ...choices });
  const [finished] = only(await runTraining(job), 'finished');
  expect(finished?.status).toBe('completed');
  return job;
}

const weightsOf = ({ runDir }: Trained): string => join(runDir, 'weights.safetensors');

const sets: readonly (readonly [string, HeldData, readonly RecipeChoices[]])[] = [
  [
    'classes',
    oscillations({ examples: 60 }),
    [
      { model: { cell: 'gru', units: 6 } },
      { model: { family: 'transformer', width: 8, heads: 2 } },
      { model: { family: 'minirocket', kernelFeatures: 840 } },
      { model: { family: 'quant', trees: 20 } },
    ],
  ],
  [
    'a forecast',
    series,
    [
      { model: { cell: 'gru', units: 6 }, training: { epochs: 3, quantiles: [0.1, 0.5, 0.9] } },
      { model: { cell: 'lstm', units: 5 } },
    ],
  ],
];

describe.each(sets)('an ensemble for %s', (_, data, choices) => {
  it('says the mean, in the lab, in its file and as ONNX, and shows each member', async () => {
    const members: Trained[] = [];
    for (const one of choices) members.push(await train(data, one));
    // Folders of runs lie side by side, as in a home.
    const names = members.map(({ runDir }) => basename(runDir));
    const model = { family: 'ensemble', members: names } as const;
    const joined = await train(data, { model });

    const windows = windowsOf(data, examplesOf(data, 'test'));
    const answersOf = (one: Trained): Promise<Float32Array> =>
      predictJob({ source: { kind: 'file', weightsFile: weightsOf(one) }, windows });
    const all: Float32Array[] = [];
    for (const member of members) {
      const said = await answersOf(member);
      // Of three quantiles the middle one.
      const each = said.length / windows.length / data.outputs.length;
      all.push(said.filter((_value, k) => k % each === Math.floor(each / 2)));
    }
    const mean = all[0]!.map((_value, k) => all.reduce((sum, said) => sum + said[k]!, 0) / all.length);
    (await answersOf(joined)).forEach((value, k) => expect(value).toBeCloseTo(mean[k]!, 4));

    const { finding } = await onnxJob({
      ...{ format: 'onnx', weightsFile: weightsOf(joined), preparedFile: joined.preparedFile },
      ...{ plan: null, recordings: [], inputs: 'features' },
    });
    expect(finding.largestDifference).toBeLessThan(1e-5);

    const stored = bundledModel(await readSafetensors(weightsOf(joined)));
    expect([stored.kind, stored.model.spec.family]).toEqual(['fitted', 'ensemble']);

    const example = examplesOf(data, 'test')[0]!;
    const { view } = await traceJob({
      ...{ weightsFile: weightsOf(joined), preparedFile: joined.preparedFile, example },
    });
    expect(view?.kind).toBe('ensemble');
    if (view?.kind !== 'ensemble') return;
    expect(view.members.map(({ run }) => run)).toEqual(names);
    view.members.forEach(({ answers }, m) =>
      answers.forEach((value, k) => expect(value).toBeCloseTo(all[m]![k]!, 4)),
    );
  });
});

it('refuses to be made of one', async () => {
  await expect(makeJob(series, { model: { family: 'ensemble', members: ['a'] } })).rejects.toMatchObject({
    code: 'ARGUMENT_INVALID',
  });
});
