import { plainVariants } from '../../../src/shared/domain/model';
import type { RecurrentNetworkSpec } from '../../../src/shared/domain/model';
import type { Run } from '../../../src/shared/domain/run';

export const exampleNetwork: RecurrentNetworkSpec = {
  ...plainVariants,
  family: 'recurrent',
  cell: 'gru',
  activation: 'tanh',
  units: 8,
  layers: 1,
  bidirectional: false,
  dropout: 0,
  pooling: 'last',
  resetAfter: true,
  forgetBias: 1,
};

/** A run as it is right after `runs.start`, for tests that need one and not its content. */
export function exampleRun(changes: Partial<Run> = {}): Run {
  return {
    id: 'example',
    name: 'GRU 8 · Vowels · 1',
    note: '',
    datasetId: 'vowels',
    datasetName: 'Vowels',
    task: 'classify',
    recipe: {
      model: exampleNetwork,
      training: {
        epochs: 3,
        batch: 16,
        learningRate: 0.01,
        schedule: { kind: 'constant', warmupEpochs: 0, patience: 5, factor: 0.5 },
        clipNorm: 1,
        weightDecay: 0,
        labelSmoothing: 0,
        inputNoise: 0,
        patience: 10,
        classWeights: 'none',
        quantiles: [],
        seed: 1,
      },
      compute: { backend: 'auto', kernel: 'auto' },
    },
    status: 'queued',
    createdMs: 1_700_000_000_000,
    finishedMs: null,
    kept: false,
    backend: null,
    kernel: null,
    parameters: 0,
    epoch: 0,
    stepsPerEpoch: 0,
    progress: null,
    bestEpoch: null,
    timing: { seconds: 0, stepsPerSecond: 0, inputMs: 0, kernelMs: 0, restMs: 0 },
    validation: null,
    test: null,
    floor: null,
    decisions: [],
    error: null,
    ...changes,
  };
}
