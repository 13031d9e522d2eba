import type { RecurrentModel } from '../../../shared/domain/experiment-results';
import { plainVariants } from '../../../shared/domain/model';
import type { RecurrentNetworkSpec } from '../../../shared/domain/model';

/** One layer, read forwards, that answers from its last state. */
export const oneLayer: RecurrentNetworkSpec = {
  ...plainVariants,
  family: 'recurrent',
  cell: 'rnn',
  activation: 'tanh',
  units: 1,
  layers: 1,
  bidirectional: false,
  dropout: 0,
  pooling: 'last',
  resetAfter: false,
  forgetBias: 1,
};

const variants = {
  'rnn-sigmoid': { activation: 'sigmoid' },
  // Le, Jaitly & Hinton 2015: where φ has no ceiling, the identity keeps the state as it is.
  'rnn-relu': { activation: 'relu', recurrentInit: 'identity' },
  'rnn-tanh': { activation: 'tanh' },
  'rnn-identity': { activation: 'linear', recurrentInit: 'identity' },
  lstm: { cell: 'lstm' },
  'lstm-chrono': { cell: 'lstm' },
  gru: { cell: 'gru' },
} as const satisfies Record<RecurrentModel, Partial<RecurrentNetworkSpec>>;

/**
 * One recurrent layer of the lab. `lstm-chrono` starts with the forget-gate bias ln T, so that its memory is as long as
 * the sequence (Tallec & Ollivier 2018).
 */
export function specOf(
  model: RecurrentModel,
  units: number,
  steps: number,
  forgetBias = 1,
): RecurrentNetworkSpec {
  return {
    ...oneLayer,
    ...variants[model],
    units,
    forgetBias: model === 'lstm-chrono' ? Math.log(steps) : forgetBias,
  };
}
