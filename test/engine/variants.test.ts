import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runFiles } from '../../src/shared/run-files';
import type { TrainingJob } from '../../src/main/engine/training/job';
import type { RecipeChoices } from '../../src/shared/domain/model';
import { oscillations } from '../unit/training/example-data';
import { makeJob, only, runTraining } from '../unit/training/run-training';

const weights = (job: TrainingJob): Buffer => readFileSync(join(job.runDir, runFiles.weights));
/** The same rate at every step, whether three epochs are planned or six. */
const schedule = { kind: 'constant', warmupEpochs: 1, patience: 10, factor: 0.5 } as const;
// By name: a trial may choose another kernel when the machine is busy.
const compute = { kernel: 'wasm' } as const;
const training = { epochs: 6, patience: 6, schedule };
const convolutions = [{ filters: 8, width: 5, stride: 2 }];

const recipes: readonly [string, RecipeChoices['model']][] = [
  ['a Transformer behind convolutions', { family: 'transformer', width: 8, heads: 2, convolutions }],
  [
    'peepholes, coupled gates, chrono biases, recurrent dropout, norms and attention pooling',
    {
      ...{
        cell: 'lstm',
        units: 6,
        peepholes: true,
        coupled: true,
        forgetInit: 'chrono',
        recurrentDropout: 0.2,
      },
      ...{ layerNorm: true, pooling: 'attention', layers: 2 },
    },
  ],
  [
    'dilated convolutions with dropout',
    { family: 'tcn', width: 6, layers: 2, kernelSize: 3, separable: true, dropout: 0.2 },
  ],
  ['Inception modules', { family: 'inception', width: 3, layers: 1, kernelSize: 8, convolutions }],
  ['a scaled plain RNN behind convolutions', { cell: 'rnn', units: 6, spectralRadius: 0.9, convolutions }],
];

describe.each(recipes)('a run of %s', (_, model) => {
  it('is the same every time, also when it ended halfway and went on', async () => {
    const data = oscillations({ examples: 60 });
    const whole = await makeJob(data, { model, training, compute });
    await runTraining(whole);
    const again = await makeJob(data, { model, training, compute });
    await runTraining(again);
    expect(weights(again).equals(weights(whole))).toBe(true);

    const parts = await makeJob(data, { model, training, compute });
    const half = { ...parts.recipe, training: { ...parts.recipe.training, epochs: 3 } };
    const first = await runTraining({ ...parts, recipe: half });
    expect(only(first, 'finished')[0]!.epoch).toBe(3);
    const resumed = await runTraining({ ...parts, resume: true });
    expect(only(resumed, 'started')[0]!.epoch).toBe(3);
    expect(weights(parts).equals(weights(whole))).toBe(true);
  });
});
