import type { ModelSpec, RecurrentNetworkSpec } from './model';

function networkName({ cell, activation, units, layers, bidirectional }: RecurrentNetworkSpec): string {
  const parts = [cell.toUpperCase()];
  if (cell === 'rnn' && activation !== 'tanh') parts.push(activation);
  parts.push(layers > 1 ? `${units}×${layers}` : String(units));
  if (bidirectional) parts.push('⇄');
  return parts.join(' ');
}

/** `LSTM 64`, `GRU 32×2 ⇄` (two layers, both directions), `RNN relu 16`, `AR(12)`, `Markov 16`. */
export function modelName(model: ModelSpec): string {
  switch (model.family) {
    case 'recurrent':
      return networkName(model);
    case 'naive':
      return 'Naive';
    case 'ar':
      return `AR${model.order === null ? '' : `(${model.order})`}${model.hidden > 0 ? ` MLP ${model.hidden}` : ''}`;
    case 'markov':
      return `Markov ${model.states}${model.order > 1 ? ` order ${model.order}` : ''}`;
    case 'latent':
      return `Latent ${model.states}`;
    case 'dtw':
      return `${model.neighbours}-NN DTW`;
    case 'statistics':
      return 'Statistics';
  }
}

/** The short word for what learns, as on the command line: a recurrent network's cell, else the family. */
export function modelKind(model: ModelSpec): string {
  return model.family === 'recurrent' ? model.cell : model.family;
}
