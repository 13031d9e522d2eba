import { plainVariants } from '../../../src/shared/domain/model';
import type { Dataset } from '../../../src/shared/domain/dataset';
import type { Recipe, RecipeChoices } from '../../../src/shared/domain/model';
import type { EpochMetrics, Run, StepMetrics } from '../../../src/shared/domain/run';
import { seeded } from './signals';

export function makeRecipe(choices: RecipeChoices): Recipe {
  const recipe: Recipe = {
    model: {
      ...plainVariants,
      family: 'recurrent',
      cell: 'gru',
      activation: 'tanh',
      units: 64,
      layers: 1,
      bidirectional: true,
      dropout: 0.2,
      pooling: 'mean',
      resetAfter: false,
      forgetBias: 1,
    },
    training: {
      epochs: 60,
      batch: 32,
      learningRate: 0.003,
      schedule: { kind: 'plateau', warmupEpochs: 1, patience: 5, factor: 0.5 },
      clipNorm: 1,
      weightDecay: 0.0001,
      labelSmoothing: 0,
      inputNoise: 0,
      patience: 25,
      classWeights: 'none',
      quantiles: [],
      seed: 1,
    },
    compute: { backend: 'auto', kernel: 'auto' },
  };
  Object.assign(recipe.model, choices.model);
  Object.assign(recipe.training, choices.training);
  Object.assign(recipe.compute, choices.compute);
  return recipe;
}

export function makeRun(
  id: string,
  name: string,
  dataset: Dataset,
  choices: RecipeChoices,
  createdMs: number,
): Run {
  return {
    id,
    name,
    note: '',
    datasetId: dataset.id,
    datasetName: dataset.understanding.plan.name,
    task: 'classify',
    recipe: makeRecipe(choices),
    status: 'queued',
    createdMs,
    finishedMs: null,
    kept: false,
    backend: 'wasm',
    kernel: 'native',
    parameters: 41_285,
    epoch: 0,
    stepsPerEpoch: 18,
    progress: null,
    bestEpoch: null,
    timing: { seconds: 0, stepsPerSecond: 0, inputMs: 0, kernelMs: 0, restMs: 0 },
    validation: null,
    test: null,
    floor: { name: 'majority', metric: 'accuracy', value: 0.25 },
    decisions: [],
    error: null,
  };
}

/** Losses that fall, rougher at first. `from` and `to` count steps from 1, both included. */
export function makeSteps(from: number, to: number, seed: number): StepMetrics {
  const random = seeded(seed * 7919 + from);
  const count = to - from + 1;
  const step = Int32Array.from({ length: count }, (_, at) => from + at);
  const loss = Float32Array.from(
    step,
    (at) => 1.6 * Math.exp(-at / 220) + 0.08 + 0.2 * random() * Math.exp(-at / 400),
  );
  return {
    step,
    loss,
    metric: loss.map((value) => Math.max(0, 1 - value / 1.9)),
    gradientNorm: loss.map((value) => 0.2 + value * (0.5 + random())),
    learningRate: Float32Array.from(step, (at) => 0.003 * 0.5 ** Math.floor(at / 400)),
  };
}

export function makeEpoch(epoch: number, stepsPerEpoch: number, seed: number): EpochMetrics {
  const random = seeded(seed * 104729 + epoch);
  const loss = 1.6 * Math.exp(-(epoch * stepsPerEpoch) / 220) + 0.08;
  return {
    epoch: Int32Array.of(epoch),
    step: Int32Array.of(epoch * stepsPerEpoch),
    trainLoss: Float32Array.of(loss),
    trainMetric: Float32Array.of(1 - loss / 1.9),
    validationLoss: Float32Array.of(loss + 0.1 + 0.05 * random()),
    validationMetric: Float32Array.of(0.95 - loss / 2),
    seconds: Float64Array.of(0.8),
  };
}
