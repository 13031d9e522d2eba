import type { ModelSpec, TrainingSpec } from './model';

const networkFields: readonly (keyof TrainingSpec)[] = [
  'epochs',
  'batch',
  'learningRate',
  'schedule',
  'clipNorm',
  'weightDecay',
  'labelSmoothing',
  'inputNoise',
  'patience',
  'classWeights',
  'quantiles',
  'seed',
  'probes',
];

const smallNetworkFields: readonly (keyof TrainingSpec)[] = [
  ...(['epochs', 'batch', 'learningRate', 'weightDecay', 'patience', 'seed'] as const),
];

/** Which fields of the training recipe a model's fit looks at; the others lie idle. */
export function trainingFieldsOf(model: ModelSpec): readonly (keyof TrainingSpec)[] {
  switch (model.family) {
    case 'recurrent':
    case 'transformer':
    case 'tcn':
    case 'inception':
      return networkFields;
    case 'ar':
      return model.hidden > 0 ? smallNetworkFields : [];
    case 'latent':
      if (model.transition !== 'linear') return smallNetworkFields;
      return model.fit === 'em' ? ['epochs', 'patience'] : [];
    case 'markov':
    case 'minirocket':
    case 'quant':
      return ['seed'];
    default:
      return [];
  }
}

/** Whether a model is fitted epoch by epoch, so that there are curves to draw. */
export function hasEpochs(model: ModelSpec): boolean {
  return trainingFieldsOf(model).includes('epochs');
}
