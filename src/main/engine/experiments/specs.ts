import { recurrentModels, roadModels } from '../../../shared/domain/experiment-results';
import type { ExperimentInfo, ExperimentName, SettingSpec } from '../../../shared/domain/experiment';

const number = (key: string, value: number, min: number, max: number, step: number): SettingSpec => ({
  kind: 'number',
  key,
  value,
  min,
  max,
  step,
});
const seed = number('seed', 1, 1, 1000, 1);
const dataset: SettingSpec = { kind: 'dataset', key: 'dataset', value: '' };

/** Two pulses to remember and small noise around them. */
function pulses(): number[] {
  const values = new Array<number>(80).fill(0);
  values.fill(1, 8, 12);
  values.fill(-0.8, 40, 44);
  return values;
}

const infos: Readonly<Record<ExperimentName, Omit<ExperimentInfo, 'name'>>> = {
  unrolled: {
    needsDataset: false,
    quick: true,
    settings: [
      dataset,
      number('example', 0, 0, 100_000, 1),
      { kind: 'choice', key: 'cell', value: 'rnn', options: ['rnn', 'lstm', 'gru'] },
      {
        kind: 'choice',
        key: 'activation',
        value: 'tanh',
        options: ['tanh', 'relu', 'sigmoid', 'linear'],
      },
      number('units', 4, 1, 12, 1),
      number('updates', 0, 0, 300, 50),
      seed,
    ],
  },
  vanishing: {
    needsDataset: false,
    quick: true,
    settings: [
      number('steps', 100, 10, 400, 10),
      number('spectralRadius', 1.1, 0.5, 1.5, 0.05),
      number('forgetBias', 1, -2, 6, 0.25),
      { kind: 'switch', key: 'clipping', value: false },
      number('units', 32, 4, 64, 4),
      seed,
    ],
  },
  memory: {
    needsDataset: false,
    quick: false,
    settings: [
      { kind: 'choice', key: 'task', value: 'adding', options: ['adding', 'copy', 'recall'] },
      { kind: 'numbers', key: 'lengths', value: [10, 50, 100, 200, 400], min: 10, max: 1000 },
      {
        kind: 'choices',
        key: 'models',
        value: ['rnn-sigmoid', 'rnn-tanh', 'rnn-relu', 'lstm', 'gru'],
        options: [...recurrentModels],
      },
      number('seeds', 3, 1, 10, 1),
      number('parameters', 4500, 500, 50_000, 500),
      number('updates', 3000, 100, 20_000, 100),
      number('learningRate', 0.005, 0.001, 0.02, 0.001),
      seed,
    ],
  },
  gates: {
    needsDataset: false,
    quick: true,
    settings: [
      { kind: 'signal', key: 'signal', value: pulses(), min: -1, max: 1 },
      number('inputBias', -4, -10, 10, 0.5),
      number('inputWeight', 8, -10, 10, 0.5),
      number('forgetBias', 4, -10, 10, 0.5),
      number('forgetWeight', 0, -10, 10, 0.5),
      number('outputBias', 4, -10, 10, 0.5),
      number('outputWeight', 0, -10, 10, 0.5),
      { kind: 'switch', key: 'trained', value: true },
      seed,
    ],
  },
  'flip-flop': {
    needsDataset: false,
    quick: false,
    settings: [
      { kind: 'choice', key: 'cell', value: 'gru', options: ['rnn', 'lstm', 'gru'] },
      number('bits', 3, 1, 4, 1),
      number('units', 24, 4, 64, 4),
      number('updates', 1200, 100, 10_000, 100),
      number('starts', 400, 50, 5000, 50),
      seed,
    ],
  },
  'lstm-or-gru': {
    needsDataset: true,
    quick: false,
    settings: [
      dataset,
      number('parameters', 15_000, 1000, 200_000, 1000),
      number('seeds', 5, 2, 10, 1),
      number('sizes', 3, 1, 5, 1),
      number('epochs', 0, 0, 300, 5),
      seed,
    ],
  },
  road: {
    needsDataset: true,
    quick: false,
    settings: [
      dataset,
      { kind: 'choices', key: 'models', value: [...roadModels], options: [...roadModels] },
      number('epochs', 0, 0, 300, 1),
      number('seeds', 1, 1, 10, 1),
      seed,
    ],
  },
};

export function infoOf(name: ExperimentName): ExperimentInfo {
  return { name, ...infos[name] };
}
