import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingJob } from '../../src/main/engine/training/job';
import type { RecipeChoices } from '../../src/shared/domain/model';
import { oscillations } from '../unit/training/example-data';
import { makeJob, only, runTraining } from '../unit/training/run-training';

const weights = (job: TrainingJob): Buffer => readFileSync(join(job.runDir, 'weights.safetensors'));
const training = { epochs: 6, patience: 6 };
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
  ['a scaled plain RNN behind convolutions', { cell: 'rnn', units: 6, spectralRadius: 0.9, convolutions }],
];

describe.each(recipes)('a run of %s', (_, model) => {
  it('is the same every time, also when it was stopped and went on', async () => {
    const data = oscillations({ examples: 60 });
    const whole = await makeJob(data, { model, training });
    await runTraining(whole);
    const again = await makeJob(data, { model, training });
    await runTraining(again);
    expect(weights(again).equals(weights(whole))).toBe(true);

    const parts = await makeJob(data, { model, training });
    const stopped = await runTraining(parts, (event, control) => {
      if (event.kind === 'steps' && event.steps.step.at(-1)! > 4) control.command('stop');
    });
    expect(only(stopped, 'finished')[0]!.status).toBe('stopped');
    const resumed = await runTraining({ ...parts, resume: true });
    expect(only(resumed, 'finished')[0]!.status).toBe('completed');
    expect(weights(parts).equals(weights(whole))).toBe(true);
  });
});
